import type { IResolver, ResolutionContext } from 'cdk8s';
import { ApiObject, App, Chart, Cron, Duration, Include, JsonPatch, Lazy, Size, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { UserError } from '../../src/model/faults';
import { chartsOf, manifestsOf } from '../../src/synth/resolve';

function expectSame(chart: Chart): void {
  const ours = manifestsOf(chart);
  const stock = Testing.synth(chart) as unknown[];
  expect(ours).toEqual(stock);
  expect(ours.map((manifest) => Object.keys(manifest))).toEqual(
    stock.map((manifest) => Object.keys(manifest as object)),
  );
  expect(manifestsOf(chart)).toEqual(stock);
}

const object = (scope: Construct, id: string, more: object = {}) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', ...more });

/** What `Lazy.any` gives is typed as anything. */
const lazy = (producer: { produce: () => unknown }): unknown => Lazy.any(producer);

describe('the manifests are those of cdk8s', () => {
  const cases: Readonly<Record<string, (chart: Chart) => void>> = {
    deployment: (chart) => {
      const config = new kplus.ConfigMap(chart, 'config', { data: { a: '', b: 'x\ny' } });
      const deployment = new kplus.Deployment(chart, 'web', {
        replicas: 2,
        containers: [
          {
            image: 'web:1',
            portNumber: 8080,
            envVariables: { A: kplus.EnvValue.fromValue('1'), B: kplus.EnvValue.fromConfigMap(config, 'a') },
            resources: { cpu: { request: kplus.Cpu.millis(100) }, memory: { limit: Size.gibibytes(1) } },
            liveness: kplus.Probe.fromHttpGet('/', { initialDelaySeconds: Duration.seconds(3) }),
          },
        ],
      });
      deployment.containers[0]!.mount('/data', kplus.Volume.fromEmptyDir(chart, 'data', 'data'));
      deployment.scheduling.spread();
      deployment.exposeViaIngress('/', { ports: [{ port: 80, targetPort: 8080 }] });
      ApiObject.of(deployment).addJsonPatch(JsonPatch.add('/metadata/labels', { a: 'b' }));
    },
    autoscaler: (chart) => {
      const target = new kplus.Deployment(chart, 'web', {
        containers: [{ image: 'a', resources: { cpu: { request: kplus.Cpu.units(1) } } }],
      });
      new kplus.HorizontalPodAutoscaler(chart, 'hpa', {
        target,
        maxReplicas: 3,
        metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
      });
    },
    'stateful set': (chart) => {
      const service = new kplus.Service(chart, 'service', { ports: [{ port: 80 }] });
      new kplus.StatefulSet(chart, 'set', { service, containers: [{ image: 'a' }] });
    },
    'daemon set, job, cron job': (chart) => {
      new kplus.DaemonSet(chart, 'daemon', { containers: [{ image: 'a' }] });
      new kplus.Job(chart, 'job', { containers: [{ image: 'a' }], ttlAfterFinished: Duration.minutes(1) });
      new kplus.CronJob(chart, 'cron', { schedule: Cron.daily(), containers: [{ image: 'a' }] });
      new kplus.Pod(chart, 'pod', { containers: [{ image: 'a' }] });
    },
    'network policy': (chart) => {
      const pods = new kplus.Pod(chart, 'pod', { containers: [{ image: 'a', portNumber: 80 }] });
      pods.connections.allowTo(kplus.NetworkPolicyIpBlock.ipv4(chart, 'block', '10.0.0.0/8'));
      new kplus.NetworkPolicy(chart, 'deny', {
        selector: pods,
        egress: { default: kplus.NetworkPolicyTrafficDefault.DENY },
      });
    },
    storage: (chart) => {
      const volume = new kplus.AwsElasticBlockStorePersistentVolume(chart, 'volume', {
        volumeId: 'v',
        storage: Size.gibibytes(5),
        accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
      });
      volume.reserve();
      new kplus.PersistentVolumeClaim(chart, 'claim', { storage: Size.gibibytes(1) });
    },
    'access and names': (chart) => {
      new kplus.Namespace(chart, 'namespace');
      new kplus.Secret(chart, 'secret', { stringData: { a: 'b' } });
      const account = new kplus.ServiceAccount(chart, 'account');
      const role = new kplus.Role(chart, 'role');
      role.allowRead(kplus.ApiResource.PODS);
      role.bind(account);
      new kplus.ClusterRole(chart, 'cluster-role').allowReadWrite(kplus.ApiResource.NODES);
    },
    'generated classes': (chart) => {
      new k8s.KubeService(chart, 'service', {
        metadata: { labels: { a: 'b' } },
        spec: {
          ports: [
            { port: 80, targetPort: k8s.IntOrString.fromString('http') },
            { port: 81, targetPort: k8s.IntOrString.fromNumber(1) },
          ],
        },
      });
      new k8s.KubePodDisruptionBudget(chart, 'budget', {
        spec: { minAvailable: k8s.IntOrString.fromNumber(1), selector: {} },
      });
      new k8s.KubeDeployment(chart, 'web', {
        spec: {
          selector: { matchLabels: {} },
          template: {
            spec: { containers: [{ name: 'a', resources: { limits: { cpu: k8s.Quantity.fromString('1') } } }] },
          },
        },
      });
    },
    'lazies and tokens': (chart) => {
      const token = { resolve: () => ({ inner: lazy({ produce: () => [1, null, { resolve: () => 'x' }] }) }) };
      const last = object(chart, 'a', {
        data: { token, lazy: lazy({ produce: () => undefined }), union: k8s.IntOrString.fromNumber(3) },
      });
      last.metadata.addLabel('late', 'yes');
      last.metadata.addAnnotation('late', lazy({ produce: () => 'yes' }) as string);
      last.metadata.addFinalizers('one');
      last.metadata.add('generateName', 'x');
      last.metadata.addOwnerReference({ apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u' });
    },
    'nulls and empties': (chart) => {
      object(chart, 'a', {
        z: 1,
        a: { c: null, b: undefined, a: {}, list: [], lists: [[], {}, null, undefined, 0, false, ''] },
      });
      object(chart, 'b', { metadata: { annotations: {}, labels: {}, extra: { a: [], b: {} }, list: [{}, [], null] } });
    },
    'JSON patches': (chart) => {
      const patched = object(chart, 'a', { spec: { list: [1, 2] } });
      patched.addJsonPatch(
        JsonPatch.add('/spec/list/-', 3),
        JsonPatch.replace('/kind', 'Other'),
        JsonPatch.add('/aa', {}),
      );
      patched.addJsonPatch(JsonPatch.remove('/metadata/name'));
    },
    'nested charts': (chart) => {
      const nested = new Chart(chart, 'nested', { namespace: 'other', labels: { a: 'b' } });
      object(chart, 'a');
      object(nested, 'b');
      object(new Construct(nested, 'group'), 'c', { metadata: { namespace: 'own', labels: { c: 'd' } } });
    },
    'an included file': (chart) => {
      const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'include-')), 'all.yaml');
      fs.writeFileSync(
        file,
        'apiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {a: "1", b: null}\n',
      );
      new Include(chart, 'include', { url: file });
    },
    'a class of its own as Helm renders it': (chart) => {
      class Rendered extends Construct {}
      const scope = new Rendered(chart, 'release');
      object(scope, 'x-configmap', { metadata: { name: 'x' }, data: { list: '[1]' }, immutable: true });
    },
  };

  test.each(Object.entries(cases))('%s', (_, build) => {
    const chart = new Chart(new App(), 'chart', { namespace: 'shop', labels: { team: 'a' } });
    build(chart);
    expectSame(chart);
    for (const inner of chart.node.findAll().filter((construct) => Chart.isChart(construct))) expectSame(inner);
  });
});

test('resolvers of the app are asked first', () => {
  class Upper implements IResolver {
    resolve(context: ResolutionContext): void {
      if (context.key.at(-1) === 'shout' && context.value !== 'LOUD') context.replaceValue('LOUD');
    }
  }
  const chart = new Chart(new App({ resolvers: [new Upper()] }), 'chart');
  object(chart, 'a', { data: { shout: 'quiet', other: 'quiet' } });
  expectSame(chart);
  expect(manifestsOf(chart)[0]!['data']).toEqual({ shout: 'LOUD', other: 'quiet' });
});

test.each<[string, unknown]>([
  ['a date', new Date(0)],
  ['a map', new Map()],
])('%s fails as it does in cdk8s', (_, value) => {
  const chart = new Chart(new App(), 'chart');
  object(chart, 'a', { data: { value } });
  expect(() => manifestsOf(chart)).toThrow("Failed serializing construct at path 'chart/a'");
  expect(() => Testing.synth(chart) as unknown).toThrow("Failed serializing construct at path 'chart/a'");
});

test('a function is passed on, as cdk8s does, for the writer to refuse', () => {
  const chart = new Chart(new App(), 'chart');
  object(chart, 'a', { data: { value: () => 1 } });
  expectSame(chart);
});

test('an error of a lazy value is passed on', () => {
  const chart = new Chart(new App(), 'chart');
  const produce = (): never => {
    throw new UserError('no such topic');
  };
  object(chart, 'a', { data: lazy({ produce }) });
  expect(() => manifestsOf(chart)).toThrow('no such topic');
});

describe('validation', () => {
  test('every construct is asked once, and all that is wrong is said at once', () => {
    const app = new App();
    const asked: string[] = [];
    for (const id of ['a', 'b', 'c']) {
      const chart = new Chart(app, id);
      const validate = (): string[] => {
        asked.push(id);
        return id === 'c' ? [] : [`${id} is wrong`, 'twice'];
      };
      object(chart, 'object').node.addValidation({ validate });
    }
    expect(() => chartsOf(app)).toThrow(
      new UserError('Some constructs are not valid:', [
        { where: 'a/object', what: 'a is wrong' },
        { where: 'a/object', what: 'twice' },
        { where: 'b/object', what: 'b is wrong' },
        { where: 'b/object', what: 'twice' },
      ]),
    );
    expect(asked).toEqual(['a', 'b', 'c']);
  });
});
