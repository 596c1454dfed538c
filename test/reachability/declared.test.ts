import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { fleet } from '../../charts/fleet';
import { callsOf, existsIn } from '../../src/model/graph';
import type { Fleet } from '../../src/model/fleet';
import type { Manifest } from '../../src/model/manifest';
import { emitAll } from '../../src/synth/yaml';
import { fixedReleases, renderedFolders } from '../fixtures/rendering';
import { podsOf } from './endpoints';
import type { Endpoint } from './endpoints';
import { fleets } from './random-fleets';
import { reaches } from './reachability';

/** Its microservices; add-ons have policies of their own. */
const shop: Fleet = { ...fleet, addOns: [] };

/** One question: may `from` reach this port of `to`, and was it declared? */
interface Question {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly declared: boolean;
}

interface Tree {
  readonly fleet: Fleet;
  readonly environment: string;
  readonly manifests: readonly Manifest[];
}

function treeOf(fleet: Fleet, environment: string): Tree {
  const releases = fixedReleases(fleet);
  const manifests = [...renderedFolders(fleet, releases, environment)]
    .filter(([path]) => path.includes('/services/'))
    .flatMap(([, each]) => each);
  return { fleet, environment, manifests };
}

/** Who else is there: addresses outside, the platform's pods, the kubelet, and a pod that nobody declared. */
function others({
  fleet,
  environment,
}: Tree): Record<'internet' | 'loadBalancer' | 'prometheus' | 'kubelet' | 'stray' | 'collector', Endpoint> {
  const base = {
    labels: {},
    meshed: false,
    defaultInboundPolicy: 'deny',
    ports: {},
    skippedPorts: new Set<number>(),
    httpProbes: new Set<number>(),
  };
  const peer = (
    name: string,
    { namespace, labels, serviceAccount, meshed }: Fleet['platform']['scraper'],
    ip: string,
  ): Endpoint => ({ ...base, name, namespace, labels, serviceAccount, meshed, ip });
  const [cidr = ''] = fleet.environments[environment]!.network.loadBalancers;
  return {
    internet: { ...base, name: 'internet', ip: '203.0.113.7' },
    loadBalancer: { ...base, name: 'load balancer', ip: cidr.replace(/\.0\/\d+$/, '.9') },
    prometheus: peer('prometheus', fleet.platform.scraper, '10.0.2.1'),
    collector: {
      ...peer('collector', fleet.platform.collector.peer, '10.0.2.2'),
      defaultInboundPolicy: 'all-unauthenticated',
    },
    kubelet: { ...base, name: 'kubelet', ip: '10.0.3.1', kubelet: true },
    stray: { ...base, name: 'stray', namespace: 'stray', serviceAccount: 'default', meshed: true, ip: '10.0.2.3' },
  };
}

/** Every pair that matters, with what the model says of it. */
function questions(tree: Tree): Question[] {
  const { fleet, environment, manifests } = tree;
  const pods = podsOf(manifests);
  const around = others(tree);
  const present = fleet.microservices.filter((each) => existsIn({ name: environment }, each.props));
  const podOf = (name: string): Endpoint => pods.find((pod) => pod.labels['app.kubernetes.io/name'] === name)!;
  const migrations = pods.filter((pod) => !present.some(({ name }) => pod === podOf(name)));
  const asked: Question[] = [];
  for (const callee of present) {
    const to = podOf(callee.name);
    for (const [name, port] of Object.entries(callee.props.serves ?? {})) {
      const protocol = port.protocol === 'udp' ? ('UDP' as const) : ('TCP' as const);
      const ask = (from: Endpoint, declared: boolean): unknown =>
        asked.push({ from, to, port: port.port, protocol, declared });
      for (const caller of present) {
        ask(
          podOf(caller.name),
          callsOf(caller).some(
            (call) => call.callee === callee.name && call.port === name && existsIn({ name: environment }, call),
          ),
        );
      }
      for (const migration of migrations) ask(migration, false);
      for (const nobody of [around.internet, around.stray, around.prometheus]) ask(nobody, false);
      ask(
        around.loadBalancer,
        (callee.props.public ?? []).some((entry) => entry.port === name),
      );
    }
    const scraped = callee.props.sidecar ?? callee.props.runtime.telemetry !== 'none';
    const meshed = callee.props.mesh !== false;
    if (scraped)
      asked.push(
        { from: around.prometheus, to, port: 8888, protocol: 'TCP', declared: true },
        { from: around.stray, to, port: 8888, protocol: 'TCP', declared: false },
      );
    if (meshed)
      asked.push(
        { from: around.prometheus, to, port: 4191, protocol: 'TCP', declared: true },
        { from: around.stray, to, port: 4191, protocol: 'TCP', declared: false },
      );
    if (callee.props.runtime.kind === 'rust' && !callee.props.schedule)
      asked.push({ from: around.kubelet, to, port: 50050, protocol: 'TCP', declared: true });
    if (scraped) asked.push({ from: to, to: around.collector, port: 4317, protocol: 'TCP', declared: true });
  }
  for (const from of pods) {
    asked.push({
      from,
      to: around.internet,
      port: 443,
      protocol: 'TCP',
      declared: (fleet === shop ? outsideCallers() : new Set()).has(from.labels['app.kubernetes.io/name']!),
    });
    asked.push({ from, to: around.internet, port: 22, protocol: 'TCP', declared: false });
    asked.push({ from: around.internet, to: from, port: 22, protocol: 'TCP', declared: false });
  }
  return asked;
}

/** Microservices of the shop that declare a host outside. */
function outsideCallers(): ReadonlySet<string> {
  const calls = (each: (typeof shop.microservices)[number]): readonly { kind: string }[] =>
    typeof each.props.calls === 'function' ? each.props.calls() : (each.props.calls ?? []);
  return new Set(
    shop.microservices.filter((each) => calls(each).some(({ kind }) => kind === 'outside')).map(({ name }) => name),
  );
}

const describeQuestion = ({ from, to, port, protocol, declared }: Question): string =>
  `${from.name} to ${to.name}:${port}/${protocol} is ${declared ? 'declared, but refused' : 'let through, but not declared'}`;

const answers = (manifests: readonly Manifest[], asked: readonly Question[]): boolean[] =>
  asked.map(({ from, to, port, protocol }) => reaches(manifests, from, to, port, protocol));

function contradictions(tree: Tree): string[] {
  const asked = questions(tree);
  const found = answers(tree.manifests, asked);
  return asked.filter(({ declared }, index) => declared !== found[index]).map(describeQuestion);
}

const POLICIES = new Set([
  'NetworkPolicy',
  'Server',
  'AuthorizationPolicy',
  'MeshTLSAuthentication',
  'NetworkAuthentication',
]);

/** Policies whose removal would change nothing. */
function idlePolicies(tree: Tree): string[] {
  const asked = questions(tree);
  const before = answers(tree.manifests, asked).join();
  return tree.manifests
    .filter(({ kind }) => POLICIES.has(kind))
    .filter(
      (policy) =>
        answers(
          tree.manifests.filter((each) => each !== policy),
          asked,
        ).join() === before,
    )
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

describe.each(Object.keys(shop.environments))('the shop in %s', (environment) => {
  const rendered = treeOf(shop, environment);
  // through the text, as Argo CD reads it
  const tree = { ...rendered, manifests: loadAll(emitAll(rendered.manifests)) as Manifest[] };

  test('what is declared is reachable, and nothing else', () => {
    expect(contradictions(tree)).toEqual([]);
  });

  test('no policy is idle', () => {
    expect(idlePolicies(tree)).toEqual([]);
  });
});

test('in 1500 random fleets, what is declared is reachable, and nothing else', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      expect(contradictions(treeOf(fleet, 'live'))).toEqual([]);
    }),
    { numRuns: 1500, seed: 5 },
  );
});

test('in 300 random fleets, no policy is idle', () => {
  fc.assert(
    fc.property(fleets, (fleet) => {
      expect(idlePolicies(treeOf(fleet, 'live'))).toEqual([]);
    }),
    { numRuns: 300, seed: 6 },
  );
});
