import * as fs from 'node:fs';
import * as path from 'node:path';
import { fleet } from '../../charts/fleet';
import { definitionsOf } from '../../src/kind/definitions';
import { planKind } from '../../src/kind/plan';
import type { KindPlan, RenderedFleet } from '../../src/kind/plan';
import type { Manifest } from '../../src/model/manifest';
import { identityOf } from '../../src/model/manifest';
import type { ResolvedMicroservice } from '../../src/model/resolved';
import { renderFleet } from '../../src/constructs/platform-app';
import { main } from '../../src/cli/main';
import type { PlatformApp } from '../../src/synth/app';
import { folderManifests } from '../../src/synth/folder';
import { environmentOf, fixedReleases } from '../fixtures/rendering';
import type { Loose } from '../fixtures/rendering';
import { forgetProjects, temporary } from '../gitops/fixtures/project';

afterAll(forgetProjects);

const standIns = { postgres: '10.0.0.1', redis: '10.0.0.2', kafka: '10.0.0.3', password: 'secret' };
const contract = environmentOf(fleet, 'dev').cloud;
const { folders } = renderFleet(fleet, { dev: { releases: fixedReleases(fleet), contract } }, { only: ['dev'] });
const ofKind = (kind: string) => folders.filter(({ path: place }) => place.startsWith(`dev/${kind}/`));
const rendered: RenderedFleet = {
  microservices: new Map(
    ofKind('services').map((folder) => [
      folder.path.split('/')[2]!,
      { resolved: folder.inputs as ResolvedMicroservice, manifests: folderManifests(folder) },
    ]),
  ),
  platform: ofKind('platform').flatMap(folderManifests),
};
const plans = new Map([...rendered.microservices.keys()].map((name) => [name, planKind(rendered, name, standIns)]));
const applied = (plan: KindPlan): readonly Manifest[] => plan.steps.flatMap(({ manifests }) => manifests);
const positions = (plan: KindPlan): ReadonlyMap<string, number> =>
  new Map(plan.steps.flatMap(({ manifests }, index) => manifests.map((each) => [identityOf(each), index] as const)));

describe.each([...plans])('%s', (name, plan) => {
  test('comes last, with all that it calls, each after its own callees', () => {
    const order = [...new Set(plan.steps.slice(2).map((step) => step.name.replace(/-\d+$/, '')))];
    expect(order.at(-1)).toBe(name);
    for (const each of order)
      for (const { to } of rendered.microservices.get(each)!.resolved.calls) {
        expect(order).toContain(to.name);
        if (to.name !== each) expect(order.indexOf(to.name)).toBeLessThan(order.indexOf(each));
      }
  });

  test('has every object of its own once, as it is in dev but for pods and secrets', () => {
    const objects = new Map(applied(plan).map((each) => [identityOf(each), each]));
    expect(objects.size).toBe(applied(plan).length);
    for (const manifest of rendered.microservices.get(name)!.manifests) {
      const found = objects.get(identityOf(manifest));
      if (manifest.kind === 'NetworkPolicy') expect(found).toBeUndefined();
      else if (['Deployment', 'StatefulSet', 'CronJob', 'Job'].includes(manifest.kind)) expect(found).toBeDefined();
      else expect(found).toEqual(manifest);
    }
  });

  test('finds what it needs there before it: definition, namespace, priority, class of claims, secrets', () => {
    const at = positions(plan);
    plan.steps.forEach(({ manifests }, index) => {
      for (const manifest of manifests as readonly Loose[]) {
        const before = (identity: string): void => {
          expect(at.get(identity)).toBeLessThanOrEqual(index);
        };
        const { namespace } = manifest.metadata;
        if (namespace !== undefined) before(`Namespace ${namespace as string}`);
        const pod = (manifest.spec?.jobTemplate ?? manifest).spec?.template?.spec;
        if (pod === undefined) continue;
        if (pod.priorityClassName) before(`scheduling.k8s.io/PriorityClass ${pod.priorityClassName as string}`);
        for (const { secret } of pod.volumes ?? [])
          if (secret) before(`Secret ${namespace as string}/${secret.secretName as string}`);
        for (const claim of manifest.spec.volumeClaimTemplates ?? [])
          before(`storage.k8s.io/StorageClass ${claim.spec.storageClassName as string}`);
      }
    });
  });

  test('holds no secret but what the stand-ins accept', () => {
    const secrets = applied(plan).filter(({ kind }) => kind === 'Secret') as readonly Loose[];
    for (const { stringData } of secrets)
      for (const value of Object.values(stringData)) expect(['secret', 'postgres', 'default']).toContain(value);
  });
});

test('pods find each store of theirs under its name in dev, and speak plain to it', () => {
  const orders = applied(plans.get('orders')!).find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'orders',
  ) as Loose;
  expect(orders.spec.template.spec.hostAliases).toEqual([
    { ip: '10.0.0.1', hostnames: ['shop-dev-orders.cluster-c0ffee.eu-central-1.rds.amazonaws.com'] },
    { ip: '10.0.0.3', hostnames: [1, 2, 3].map((broker) => expect.stringMatching(`^b-${broker}\\.`) as string) },
  ]);
  const variables = orders.spec.template.spec.containers[0].env as readonly { name: string; value: string }[];
  expect(variables.at(-1)).toEqual({ name: 'KAFKA_SECURITY_PROTOCOL', value: 'PLAINTEXT' });
  expect(variables.map(({ name }) => name)).not.toContain('REDIS_TLS');
});

test('what is not as in dev is said', () => {
  expect(plans.get('catalog')!.notes).toEqual(
    expect.arrayContaining([
      'catalog: without its NetworkPolicies (catalog, catalog-migration), since no mesh runs',
      'catalog: nothing stands in for elasticsearch products',
    ]),
  );
  expect(plans.get('payments')!.notes).toContain(
    'payments: api.sandbox.payments.example is called as it is, outside the cluster',
  );
});

test('a circle of calls ends', () => {
  const [first, second] = ['orders', 'payments'].map((name) => rendered.microservices.get(name)!);
  const calling = (each: typeof first, other: typeof first) => ({
    ...each!,
    resolved: { ...each!.resolved, calls: [{ ...first!.resolved.calls[0]!, to: other!.resolved.self }] },
  });
  const circle = new Map([
    ['orders', calling(first, second)],
    ['payments', calling(second, first)],
  ]);
  const { steps } = planKind({ ...rendered, microservices: circle }, 'orders', standIns);
  expect(steps.map(({ name }) => name).filter((name) => name.endsWith('-1'))).toEqual(['payments-1', 'orders-1']);
});

test('a definition serves all versions of a kind that are in use, and Kubernetes’ own kinds need none', () => {
  const of = (apiVersion: string, kind: string, namespace?: string): Manifest => ({
    apiVersion,
    kind,
    metadata: { name: 'one', ...(namespace && { namespace }) },
  });
  const definitions = definitionsOf([
    of('v1', 'Service', 'shop'),
    of('networking.k8s.io/v1', 'NetworkPolicy', 'shop'),
    of('batch/v1', 'Job', 'shop'),
    of('policy.linkerd.io/v1beta3', 'Server', 'shop'),
    of('policy.linkerd.io/v1beta2', 'Server', 'shop'),
    of('policy.linkerd.io/v1alpha1', 'AuthorizationPolicy', 'shop'),
    of('karpenter.k8s.aws/v1', 'EC2NodeClass'),
    of('gateway.networking.k8s.io/v1', 'HTTPRoute', 'shop'),
  ]) as readonly Loose[];
  expect(
    definitions.map(({ metadata, spec }) => [
      metadata.name,
      spec.scope,
      ...spec.versions.map((each: Loose) => each.name),
    ]),
  ).toEqual([
    ['httproutes.gateway.networking.k8s.io', 'Namespaced', 'v1'],
    ['ec2nodeclasses.karpenter.k8s.aws', 'Cluster', 'v1'],
    ['authorizationpolicies.policy.linkerd.io', 'Namespaced', 'v1alpha1'],
    ['servers.policy.linkerd.io', 'Namespaced', 'v1beta2', 'v1beta3'],
  ]);
});

describe('the command', () => {
  const app: PlatformApp = { environments: ['dev'], folders: () => folders };

  async function run(...words: readonly string[]) {
    let out = '';
    const addresses = ['--postgres', '10.0.0.1', '--redis', '10.0.0.2', '--kafka', '10.0.0.3'];
    const context = {
      codeKey: 'test',
      app: () => app,
      print: (text: string) => void (out += text),
      warn: (text: string) => void (out += text),
      isTerminal: false,
      environment: {},
      rememberRun: () => undefined,
    };
    const code = await main(['kind', '--env', 'dev', ...addresses, ...words], context, '0.0.0');
    return { code, out };
  }

  test('writes steps, what to wait for, and what the workflow needs to know', async () => {
    const folder = path.join(temporary(), 'plan');
    const { code, out } = await run('orders', '--out', folder);
    expect(code).toBe(0);
    expect(out).toContain('note: orders: without its NetworkPolicies');
    const names = fs.readdirSync(folder);
    const steps = names.filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -5));
    expect(names.filter((name) => name.endsWith('.wait')).map((name) => name.slice(0, -5))).toEqual(steps);
    expect(steps.slice(0, 2)).toEqual(['01-definitions', '02-cluster']);
    const read = (name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');
    expect(read(`${steps.at(-1)!}.wait`)).toBe('orders deployment/orders rollout\n');
    expect(read('02-cluster.wait')).toBe('');
    expect(read('ports.txt')).toBe('orders orders grpc 50051\n');
  });

  test.each([
    [
      'a microservice that is not there',
      ['invoices', '--out', 'x'],
      'There is no microservice invoices: expected one of bff',
    ],
    ['an environment that is not there', ['orders', '--out', 'x', '--env', 'moon'], 'There is no environment moon'],
    ['a folder that is in use', ['orders', '--out', '.'], '. is not empty: a plan needs a folder of its own'],
  ])('refuses %s', async (_, words, message) => {
    const { code, out } = await run(...words);
    expect(out).toContain(message);
    expect(code).toBe(2);
  });
});
