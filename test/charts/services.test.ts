import { fleet } from '../../charts/fleet';
import type { Manifest } from '../../src/model/manifest';
import { emitAll } from '../../src/synth/yaml';
import { fixedReleases, find, renderedFolders } from '../fixtures/rendering';
import type { Loose } from '../fixtures/rendering';

/** Fixed, so that a release never touches a snapshot. */
const releases = fixedReleases(fleet);
const trees = new Map(Object.keys(fleet.environments).map((name) => [name, renderedFolders(fleet, releases, name)]));
const names = fleet.microservices.map(({ name }) => name);
const manifestsOf = (environment: string, name: string): readonly Manifest[] =>
  trees.get(environment)?.get(`${environment}/services/${name}`) ?? [];

/** One line for each object, with what distinguishes it: enough to see a change of shape, short enough to review. */
function outline(manifests: readonly Manifest[]): string[] {
  return manifests.map((manifest) => [`${manifest.kind} ${manifest.metadata.name}`, ...details(manifest)].join(', '));
}

function details(manifest: Loose): string[] {
  const { spec } = manifest;
  switch (manifest.kind as string) {
    case 'Deployment':
    case 'StatefulSet':
      return [
        `containers ${containers(spec.template)}`,
        ...(spec.replicas === undefined ? [] : [`replicas ${spec.replicas as number}`]),
      ];
    case 'CronJob':
      return [spec.schedule, `containers ${containers(spec.jobTemplate.spec.template)}`];
    case 'Job':
      return [`containers ${containers(spec.template)}`];
    case 'Service':
      return [spec.ports.map((port: Loose) => `${port.name as string} ${port.port as number}`).join(' ')];
    case 'HorizontalPodAutoscaler':
      return [`${spec.minReplicas as number} to ${spec.maxReplicas as number}`];
    case 'ScaledObject':
      return [
        `${spec.minReplicaCount as number} to ${spec.maxReplicaCount as number}`,
        ...spec.triggers.map((trigger: Loose) => trigger.metadata.topic ?? trigger.type),
      ];
    case 'MeshTLSAuthentication':
      return [spec.identityRefs.map((reference: Loose) => reference.name).join(' ')];
    default:
      return [];
  }
}

const containers = (template: Loose): string =>
  [...(template.spec.initContainers ?? []), ...template.spec.containers].map((each: Loose) => each.name).join(' ');

test.each(names)('%s: what comes out in every environment', (name) => {
  expect(
    Object.fromEntries([...trees.keys()].map((environment) => [environment, outline(manifestsOf(environment, name))])),
  ).toMatchSnapshot();
});

test('orders: the manifests of production as Argo CD reads them', () => {
  expect(
    emitAll(
      manifestsOf('production', 'orders').filter(({ kind }) => !['GrafanaDashboard', 'PrometheusRule'].includes(kind)),
    ),
  ).toMatchSnapshot();
});

test('every reference between microservices is at least four deep', () => {
  const depth = (name: string): number => {
    const routes = manifestsOf('production', name).filter(
      ({ kind }) => kind === 'GRPCRoute' || kind === 'HTTPRoute',
    ) as Loose[];
    const callees = routes.map((route) => route.spec.parentRefs[0].name as string).filter((callee) => callee !== name);
    return 1 + Math.max(0, ...callees.map(depth));
  };
  expect(depth('bff')).toBeGreaterThanOrEqual(4);
});

test('nothing that an autoscaler owns names its replicas', () => {
  for (const environment of trees.keys()) {
    for (const name of names) {
      const scaled = manifestsOf(environment, name).find(
        ({ kind }) => kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject',
      );
      const workload = manifestsOf(environment, name).find(
        ({ kind }) => kind === 'Deployment' || kind === 'StatefulSet',
      ) as Loose;
      if (scaled) expect(workload.spec).not.toHaveProperty('replicas');
    }
  }
});

test('the Java program gets the agent, the actuator and a heap that fits', () => {
  const spec = find(manifestsOf('production', 'bff'), 'Deployment', 'bff').spec.template.spec;
  const variables = Object.fromEntries(spec.containers[0].env.map((each: Loose) => [each.name, each.value]));
  expect(spec.initContainers.map((each: Loose) => each.name)).toEqual(['collector', 'java-agent']);
  expect(variables.JAVA_TOOL_OPTIONS).toContain('-javaagent:/otel-agent/javaagent.jar -XX:MaxRAMPercentage=70');
  expect(spec.containers[0].readinessProbe.httpGet).toEqual({ path: '/actuator/health/readiness', port: 8081 });
});

test('every Application has its project, and every project its repository', () => {
  const argocd = trees.get('production')!.get('production/argocd')!;
  const projects = new Set(argocd.filter(({ kind }) => kind === 'AppProject').map(({ metadata }) => metadata.name));
  const applications = argocd.filter(({ kind }) => kind === 'Application') as Loose[];
  expect(applications.map(({ metadata }) => metadata.name)).toEqual(
    expect.arrayContaining(names.filter((name) => name !== 'load-generator')),
  );
  for (const application of applications) expect([...projects, 'default']).toContain(application.spec.project);
});
