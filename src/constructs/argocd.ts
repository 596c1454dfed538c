import type { Application, AppProject } from '../../imports/argo';
import type { GitRelease, HelmRelease, IgnoredDifference, PlannedAddOn } from '../model/add-on';
import type { Environment } from '../model/environment';
import type { Fleet } from '../model/fleet';
import type { Manifest } from '../model/manifest';
import type { ResolvedMicroservice } from '../model/resolved';

/** The cluster Argo CD itself runs in. */
const IN_CLUSTER = 'https://kubernetes.default.svc';

/** Project of all add-ons. */
export const PLATFORM_PROJECT = 'platform';

interface ApplicationProps {
  readonly name: string;
  readonly project: string;
  readonly namespace: string;
  readonly wave?: number;
  readonly source: Application['spec']['source'];
  readonly ignoreDifferences?: readonly IgnoredDifference[];
  readonly description?: string;
}

function application(fleet: Fleet, props: ApplicationProps): Application {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: props.name,
      namespace: fleet.platform.argocdNamespace,
      annotations: {
        // server-side apply shows every default of a custom resource as a difference unless the server compares, too
        'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
        ...(props.wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': String(props.wave) }),
      },
      // without it, removing the Application would leave what it made; with a path, as the API server asks
      finalizers: ['resources-finalizer.argocd.argoproj.io/foreground'],
    },
    spec: {
      destination: { namespace: props.namespace, server: IN_CLUSTER },
      ...(props.ignoreDifferences?.length
        ? { ignoreDifferences: props.ignoreDifferences.map((each) => ({ ...each })) }
        : {}),
      ...(props.description === undefined ? {} : { info: [{ name: 'Purpose', value: props.description }] }),
      project: props.project,
      source: props.source,
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        retry: { backoff: { duration: '10s', factor: 2, maxDuration: '5m' }, limit: 10, refresh: true },
        syncOptions: [
          'ServerSideApply=true',
          'RespectIgnoreDifferences=true',
          'SkipDryRunOnMissingResource=true',
          'CreateNamespace=false',
          'PruneLast=true',
        ],
      },
    },
  };
}

/** The Application of one microservice: everything in its folder. */
export function microserviceApplication(fleet: Fleet, microservice: ResolvedMicroservice): Application {
  const scaled = typeof microservice.scale !== 'number' && microservice.kind !== 'CronJob';
  return application(fleet, {
    name: microservice.name,
    project: microservice.team.name,
    namespace: microservice.namespace,
    source: folder(microservice.environment, `services/${microservice.name}`),
    description: microservice.description,
    ...(scaled
      ? { ignoreDifferences: [{ group: 'apps', kind: microservice.kind, jsonPointers: ['/spec/replicas'] }] }
      : {}),
  });
}

function folder(environment: Environment, path: string): Application['spec']['source'] {
  const { repoURL, revision, path: root } = environment.gitops;
  return { path: root === '' ? path : `${root}/${path}`, repoURL, targetRevision: revision };
}

/** Applications of one add-on: one for each vendor chart, and one for what we configure on top. */
export function addOnApplications(
  fleet: Fleet,
  environment: Environment,
  planned: PlannedAddOn,
  hasManifests: boolean,
): Application[] {
  const { addOn, wave } = planned;
  const charts = [
    ...addOn.helm(environment).map((release) => helmApplication(fleet, planned, release)),
    ...Object.entries(addOn.git).map(([name, release]) => gitApplication(fleet, planned, name, release)),
  ];
  const own = application(fleet, {
    name: charts.some((chart) => chart.metadata.name === addOn.name) ? `${addOn.name}-config` : addOn.name,
    project: PLATFORM_PROJECT,
    namespace: addOn.namespace,
    wave,
    source: folder(environment, `platform/${addOn.name}`),
    description: addOn.why,
  });
  return hasManifests ? [...charts, own] : charts;
}

function helmApplication(fleet: Fleet, planned: PlannedAddOn, release: HelmRelease): Application {
  return application(fleet, {
    name: release.release ?? release.chart,
    project: PLATFORM_PROJECT,
    namespace: release.namespace ?? planned.addOn.namespace,
    wave: planned.wave,
    source: {
      chart: release.chart,
      helm: { releaseName: release.release ?? release.chart, valuesObject: release.values as Record<string, unknown> },
      repoURL: release.repository,
      targetRevision: release.version,
    },
    description: planned.addOn.why,
    ...(release.ignoreDifferences ? { ignoreDifferences: release.ignoreDifferences } : {}),
  });
}

function gitApplication(fleet: Fleet, planned: PlannedAddOn, name: string, release: GitRelease): Application {
  return application(fleet, {
    name,
    project: PLATFORM_PROJECT,
    namespace: planned.addOn.namespace,
    wave: planned.wave,
    source: { path: release.path, repoURL: release.repository, targetRevision: release.revision },
    description: planned.addOn.why,
  });
}

/** The one Application an operator applies by hand; everything else follows from it. */
export function rootApplication(fleet: Fleet, environment: Environment): Application {
  return application(fleet, {
    name: 'root',
    // a project that comes only with the root could never start it
    project: 'default',
    namespace: fleet.platform.argocdNamespace,
    source: folder(environment, 'argocd'),
    description: `Everything of ${environment.name}`,
  });
}

/** What a team's Applications may do: its own namespaces, and no cluster-wide kind. */
export function teamProjects(
  fleet: Fleet,
  environment: Environment,
  microservices: readonly ResolvedMicroservice[],
): AppProject[] {
  const teams = new Map(fleet.microservices.map((each) => [each.props.team.name, each.props.team]));
  return [...teams.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((team): AppProject => {
      const own = microservices.filter((each) => each.team.name === team.name);
      const clusterWide = own.some((each) => each.kubernetesApi.some((call) => call.clusterWide));
      return {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'AppProject',
        metadata: {
          name: team.name,
          namespace: fleet.platform.argocdNamespace,
          annotations: { 'argocd.argoproj.io/sync-wave': '-100' },
        },
        spec: {
          ...(clusterWide
            ? {
                clusterResourceWhitelist: ['ClusterRole', 'ClusterRoleBinding'].map((kind) => ({
                  group: 'rbac.authorization.k8s.io',
                  kind,
                })),
              }
            : {}),
          description: team.description,
          destinations: [...new Set(own.map((each) => each.namespace))]
            .sort()
            .map((namespace) => ({ namespace, server: IN_CLUSTER })),
          roles: [
            {
              name: 'member',
              description: `Members of ${team.name} may look at and sync their microservices`,
              groups: [team.group],
              policies: ['get', 'sync', 'action/*'].map(
                (action) => `p, proj:${team.name}:member, applications, ${action}, ${team.name}/*, allow`,
              ),
            },
          ],
          sourceRepos: [environment.gitops.repoURL],
        },
      };
    });
}

/** What add-ons may do: every namespace and kind, from our repository and the vendors' charts only. */
export function platformProject(
  fleet: Fleet,
  environment: Environment,
  addOns: readonly Pick<PlannedAddOn, 'addOn'>[],
): AppProject {
  const vendors = addOns.flatMap(({ addOn }) =>
    [...addOn.helm(environment), ...Object.values(addOn.git)].map((release) => release.repository),
  );
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: PLATFORM_PROJECT,
      namespace: fleet.platform.argocdNamespace,
      annotations: { 'argocd.argoproj.io/sync-wave': '-100' },
    },
    spec: {
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      description: 'Add-ons that microservices rely on',
      destinations: [{ namespace: '*', server: IN_CLUSTER }],
      sourceRepos: [...new Set([environment.gitops.repoURL, ...vendors])].sort(),
    },
  };
}

/** Everything in `argocd/`, by file name. */
export function argocdFiles(
  fleet: Fleet,
  environment: Environment,
  microservices: readonly ResolvedMicroservice[],
  addOns: readonly { readonly planned: PlannedAddOn; readonly hasManifests: boolean }[],
): Readonly<Record<string, readonly Manifest[]>> {
  const files: Record<string, readonly object[]> = {
    root: [rootApplication(fleet, environment)],
    projects: [
      platformProject(
        fleet,
        environment,
        addOns.map(({ planned }) => planned),
      ),
      ...teamProjects(fleet, environment, microservices),
    ],
  };
  for (const { planned, hasManifests } of addOns)
    files[`platform-${planned.addOn.name}`] = addOnApplications(fleet, environment, planned, hasManifests);
  return files as Readonly<Record<string, readonly Manifest[]>>;
}
