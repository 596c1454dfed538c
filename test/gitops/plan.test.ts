import { planOf } from '../../src/gitops/plan/plan';
import { isWaitedFor, stepsOf } from '../../src/gitops/plan/sync-order';
import type { Manifest } from '../../src/model/manifest';
import { application, configMap, deployment } from './fixtures/manifests';

function object(kind: string, name: string, annotations: Record<string, string> = {}, fields: object = {}): Manifest {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop', annotations }, ...fields };
}

const wave = (number: number | string) => ({ 'argocd.argoproj.io/sync-wave': String(number) });
const inWave = (manifest: Manifest, number: number): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, annotations: wave(number) },
});

describe('the order of one sync', () => {
  const order = (...manifests: Manifest[]) =>
    stepsOf(manifests).map(
      (step) =>
        `${step.phase} ${step.wave}: ${step.manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ')}`,
    );

  test('phases, then waves, then kinds, then names; kinds of others last, by name alone', () => {
    expect(
      order(
        object('Zebra', 'a'),
        object('Antelope', 'b'),
        object('Deployment', 'a'),
        object('ConfigMap', 'b'),
        object('ConfigMap', 'a'),
        object('Namespace', 'n'),
        object('Job', 'late', { 'argocd.argoproj.io/hook': 'PostSync' }),
        object('Job', 'early', { 'argocd.argoproj.io/hook': 'PreSync', ...wave(5) }),
        object('Service', 'first', wave(-2)),
      ),
    ).toEqual([
      'PreSync 5: Job early',
      'Sync -2: Service first',
      'Sync 0: Namespace n, ConfigMap a, ConfigMap b, Deployment a, Zebra a, Antelope b',
      'PostSync 0: Job late',
    ]);
  });

  test('hooks of Helm count, a wave that is no number does not, what is skipped is left out', () => {
    expect(
      order(
        object('Job', 'helm', {
          'helm.sh/hook': 'pre-install,pre-upgrade',
          'helm.sh/hook-weight': '3',
          ...wave('first'),
        }),
        object('Job', 'both', { 'argocd.argoproj.io/hook': 'PreSync, PostSync' }),
        object('Job', 'skipped', { 'argocd.argoproj.io/hook': 'Skip' }),
        object('Job', 'test', { 'helm.sh/hook': 'test' }),
      ),
    ).toEqual(['PreSync 0: Job both', 'PreSync 3: Job helm', 'PostSync 0: Job both']);
  });

  test('a wave waits for what has a health check', () => {
    expect(isWaitedFor(deployment('a'), true)).toBe(true);
    expect(isWaitedFor(configMap('a'), true)).toBe(false);
    expect(isWaitedFor(object('Service', 'a'), true)).toBe(false);
    expect(isWaitedFor(object('Service', 'a', {}, { spec: { type: 'LoadBalancer' } }), true)).toBe(true);
    expect(isWaitedFor(object('Job', 'a', { 'argocd.argoproj.io/ignore-healthcheck': 'true' }), true)).toBe(false);
    expect(isWaitedFor(application('a', 'a'), false)).toBe(false);
  });
});

describe('the order across Applications', () => {
  const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
  const health = object(
    'ConfigMap',
    'argocd-cm',
    {},
    { data: { 'resource.customizations.health.argoproj.io_Application': 'lua' } },
  );
  const files = {
    'argocd/root.yaml': [application('root', 'dev/argocd')],
    'argocd/apps.yaml': [
      inWave(application('base', 'dev/platform/base'), -1),
      application('orders', 'dev/services/orders'),
      inWave(
        application('chart', '', {
          source: { chart: 'redis', repoURL: 'https://charts.test', targetRevision: '1.0.0' },
        }),
        1,
      ),
      application('vendor', 'elsewhere'),
    ],
    'platform/base/all.yaml': [namespace, health],
    'services/orders/all.yaml': [
      inWave(configMap('orders'), -2),
      inWave(object('Job', 'migration'), -1),
      deployment('orders'),
    ],
  };
  const place = (all: Readonly<Record<string, readonly Manifest[]>>) =>
    Object.entries(all).flatMap(([path, manifests]) => manifests.map((manifest) => ({ path, manifest })));

  test('waves of the root, and within each its Applications with their own', () => {
    const plan = planOf('dev', place(files), []);
    expect(plan).toMatchObject({ seconds: 8, applicationsHaveHealth: true, refused: [], prunes: [] });
    expect(plan.waves.map(({ wave: number, applications }) => [number, applications.map(({ name }) => name)])).toEqual([
      [-1, ['base']],
      [0, ['orders', 'vendor']],
      [1, ['chart']],
    ]);
    expect(plan.waves[1]!.objects).toContain('argoproj.io/Application argocd/root');
    const [orders, vendor] = plan.waves[1]!.applications;
    expect(orders).toMatchObject({
      part: 'services/orders',
      seconds: 4,
      steps: [
        { wave: -2, waitsFor: [] },
        { wave: -1, waitsFor: ['Job shop/migration'] },
        { wave: 0, waitsFor: ['apps/Deployment shop/orders'] },
      ],
    });
    expect(vendor?.elsewhere).toContain('elsewhere refs/heads/main');
    expect(plan.waves[2]!.applications[0]).toMatchObject({ elsewhere: 'chart redis 1.0.0', steps: [] });
  });

  test('without a health check of Applications nothing waits between them', () => {
    const { 'platform/base/all.yaml': _, ...rest } = files;
    expect(planOf('dev', place({ ...rest, 'platform/base/all.yaml': [namespace] }), [])).toMatchObject({
      applicationsHaveHealth: false,
      seconds: 8,
    });
  });

  test('what is published and not rendered is pruned, last waves first, unless it may stay', () => {
    const published = place({
      ...files,
      'argocd/old.yaml': [application('old', 'dev/services/old')],
      'services/orders/old.yaml': [
        inWave(configMap('first'), -5),
        inWave(configMap('last'), 5),
        object('Secret', 'kept', { 'argocd.argoproj.io/sync-options': 'Prune=false' }),
      ],
    });
    const plan = planOf('dev', place(files), published);
    expect(plan.prunes).toEqual(['argoproj.io/Application argocd/old']);
    expect(plan.waves[1]!.applications[0]!.prunes).toEqual(['ConfigMap shop/last', 'ConfigMap shop/first']);
  });

  const project = (spec: object): Manifest => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'team', namespace: 'argocd' },
    spec,
  });
  const everything = { sourceRepos: ['https://git.test/*'], destinations: [{ server: '*', namespace: 'shop' }] };
  const refusedBy = (spec: object, manifests: readonly Manifest[], fields: object = {}) =>
    planOf(
      'dev',
      place({
        'argocd/root.yaml': [application('root', 'dev/argocd')],
        'argocd/apps.yaml': [
          project(spec),
          application('orders', 'dev/services/orders', { project: 'team', ...fields }),
        ],
        'platform/base/all.yaml': [namespace],
        'services/orders/all.yaml': manifests,
      }),
      [],
    ).refused;

  test('a project that allows it does not stand in the way', () => {
    expect(refusedBy(everything, [deployment('orders')])).toEqual([]);
    expect(
      refusedBy({ ...everything, destinations: [{ name: 'in-*', namespace: '*' }] }, [deployment('orders')], {
        destination: { name: 'in-cluster', namespace: 'shop' },
      }),
    ).toEqual([]);
  });

  const role: Manifest = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'orders' },
  };

  test.each([
    ['there is no project nobody', {}, [], { project: 'nobody' }],
    [
      'project team does not allow the repository https://git.test/gitops.git',
      { sourceRepos: ['https://other.test/*'] },
      [],
      {},
    ],
    [
      'project team does not allow the namespace shop',
      {
        destinations: [
          { server: '*', namespace: '*' },
          { server: '*', namespace: '!shop' },
        ],
      },
      [deployment('orders')],
      {},
    ],
    ['project team does not allow rbac.authorization.k8s.io/ClusterRole orders', {}, [role], {}],
    [
      'project team does not allow ConfigMap shop/a',
      { namespaceResourceBlacklist: [{ group: '', kind: 'ConfigMap' }] },
      [configMap('a')],
      {},
    ],
    [
      'project team does not allow ConfigMap shop/a',
      { namespaceResourceWhitelist: [{ group: 'apps', kind: '*' }] },
      [configMap('a')],
      {},
    ],
    [
      'nothing defines widgets.test Widget before it',
      {},
      [{ ...object('Widget', 'a'), apiVersion: 'widgets.test/v1' }],
      {},
    ],
    [
      'nothing makes the namespace mall',
      { destinations: [{ server: '*', namespace: '*' }] },
      [{ ...configMap('a'), metadata: { name: 'a', namespace: 'mall' } }],
      {},
    ],
  ])('%s', (reason, spec, manifests, fields) => {
    expect(refusedBy({ ...everything, ...spec }, manifests as Manifest[], fields)).toEqual([`orders: ${reason}`]);
  });

  test('a definition in the same sync, an option, or a namespace made by Argo CD clears it', () => {
    const widget = { ...object('Widget', 'a'), apiVersion: 'widgets.test/v1' };
    const definition = {
      ...object('CustomResourceDefinition', 'widgets'),
      spec: { group: 'widgets.test', names: { kind: 'Widget' } },
    };
    expect(refusedBy(everything, [widget, definition])).toEqual([]);
    expect(
      refusedBy(everything, [
        {
          ...widget,
          metadata: {
            ...widget.metadata,
            annotations: { 'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true' },
          },
        },
      ]),
    ).toEqual([]);
    expect(
      refusedBy(everything, [widget], { syncPolicy: { syncOptions: ['SkipDryRunOnMissingResource=true'] } }),
    ).toEqual([]);
    const anywhere = { ...everything, destinations: [{ server: '*', namespace: '*' }] };
    const made = {
      destination: { server: 'x', namespace: 'mall' },
      syncPolicy: { syncOptions: ['CreateNamespace=true'] },
    };
    expect(refusedBy(anywhere, [{ ...configMap('a'), metadata: { name: 'a' } }], made)).toEqual([]);
    expect(refusedBy({ ...everything, clusterResourceWhitelist: [{ group: '*', kind: '*' }] }, [role])).toEqual([]);
  });
});
