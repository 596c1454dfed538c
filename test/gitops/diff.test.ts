import { causesOf } from '../../src/gitops/diff/causes';
import { diffEnvironment } from '../../src/gitops/diff/diff';
import { groupsOf } from '../../src/gitops/diff/diff-groups';
import { diffMarkdown, diffText } from '../../src/gitops/diff/diff-report';
import type { Effect } from '../../src/gitops/diff/effects';
import { fieldChanges, pathText } from '../../src/gitops/diff/field-changes';
import { textChanges } from '../../src/gitops/diff/text-changes';
import type { Manifest } from '../../src/model/manifest';
import { configMap, deployment } from './fixtures/manifests';

/** A ConfigMap of these values. */
const settings = (name: string, data: Readonly<Record<string, string>>): Manifest => ({ ...configMap(name), data });

const plain = (_: Effect, text: string) => text;

function diffOf(before: readonly Manifest[], after: readonly Manifest[]) {
  const placed = (manifests: readonly Manifest[]) =>
    manifests.map((manifest) => ({ path: `services/${manifest.metadata.name}/workload.yaml`, manifest }));
  return diffEnvironment('dev', placed(before), placed(after));
}

function changes(before: unknown, after: unknown, ...path: string[]): string[] {
  return fieldChanges(before, after, path).map((change) => {
    const sides = `${JSON.stringify(change.before)} -> ${JSON.stringify(change.after)}`;
    return `${pathText(change.path)}${change.order ? ' order' : ''}: ${sides}`;
  });
}

describe('fields', () => {
  test('items of lists are matched by the keys of Kubernetes, not by place', () => {
    const before = {
      containers: [
        { name: 'a', image: 'x:1' },
        {
          name: 'b',
          env: [
            { name: 'ONE', value: '1' },
            { name: 'TWO', value: '2' },
          ],
        },
      ],
    };
    const after = {
      containers: [{ name: 'b', env: [{ name: 'TWO', value: '3' }] }, { name: 'a', image: 'x:2' }, { name: 'c' }],
    };
    expect(changes(before, after, 'spec')).toEqual([
      'spec.containers[a].image: "x:1" -> "x:2"',
      'spec.containers[b].env[ONE]: {"name":"ONE","value":"1"} -> undefined',
      'spec.containers[b].env[TWO].value: "2" -> "3"',
      'spec.containers[c]: undefined -> {"name":"c"}',
      'spec.containers order: ["a","b"] -> ["b","a"]',
    ]);
  });

  test('ports are told apart by number and protocol, mounts by their path, subjects by kind and name', () => {
    const ports = [{ port: 53 }, { port: 53, protocol: 'UDP' }];
    expect(changes(ports, [{ port: 53, protocol: 'UDP', name: 'dns' }, { port: 53 }], 'ports')).toEqual([
      'ports[53/UDP].name: undefined -> "dns"',
      'ports order: ["53/TCP","53/UDP"] -> ["53/UDP","53/TCP"]',
    ]);
    expect(
      changes(
        [{ mountPath: '/a', name: 'x' }],
        [
          { mountPath: '/b', name: 'x' },
          { mountPath: '/a', name: 'x' },
        ],
        'volumeMounts',
      ),
    ).toEqual(['volumeMounts[/b]: undefined -> {"mountPath":"/b","name":"x"}']);
    expect(
      changes(
        [
          { kind: 'User', name: 'a' },
          { kind: 'Group', name: 'a' },
        ],
        [{ kind: 'Group', name: 'a' }],
        'subjects',
      ),
    ).toEqual(['subjects[User/a]: {"kind":"User","name":"a"} -> undefined']);
  });

  test('without unique keys, items are matched by place between what is equal at both ends', () => {
    expect(changes(['a', 'b', 'c'], ['a', 'x', 'y', 'c'], 'args')).toEqual(['args: ["b"] -> ["x","y"]']);
    expect(changes(['a'], ['a', 'b'], 'args')).toEqual(['args: undefined -> ["b"]']);
    expect(changes([{ name: 'a' }, { name: 'a', b: 1 }], [{ name: 'a' }, { name: 'a', b: 2 }], 'rules')).toEqual([
      'rules[1].b: 1 -> 2',
    ]);
    expect(changes([{ to: 1 }, { to: 2 }], [{ to: 1 }], 'egress')).toEqual(['egress[1]: {"to":2} -> undefined']);
  });

  test('quantities are compared by value where they are quantities, and only there', () => {
    expect(changes({ limits: { cpu: '1000m', memory: '1Gi' } }, { limits: { cpu: 1, memory: '1024Mi' } })).toEqual([]);
    expect(changes({ requests: { cpu: '500m' } }, { requests: { cpu: '0.6' } })).toEqual([
      'requests.cpu: "500m" -> "0.6"',
    ]);
    expect(changes({ sizeLimit: '1Gi' }, { sizeLimit: '1024Mi' })).toEqual([]);
    expect(changes({ data: { limits: { a: '1.0' } } }, { data: { limits: { a: '1' } } })).toHaveLength(1);
    expect(changes({ env: [{ name: 'A', value: '1.0' }] }, { env: [{ name: 'A', value: '1' }] })).toHaveLength(1);
    expect(changes({ limits: { a: '1x' } }, { limits: { a: '1y' } })).toHaveLength(1);
  });

  test('names with dots are quoted, and a value may become another type', () => {
    expect(changes({ annotations: { 'a.b/c': '1' } }, { annotations: { 'a.b/c': ['1'] } })).toEqual([
      'annotations."a.b/c": "1" -> ["1"]',
    ]);
  });

  test('texts that are JSON are compared inside, by the panels and queries of dashboards', () => {
    const dashboard = (expr: string, more: object = {}): object => ({
      json: JSON.stringify({ panels: [{ title: 'Rate', targets: [{ refId: 'A', expr }] }], ...more }),
    });
    expect(changes(dashboard('a'), dashboard('b', { uid: 'x' }), 'spec')).toEqual([
      'spec.json.panels[Rate].targets[A].expr: "a" -> "b"',
      'spec.json.uid: undefined -> "x"',
    ]);
    expect(changes({ json: '{"a":1}' }, { json: '{ "a": 1 }' })).toEqual(['json: "{\\"a\\":1}" -> "{ \\"a\\": 1 }"']);
    expect(changes({ args: '[a' }, { args: '[b' })).toEqual(['args: "[a" -> "[b"']);
  });

  test('of a longer text, the lines that differ are shown', () => {
    expect(textChanges('a\nb\nc\nd\n', 'a\nc\nx\nd\n')).toEqual(['- b', '+ x']);
    const numbers = Array.from({ length: 30 }, (_, index) => String(index)).join('\n');
    expect(textChanges(numbers, 'x').at(-1)).toBe('... 11 lines more');
    const many = Array.from({ length: 3000 }, (_, index) => String(index)).join('\n');
    expect(textChanges(many, `${many} more\nx`)).toHaveLength(3);
  });
});

type Case = readonly [string, Effect, Manifest, Manifest | undefined];

function object(kind: string, fields: object, metadata: object = {}): Manifest {
  return { apiVersion: 'v1', kind, metadata: { name: 'a', namespace: 'shop', ...metadata }, ...fields };
}

const scaled = (minReplicas: number) => object('HorizontalPodAutoscaler', { spec: { minReplicas } });
const claim = (storage: string, more: object = {}) =>
  object('PersistentVolumeClaim', { spec: { resources: { requests: { storage } }, ...more } });
const job = (image: string, annotations: object = {}) =>
  object('Job', { spec: { template: { spec: { containers: [{ name: 'a', image }] } } } }, { annotations });
const set = (spec: object) => object('StatefulSet', { spec: { serviceName: 'a', replicas: 2, ...spec } });

const CASES: readonly Case[] = [
  [
    'a label of the object',
    'metadata',
    configMap('a'),
    { ...configMap('a'), metadata: { name: 'a', namespace: 'shop', labels: { a: 'b' } } },
  ],
  ['a label of a Namespace', 'in-place', object('Namespace', {}), object('Namespace', {}, { labels: { a: 'b' } })],
  ['a bound of an autoscaler', 'in-place', scaled(2), scaled(3)],
  ['an image', 'restart', deployment('a'), deployment('a', { image: 'a:2' })],
  [
    'the order of variables',
    'restart',
    deployment('a', { env: [{ name: 'A' }, { name: 'B' }] }),
    deployment('a', { env: [{ name: 'B' }, { name: 'A' }] }),
  ],
  ['replicas', 'in-place', deployment('a', {}, { replicas: 1 }), deployment('a', {}, { replicas: 2 })],
  [
    'a template nobody rolls out',
    'in-place',
    deployment('a', {}, { paused: true }),
    deployment('a', { image: 'a:2' }, { paused: true }),
  ],
  [
    'the selector of a workload',
    'recreate',
    deployment('a'),
    deployment('a', {}, { selector: { matchLabels: { app: 'a', b: 'c' } } }),
  ],
  [
    'the order of names in a list without a meaning',
    'none',
    object('Widget', { spec: { items: [{ name: 'a' }, { name: 'b' }] } }),
    object('Widget', { spec: { items: [{ name: 'b' }, { name: 'a' }] } }),
  ],
  ['the template of a Job', 'recreate', job('a:1'), job('a:2')],
  [
    'the template of a Job that is a hook',
    'in-place',
    job('a:1', { 'argocd.argoproj.io/hook': 'PreSync' }),
    job('a:2', { 'argocd.argoproj.io/hook': 'PreSync' }),
  ],
  [
    'the address of a Service',
    'recreate',
    object('Service', { spec: { clusterIP: 'None' } }),
    object('Service', { spec: {} }),
  ],
  [
    'a port of a Service',
    'in-place',
    object('Service', { spec: { ports: [{ port: 1 }] } }),
    object('Service', { spec: { ports: [{ port: 2 }] } }),
  ],
  [
    'the role of a binding',
    'recreate',
    object('RoleBinding', { roleRef: { name: 'a' } }),
    object('RoleBinding', { roleRef: { name: 'b' } }),
  ],
  ['data of a ConfigMap', 'in-place', configMap('a'), configMap('a', 'two')],
  [
    'data of an immutable ConfigMap',
    'recreate',
    { ...configMap('a'), immutable: true },
    { ...configMap('a', 'two'), immutable: true },
  ],
  [
    'the type of a Secret',
    'recreate',
    object('Secret', { type: 'Opaque' }),
    object('Secret', { type: 'kubernetes.io/tls' }),
  ],
  ['a claim that grows', 'in-place', claim('1Gi'), claim('2Gi')],
  ['a claim that shrinks', 'data-loss', claim('2Gi'), claim('1Gi')],
  ['a claim without a size', 'data-loss', claim('2Gi'), object('PersistentVolumeClaim', { spec: {} })],
  ['a claim of another class', 'data-loss', claim('1Gi'), claim('1Gi', { storageClassName: 'slow' })],
  ['a claim of other attributes', 'in-place', claim('1Gi'), claim('1Gi', { volumeAttributesClassName: 'fast' })],
  [
    'the template of claims',
    'data-loss',
    set({ volumeClaimTemplates: [] }),
    set({ volumeClaimTemplates: [{ metadata: { name: 'a' } }] }),
  ],
  ['the Service of a StatefulSet', 'recreate', set({}), set({ serviceName: 'b' })],
  ['fewer replicas', 'in-place', set({}), set({ replicas: 1 })],
  [
    'fewer replicas whose claims go with them',
    'data-loss',
    set({ persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } }),
    set({ replicas: 1, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } }),
  ],
  [
    'a StatefulSet updated by hand',
    'in-place',
    set({ template: { a: 1 }, updateStrategy: { type: 'OnDelete' } }),
    set({ template: { a: 2 }, updateStrategy: { type: 'OnDelete' } }),
  ],
  [
    'the scope of a definition',
    'data-loss',
    object('CustomResourceDefinition', { spec: { scope: 'Cluster' } }),
    object('CustomResourceDefinition', { spec: { scope: 'Namespaced' } }),
  ],
  ['a ConfigMap that is gone', 'pruned', configMap('a'), undefined],
  ['a claim that is gone', 'data-loss', claim('1Gi'), undefined],
  ['a definition that is gone', 'data-loss', object('CustomResourceDefinition', {}), undefined],
  ['a Namespace that is gone', 'data-loss', object('Namespace', {}), undefined],
  [
    'a Namespace that must stay',
    'none',
    object('Namespace', {}, { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } }),
    undefined,
  ],
  ['a StatefulSet that is gone', 'pruned', set({}), undefined],
  [
    'a StatefulSet that takes its claims along',
    'data-loss',
    set({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }),
    undefined,
  ],
];

describe('effects', () => {
  test.each(CASES)('%s: %s', (_, effect, before, after) => {
    const diff = diffOf([before], after === undefined ? [] : [after]);
    expect(diff.worst).toBe(effect);
    expect(diff.objects).toHaveLength(1);
    expect(diffOf([before], [before]).objects).toEqual([]);
  });

  const service = object('Service', { spec: { selector: { app: 'orders' } } }, { labels: { app: 'orders' } });
  const budget = object('PodDisruptionBudget', {
    spec: { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['orders'] }] } },
  });
  const scaler = object('HorizontalPodAutoscaler', {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'orders' } },
  });
  const monitor = object('ServiceMonitor', { spec: { selector: { matchLabels: { app: 'orders' } } } });
  const everything = object('NetworkPolicy', { spec: { podSelector: {} } });

  test('whoever selected pods and selects none any more is told, changed or not', () => {
    const diff = diffOf(
      [deployment('orders'), service, budget, scaler, monitor, everything],
      [deployment('order'), service, budget, scaler, monitor, everything],
    );
    expect(
      diff.objects.filter(({ effect }) => effect === 'orphaned').map(({ kind, note }) => `${kind} ${note ?? ''}`),
    ).toEqual([
      'HorizontalPodAutoscaler selects nothing any more: there is no Deployment orders',
      'PodDisruptionBudget selects nothing any more: there is no app In',
      'Service selects nothing any more: there is no app=orders',
    ]);
    expect(diffText([diff], plain)).toContain(
      'selector without pods: Service shop/a (services/a)\n    selects nothing',
    );
  });

  test('a selector that never found anything is nobody lost, and one of jobs finds their pods', () => {
    expect(diffOf([service], [service]).objects).toEqual([]);
    const labels = { template: { metadata: { labels: { app: 'orders' } }, spec: { containers: [] } } };
    const cron = object('CronJob', { spec: { jobTemplate: { spec: labels } } });
    expect(diffOf([cron, service], [{ ...cron, metadata: { name: 'b', namespace: 'shop' } }, service]).worst).toBe(
      'pruned',
    );
    expect(
      diffOf([cron, monitor, service], [cron, monitor, { ...service, metadata: { name: 'a', namespace: 'shop' } }])
        .worst,
    ).toBe('orphaned');
    const absent = object('Service', { spec: { selector: { app: 'orders' } } });
    const pod = object('Pod', {}, { labels: { app: 'orders' } });
    expect(diffOf([pod, absent], [absent]).worst).toBe('orphaned');
    const selecting = (operator: string) =>
      object('NetworkPolicy', {
        spec: { podSelector: { matchExpressions: [{ key: 'app', operator, values: ['x'] }] } },
      });
    const bare = object('Pod', {});
    for (const operator of ['Exists', 'NotIn'])
      expect(diffOf([pod, selecting(operator)], [pod, selecting(operator)]).objects).toEqual([]);
    expect(diffOf([pod, selecting('Exists')], [bare, selecting('Exists')]).worst).toBe('orphaned');
    expect(diffOf([bare, selecting('DoesNotExist')], [pod, selecting('DoesNotExist')]).worst).toBe('orphaned');
  });
});

describe('causes', () => {
  const names = Array.from({ length: 30 }, (_, index) => `service-${index}`);

  test('one default at thirty Deployments is one group, also where its value holds their names or a hash', () => {
    const before = names.map((name) =>
      deployment(name, {
        env: [
          { name: 'A', value: `http://${name}` },
          { name: 'HASH', value: `0123456789${name.length}` },
        ],
      }),
    );
    const after = names.map((name, index) =>
      deployment(name, {
        env: [
          { name: 'A', value: `https://${name}` },
          { name: 'HASH', value: `abcdef12345${index}` },
        ],
      }),
    );
    const groups = groupsOf(diffOf(before, after));
    expect(groups).toMatchObject([
      {
        effect: 'restart',
        what: 'spec.template.spec.containers[app].env[A].value',
        before: 'http://{name}',
        after: 'https://{name}',
      },
      { what: 'spec.template.spec.containers[app].env[HASH].value', before: '(hash)' },
    ]);
    expect(groups.map(({ objects }) => objects.length)).toEqual([30, 30]);
    expect(diffText([diffOf(before, after)], plain)).toContain(
      'dev: 30 objects in 30 parts, worst: rolling restart\n  rolling restart: 30 Deployments, the same at each\n' +
        '    spec.template.spec.containers[app].env[A].value: http://{name} -> https://{name}\n' +
        '    spec.template.spec.containers[app].env[HASH].value: another hash\n' +
        '    at services/service-0, services/service-1, services/service-10, services/service-11, services/service-12, services/service-13, services/service-14, services/service-15 and 22 more\n',
    );
  });

  test('the worst comes first, what comes and goes is counted by kind', () => {
    const policy = (name: string) => object('NetworkPolicy', {}, { name });
    const diff = diffOf([configMap('a'), policy('p'), policy('q')], [configMap('a', 'x'.repeat(300)), deployment('b')]);
    expect(diffText([diff], plain)).toBe(
      `dev: 4 objects in 4 parts, worst: pruned
  pruned: 2 NetworkPolicies
    at services/p, services/q
  changed in place: ConfigMap shop/a (services/a)
    data.VALUE: one -> ${'x'.repeat(160)}... (300 characters)
  created: apps/Deployment shop/b (services/b)
`,
    );
  });

  test('what one new word explains is one cause, however it is spelt, and the rest stands apart', () => {
    const owned = (text: string, annotations: Record<string, string>): Manifest[] => [
      { ...deployment('pay', { env: [{ name: 'MODE', value: 'x' }] }), metadata: { name: 'pay', annotations } },
      settings('walls', { rules: text }),
      settings('other', { limit: text.includes('REFUND') ? '70' : '60' }),
    ];
    const before = owned('open: payments.settled', { topics: 'payments.settled' });
    const after = owned('open: payments.settled PAYMENTS_REFUND_ISSUED', {
      topics: 'payments.settled,payments.refund.issued',
    });
    const diff = diffOf(before, after);
    const text = diffText([diff], plain);
    expect(text).toContain('  payments.refund.issued is new\n    changed in place: ConfigMap shop/walls');
    expect(causesOf(groupsOf(diff), diff).map(({ title, groups }) => [title, groups.length])).toEqual([
      ['payments.refund.issued is new', 2],
      [undefined, 1],
    ]);
    const back = diffOf(after, before);
    expect(causesOf(groupsOf(back), back)[0]!.title).toBe('payments.refund.issued is gone');
    expect(diffMarkdown([diff])).toContain('payments.refund.issued is new');
  });

  test('a version in place of another is named with both', () => {
    const at = (version: string): Manifest[] => [
      settings('one', { image: `shop/one:${version}` }),
      settings('two', { label: version }),
    ];
    const diff = diffOf(at('1.4.2'), at('1.4.3'));
    expect(causesOf(groupsOf(diff), diff).map(({ title }) => title)).toEqual(['1.4.2 -> 1.4.3']);
  });

  test('a word that was there before explains nothing', () => {
    const at = (value: string): Manifest[] => [
      settings('one', { a: value, b: 'yes' }),
      settings('two', { c: value, d: 'yes' }),
    ];
    const diff = diffOf(at('no'), at('yes'));
    expect(causesOf(groupsOf(diff), diff).map(({ title }) => title)).toEqual(['no is gone']);
    const same = diffOf([...at('no'), settings('three', { e: 'no' })], [...at('yes'), settings('three', { e: 'no' })]);
    expect(causesOf(groupsOf(same), same).map(({ title }) => title)).toEqual([undefined]);
  });

  test('Markdown is a table that text of manifests cannot break', () => {
    const diff = diffOf([configMap('a', 'one\ntwo\n')], [configMap('a', 'one\n<b>|`#1`\n')]);
    const markdown = diffMarkdown([diff, diffOf([], [])]);
    expect(markdown).toContain('### dev: changed in place');
    expect(markdown).toContain('<code>  + &lt;b&gt;&#124;&#96;&#35;1&#96;</code>');
    expect(markdown).toContain('- `ConfigMap shop/a` in `services/a`: changed in place');
    expect(markdown).toContain('No difference.');
  });
});
