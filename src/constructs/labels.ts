import type { ResolvedMicroservice } from '../model/resolved';

type Labels = Readonly<Record<string, string>>;

/** Kubernetes' recommended labels; the version is left to pods, so that a release changes only them. */
export function labelsOf(microservice: ResolvedMicroservice, component?: string): Labels {
  return {
    'app.kubernetes.io/name': microservice.name,
    ...(component === undefined ? {} : { 'app.kubernetes.io/component': component }),
    'app.kubernetes.io/part-of': microservice.team.name,
    'app.kubernetes.io/managed-by': 'chartwright',
  };
}

/** What Services, budgets, policies and monitors select: never changes, because a Deployment's selector cannot. */
export function selectorOf(microservice: ResolvedMicroservice): Labels {
  return microservice.self.labels;
}

/** Labels of pods. */
export function podLabels(microservice: ResolvedMicroservice): Labels {
  return { ...labelsOf(microservice), 'app.kubernetes.io/version': labelValue(microservice.version) };
}

/** Pods of the migration run beside the program's and must not be selected with them. */
export function migrationSelector(microservice: ResolvedMicroservice): Labels {
  return { 'app.kubernetes.io/name': migrationName(microservice) };
}

/** Name of the job that migrates the database. */
export function migrationName(microservice: ResolvedMicroservice): string {
  return `${microservice.name}-migration`;
}

/** Which topics a workload writes, and which of those it reads come from elsewhere: for people and for checks of the YAML. */
export function topicAnnotations(microservice: ResolvedMicroservice): { annotations?: Labels } {
  const written = microservice.publishes.map(({ name }) => name);
  const foreign = microservice.consumes.filter(({ outside }) => outside).map(({ name }) => name);
  const annotations = {
    ...(foreign.length === 0 ? {} : { 'chartwright.dev/published-outside': foreign.join(',') }),
    ...(written.length === 0 ? {} : { 'chartwright.dev/publishes': written.join(',') }),
  };
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

/** A tag may hold more letters than a label value, and be longer. */
function labelValue(tag: string): string {
  return tag.slice(0, 63).replace(/[^A-Za-z0-9]+$/, '');
}

/** Argo CD's order inside one Application: what pods need first, then the migration, then the rest. */
export const WAVES = { prerequisites: '-2', migration: '-1' } as const;

/** Annotations that put an object in front of the pods, where something in this sync waits for it. */
export function prerequisite(microservice: ResolvedMicroservice): { annotations?: Labels } {
  const waits = microservice.migration !== undefined || microservice.secrets.length > 0;
  return waits ? { annotations: { 'argocd.argoproj.io/sync-wave': WAVES.prerequisites } } : {};
}
