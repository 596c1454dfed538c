import type { AppProject, Application } from '../../../imports/argo';
import { applicationsOf } from './applications';
import type { Deployed } from './applications';
import type { Check, Report } from '../check';
import { claimed } from '../tree/claimed';
import type { Claimed } from '../tree/claimed';
import { isClusterWide } from './cluster-kinds';
import { groupOf, namespaceOf } from '../tree/tree';
import { expected } from './valid';

/** A project permits what its applications do. */
export const applicationProject: Check = {
  id: 'application-project',
  severity: 'error',
  what: 'The project of every Application exists and permits its source, its destination, and the kinds and namespaces of its manifests.',
  why: 'Argo CD refuses to sync an application that its project does not permit: nothing of it is deployed.',
  remediation: 'Permit it in the AppProject, or move the Application to a project that does.',
  peers: ['argocd proj get'],
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/projects/',
  run: (tree, report) => {
    for (const application of applicationsOf(tree)) {
      const { at } = application;
      const { project = 'default', source, sources, destination } = claimed<Application>(at).spec ?? {};
      // Argo CD creates the default project itself, and it permits everything
      if (project === 'default' && !tree.find('AppProject', namespaceOf(at), project)) continue;
      const found = tree.find('AppProject', namespaceOf(at), project);
      if (!found) {
        const names = expected([...tree.namesOf('AppProject', namespaceOf(at)), 'default']);
        report(at, 'spec.project', `names AppProject ${project}, which does not exist: ${names}`);
        continue;
      }
      const spec = claimed<AppProject>(found).spec ?? {};
      (sources ?? [source]).forEach((each, index) => {
        const repository = each?.repoURL ?? '';
        if (!permits(spec.sourceRepos ?? [], repository))
          report(
            at,
            sources ? `spec.sources[${index}].repoURL` : 'spec.source.repoURL',
            `is ${repository}, which project ${project} does not permit: ${expected((spec.sourceRepos ?? []).map(String))}`,
          );
      });
      judgePlaces(application, spec, destination, project, report);
    }
  },
};

type Spec = Claimed<AppProject['spec']>;
type Destination = Claimed<Application['spec']['destination']>;

function judgePlaces(
  application: Deployed,
  spec: Spec,
  destination: Destination | undefined,
  project: string,
  report: Report,
): void {
  const { at, manifests } = application;
  const allowed = (namespace: string): boolean =>
    permits(
      (spec.destinations ?? [])
        .filter(
          ({ server, name }) =>
            matches(server ?? '*', destination?.server ?? '') || matches(name ?? '', destination?.name ?? '-'),
        )
        .map((each) => each.namespace ?? ''),
      namespace,
    );
  const names = expected((spec.destinations ?? []).map(({ namespace }) => namespace ?? ''));
  const own = destination?.namespace ?? '';
  if (!allowed(own))
    report(at, 'spec.destination', `is namespace ${own}, which project ${project} does not permit: ${names}`);
  for (const each of manifests) {
    const { kind } = each.manifest;
    const group = groupOf(each.manifest);
    const listed = (list: Spec['clusterResourceWhitelist']): boolean =>
      (list ?? []).some((entry) => matches(entry.group ?? '', group) && matches(entry.kind ?? '', kind));
    if (isClusterWide(group, kind)) {
      if (!listed(spec.clusterResourceWhitelist) || listed(spec.clusterResourceBlacklist))
        report(each, 'kind', `is ${kind}, a kind of the whole cluster, which project ${project} does not permit`);
      continue;
    }
    const namespace = namespaceOf(each) || own;
    if (namespace !== own && !allowed(namespace))
      report(each, 'metadata.namespace', `is ${namespace}, which project ${project} does not permit: ${names}`);
    const { namespaceResourceWhitelist: whitelist, namespaceResourceBlacklist: blacklist } = spec;
    if ((whitelist !== undefined && !listed(whitelist)) || listed(blacklist))
      report(each, 'kind', `is ${kind}, which project ${project} does not permit`);
  }
}

/** Patterns with `*`; one that begins with `!` forbids. */
function permits(patterns: readonly (string | undefined)[], value: string): boolean {
  const all = patterns.map(String);
  return (
    all.some((pattern) => !pattern.startsWith('!') && matches(pattern, value)) &&
    !all.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1), value))
  );
}

function matches(pattern: string, value: string): boolean {
  if (!pattern.includes('*')) return pattern === value;
  let expression = expressions.get(pattern);
  if (expression === undefined) {
    expression = new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`);
    expressions.set(pattern, expression);
  }
  return expression.test(value);
}

/** Projects have a few patterns, and each is asked about all manifests. */
const expressions = new Map<string, RegExp>();

const literally = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
