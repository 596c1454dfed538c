import type { Manifest } from '../../src/model/manifest';
import { canonical } from '../../src/synth/canonical';

/** Everything below was sent to an API server (1.36) and read back: it stored the canonical form unchanged. */
function stored(kind: string, spec: unknown, apiVersion = 'v1', root = 'spec'): unknown {
  return canonical({ apiVersion, kind, metadata: { name: 'a' }, [root]: spec })[root];
}

const container = (fields: object): unknown =>
  (stored('Pod', { containers: [{ name: 'a', ...fields }] }) as { containers: object[] }).containers[0];

describe('quantities are spelled as the API server does', () => {
  test('of containers', () => {
    const resources = {
      limits: { cpu: '1000m', memory: '1024Mi', 'ephemeral-storage': '1.5Gi' },
      requests: { cpu: 0.1, memory: '1000Ki' },
      claims: [],
    };
    expect(container({ resources })).toEqual({
      name: 'a',
      resources: {
        limits: { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1536Mi' },
        requests: { cpu: '100m', memory: '1000Ki' },
      },
    });
  });

  test('of metrics', () => {
    const metric = (target: object) => ({
      type: 'Pods',
      pods: { metric: { name: 'x', selector: { matchLabels: {} } }, target },
    });
    expect(
      stored(
        'HorizontalPodAutoscaler',
        { metrics: [metric({ averageValue: '0.5' }), metric({ value: '1024Mi' })] },
        'autoscaling/v2',
      ),
    ).toEqual({
      metrics: [
        { type: 'Pods', pods: { metric: { name: 'x', selector: {} }, target: { averageValue: '500m' } } },
        { type: 'Pods', pods: { metric: { name: 'x', selector: {} }, target: { value: '1Gi' } } },
      ],
    });
  });

  test.each<[string, string, unknown, unknown]>([
    [
      'Pod',
      'v1',
      { volumes: [{ name: 'x', emptyDir: { sizeLimit: '1024Mi', medium: '' } }], overhead: { cpu: '0.5' } },
      { volumes: [{ name: 'x', emptyDir: { sizeLimit: '1Gi' } }], overhead: { cpu: '500m' } },
    ],
    [
      'PersistentVolumeClaim',
      'v1',
      { resources: { requests: { storage: '1024Mi' }, limits: {} } },
      { resources: { requests: { storage: '1Gi' } } },
    ],
    [
      'PersistentVolume',
      'v1',
      { capacity: { storage: '1024Mi' }, storageClassName: '' },
      { capacity: { storage: '1Gi' } },
    ],
    [
      'ResourceQuota',
      'v1',
      { hard: { 'requests.cpu': '100000m', 'limits.memory': '1024Gi', pods: 1000 } },
      { hard: { 'limits.memory': '1Ti', pods: '1k', 'requests.cpu': '100' } },
    ],
    [
      'LimitRange',
      'v1',
      {
        limits: [
          {
            type: 'Container',
            default: { cpu: '1000m' },
            defaultRequest: { cpu: 0.5 },
            max: {},
            maxLimitRequestRatio: { cpu: 10 },
          },
        ],
      },
      {
        limits: [
          {
            type: 'Container',
            default: { cpu: '1' },
            defaultRequest: { cpu: '500m' },
            maxLimitRequestRatio: { cpu: '10' },
          },
        ],
      },
    ],
    [
      'StatefulSet',
      'apps/v1',
      { volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '10240Mi' } } } }] },
      { volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '10Gi' } } } }] },
    ],
  ])('of a %s (%s)', (kind, apiVersion, spec, expected) => {
    expect(stored(kind, spec, apiVersion)).toEqual(expected);
  });

  test('of a RuntimeClass', () => {
    expect(stored('RuntimeClass', { podFixed: { cpu: '1000m' } }, 'node.k8s.io/v1', 'overhead')).toEqual({
      podFixed: { cpu: '1' },
    });
  });

  test('what is no quantity is refused with the object', () => {
    expect(() => container({ resources: { limits: { cpu: 'two' } } })).toThrow('Pod a: "two" is not a quantity');
  });

  test('a value of another type is left for the API server to refuse', () => {
    expect(container({ resources: { limits: { cpu: true, memory: null } } })).toEqual({
      name: 'a',
      resources: { limits: { cpu: true } },
    });
  });
});

describe('what equals unset is not written', () => {
  test('in a pod', () => {
    expect(
      stored('Pod', {
        hostNetwork: false,
        hostPID: false,
        hostIPC: false,
        automountServiceAccountToken: false,
        nodeSelector: {},
        tolerations: [],
        runtimeClassName: null,
        priorityClassName: '',
        securityContext: { sysctls: [] },
        affinity: { nodeAffinity: {} },
        terminationGracePeriodSeconds: 0,
        containers: [],
      }),
    ).toEqual({
      automountServiceAccountToken: false,
      securityContext: {},
      affinity: { nodeAffinity: {} },
      terminationGracePeriodSeconds: 0,
    });
  });

  test('in a container', () => {
    expect(
      container({
        args: [''],
        command: [],
        env: [{ name: 'A', value: '' }],
        tty: false,
        stdin: false,
        ports: [{ containerPort: 80, hostPort: 0, name: '' }],
        securityContext: { privileged: false, runAsUser: 0, capabilities: { add: [] } },
        livenessProbe: { httpGet: { port: 80, host: '' }, initialDelaySeconds: 0, periodSeconds: 0 },
        volumeMounts: [{ name: 'x', mountPath: '/x', readOnly: false, subPath: '' }],
      }),
    ).toEqual({
      name: 'a',
      args: [''],
      env: [{ name: 'A' }],
      ports: [{ containerPort: 80 }],
      securityContext: { privileged: false, runAsUser: 0, capabilities: {} },
      livenessProbe: { httpGet: { port: 80 } },
      volumeMounts: [{ name: 'x', mountPath: '/x' }],
    });
  });

  test.each<[string, string, unknown, unknown]>([
    [
      'Service',
      'v1',
      { selector: {}, clusterIP: '', publishNotReadyAddresses: false, ports: [{ port: 80, nodePort: 0 }] },
      { ports: [{ port: 80 }] },
    ],
    ['Service', 'v1', { selector: { app: '' } }, { selector: { app: '' } }],
    [
      'Deployment',
      'apps/v1',
      { paused: false, minReadySeconds: 0, replicas: 0, strategy: {}, selector: { matchLabels: { a: '' } } },
      { replicas: 0, strategy: {}, selector: { matchLabels: { a: '' } } },
    ],
    ['PodDisruptionBudget', 'policy/v1', { maxUnavailable: 0, selector: {} }, { maxUnavailable: 0, selector: {} }],
    [
      'NetworkPolicy',
      'networking.k8s.io/v1',
      { podSelector: {}, ingress: [{}], egress: [] },
      { podSelector: {}, ingress: [{}] },
    ],
    [
      'NetworkPolicy',
      'networking.k8s.io/v1',
      {
        podSelector: { matchLabels: {} },
        ingress: [{ from: [{ namespaceSelector: {} }, { podSelector: {} }], ports: [] }],
      },
      { podSelector: {}, ingress: [{ from: [{ namespaceSelector: {} }, { podSelector: {} }] }] },
    ],
    ['PersistentVolumeClaim', 'v1', { storageClassName: '', volumeName: '' }, { storageClassName: '' }],
    [
      'CronJob',
      'batch/v1',
      { suspend: false, timeZone: null, startingDeadlineSeconds: 0, jobTemplate: { spec: { backoffLimit: 0 } } },
      { suspend: false, startingDeadlineSeconds: 0, jobTemplate: { spec: { backoffLimit: 0 } } },
    ],
  ])('in a %s (%s)', (kind, apiVersion, spec, expected) => {
    expect(stored(kind, spec, apiVersion)).toEqual(expected);
  });

  test('in a ConfigMap, whose values are data', () => {
    expect(stored('ConfigMap', { a: '', b: 'x', c: undefined, d: null }, 'v1', 'data')).toEqual({ a: '', b: 'x' });
    expect(stored('ConfigMap', {}, 'v1', 'data')).toBeUndefined();
    expect(stored('ConfigMap', false, 'v1', 'immutable')).toBe(false);
  });

  test('in a role, whose core group is called ""', () => {
    expect(
      stored(
        'Role',
        [{ apiGroups: [''], resources: ['pods'], resourceNames: [] }],
        'rbac.authorization.k8s.io/v1',
        'rules',
      ),
    ).toEqual([{ apiGroups: [''], resources: ['pods'] }]);
  });

  test('in metadata, of every kind', () => {
    const metadata = { name: 'a', labels: { x: '' }, annotations: {}, finalizers: [], creationTimestamp: null };
    expect(canonical({ apiVersion: 'linkerd.io/v1', kind: 'Any', metadata }).metadata).toEqual({
      name: 'a',
      labels: { x: '' },
    });
  });
});

describe('custom resources are stored as sent', () => {
  const spec = {
    limits: { cpu: '1000m' },
    empty: {},
    list: [],
    text: '',
    no: false,
    nothing: null,
    gone: undefined,
    items: [[{ z: 1, name: 'x' }], { z: undefined, name: 'y' }],
  };
  const expected = {
    limits: { cpu: '1000m' },
    empty: {},
    list: [],
    text: '',
    no: false,
    nothing: null,
    items: [[{ z: 1, name: 'x' }], { name: 'y' }],
  };
  test.each(['karpenter.sh/v1', 'argoproj.io/v1alpha1', 'apiextensions.k8s.io/v1'])('%s', (apiVersion) => {
    expect(stored('Any', spec, apiVersion)).toStrictEqual(expected);
  });
});

test('keys have one order, whatever order they were written in', () => {
  const manifest = (reverse: boolean): Manifest => {
    const sorted = <Value extends object>(value: Value): Value =>
      reverse ? (Object.fromEntries(Object.entries(value).reverse()) as Value) : value;
    return sorted({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: sorted({
        annotations: sorted({ z: '1', a: '2' }),
        finalizers: ['x'],
        labels: { b: '1' },
        name: 'a',
        namespace: 'n',
      }),
      spec: sorted({
        containers: [sorted({ args: ['x'], env: [sorted({ name: 'A', value: '1' })], image: 'i', name: 'c' })],
        affinity: {},
      }),
      extra: sorted({ name: 'not in a list', a: 1 }),
    });
  };
  const text = JSON.stringify(canonical(manifest(false)));
  expect(JSON.stringify(canonical(manifest(true)))).toBe(text);
  expect(text).toBe(
    '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","namespace":"n","labels":{"b":"1"},"annotations":{"a":"2","z":"1"},"finalizers":["x"]},' +
      '"extra":{"a":1,"name":"not in a list"},"spec":{"affinity":{},"containers":[{"name":"c","args":["x"],"env":[{"name":"A","value":"1"}],"image":"i"}]}}',
  );
});

test('what is not plain data is left for the writer to refuse', () => {
  const date = new Date(0);
  expect(stored('Pod', { date, list: [date, [date]] })).toEqual({ date, list: [date, [date]] });
  expect(stored('Any', { date, list: [date] }, 'x.y/v1')).toEqual({ date, list: [date] });
});
