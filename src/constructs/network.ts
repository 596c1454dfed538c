import type {
  NetworkPolicy,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../../imports/kubernetes';
import { SERVICES } from '../model/environment';
import { PROXY } from '../model/linkerd';
import type { Peer, ResolvedMicroservice, ResolvedStore } from '../model/resolved';
import { STORE_KINDS, storeKey } from '../model/store';
import { COLLECTOR_PORTS } from './collector';
import { labelsOf, migrationName, migrationSelector, prerequisite, selectorOf } from './labels';
import { usesKafka } from './pod';

/** The agent of EKS Pod Identity, on every node. */
const POD_IDENTITY_AGENT = '169.254.170.23/32';

/** Addresses that are no internet: private, shared, loopback, link-local and multicast ranges (RFC 6890). */
const NOT_INTERNET = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
];

/**
 * One policy for the pods in both directions: selecting them denies everything else, so there is no separate default deny
 * that could be forgotten.
 */
export function networkPolicy(microservice: ResolvedMicroservice): NetworkPolicy {
  const made = policy(
    microservice,
    microservice.name,
    selectorOf(microservice),
    ingress(microservice),
    egress(microservice),
  );
  const annotations = { ...edgeAnnotations(microservice), ...made.metadata.annotations };
  return Object.keys(annotations).length === 0 ? made : { ...made, metadata: { ...made.metadata, annotations } };
}

/** Why it opens what it opens: rules know pods, ranges and ports, and a range alone does not tell its topics. */
function edgeAnnotations(microservice: ResolvedMicroservice): Readonly<Record<string, string>> {
  const edges: Readonly<Record<string, readonly string[]>> = {
    calls: microservice.calls.map(({ to, port }) => `${to.name}.${port.name}`),
    consumes: microservice.consumes.map(({ name }) => name),
    outside: microservice.outside.map(({ host }) => host),
    publishes: microservice.publishes.map(({ name }) => name),
    stores: microservice.stores.map(storeKey),
  };
  return Object.fromEntries(
    Object.entries(edges)
      .filter(([, names]) => names.length > 0)
      .map(([kind, names]) => [`edges.chartwright.dev/${kind}`, [...new Set(names)].sort().join(',')]),
  );
}

/** The migration reaches its databases and nothing calls it. */
export function migrationPolicy(microservice: ResolvedMicroservice): NetworkPolicy | undefined {
  if (!microservice.migration) return undefined;
  const rules = [
    ...platformEgress(microservice),
    ...microservice.stores.map((store) => storeEgress(microservice, store)),
  ];
  return policy(microservice, migrationName(microservice), migrationSelector(microservice), [], rules);
}

function policy(
  microservice: ResolvedMicroservice,
  name: string,
  selector: Readonly<Record<string, string>>,
  ingressRules: readonly NetworkPolicyIngressRule[],
  egressRules: readonly NetworkPolicyEgressRule[],
): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      ...prerequisite(microservice),
    },
    spec: {
      egress: [...egressRules],
      ...(ingressRules.length === 0 ? {} : { ingress: [...ingressRules] }),
      podSelector: { matchLabels: selector },
      policyTypes: ['Ingress', 'Egress'],
    },
  };
}

/** Pods of a peer, in its namespace. */
export function pods(peer: Pick<Peer, 'namespace' | 'labels'>): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
    podSelector: { matchLabels: peer.labels },
  };
}

const tcp = (...ports: readonly number[]): NetworkPolicyPort[] =>
  [...new Set(ports)].map((port) => ({ port, protocol: 'TCP' }));

interface Arrival {
  readonly number: number;
  readonly protocol: string;
  readonly bypassesMesh: boolean;
}

/** Between two meshed pods every TCP connection arrives at the proxy, whatever its port is. */
function arrivesAt(microservice: ResolvedMicroservice, peer: Pick<Peer, 'meshed'>, port: Arrival): NetworkPolicyPort[] {
  if (port.protocol === 'udp') return [{ port: port.number, protocol: 'UDP' }];
  return tcp(microservice.self.meshed && peer.meshed && !port.bypassesMesh ? PROXY.inbound : port.number);
}

function ingress(microservice: ResolvedMicroservice): NetworkPolicyIngressRule[] {
  const { environment, platform } = microservice;
  const rules: NetworkPolicyIngressRule[] = [];
  for (const port of microservice.ports) {
    for (const caller of port.callers)
      rules.push({ from: [pods(caller)], ports: arrivesAt(microservice, caller, port) });
    if (port.public.length > 0)
      rules.push({
        from: environment.network.loadBalancers.map((cidr) => ({ ipBlock: { cidr } })),
        ports: tcp(port.number),
      });
  }
  const scraped = [
    ...(microservice.self.meshed ? [PROXY.admin] : []),
    ...(microservice.sidecar ? [through(microservice, platform.scraper, COLLECTOR_PORTS.metrics)] : []),
    ...(microservice.scrape && !microservice.scrape.by
      ? [through(microservice, platform.scraper, microservice.scrape.port)]
      : []),
  ];
  if (scraped.length > 0) rules.push({ from: [pods(platform.scraper)], ports: tcp(...scraped) });
  const { scrape } = microservice;
  if (scrape?.by) rules.push({ from: [pods(scrape.by)], ports: tcp(through(microservice, scrape.by, scrape.port)) });
  return distinct(rules);
}

const through = (microservice: ResolvedMicroservice, peer: Pick<Peer, 'meshed'>, port: number): number =>
  microservice.self.meshed && peer.meshed ? PROXY.inbound : port;

function egress(microservice: ResolvedMicroservice): NetworkPolicyEgressRule[] {
  const { environment } = microservice;
  const rules: NetworkPolicyEgressRule[] = platformEgress(microservice);
  for (const call of microservice.calls)
    rules.push({ to: [pods(call.to)], ports: arrivesAt(microservice, call.to, call.port) });
  for (const { to, port } of microservice.pulls)
    rules.push({ to: [pods(to)], ports: tcp(through(microservice, to, port)) });
  for (const store of microservice.stores) rules.push(storeEgress(microservice, store));
  for (const outside of microservice.outside) rules.push({ to: internet(), ports: tcp(outside.port) });
  if (microservice.kubernetesApi.length > 0)
    rules.push({
      to: [SERVICES.apiServer, ...environment.network.apiServer].map((cidr) => ({ ipBlock: { cidr } })),
      ports: tcp(443),
    });
  return distinct(rules);
}

/** What every pod needs: names, the mesh's control plane, the collector, the brokers, and its role's credentials. */
function platformEgress(microservice: ResolvedMicroservice): NetworkPolicyEgressRule[] {
  const { environment, platform } = microservice;
  const rules: NetworkPolicyEgressRule[] = [
    {
      to: [pods(platform.dns)],
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
  ];
  if (microservice.self.meshed) {
    rules.push({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': platform.mesh.namespace } } }],
      ports: tcp(...platform.mesh.ports),
    });
  }
  if (microservice.sidecar)
    rules.push({
      to: [pods(platform.collector.peer)],
      ports: arrivesAt(microservice, platform.collector.peer, {
        number: platform.collector.port,
        protocol: 'grpc',
        bypassesMesh: false,
      }),
    });
  if (usesKafka(microservice)) {
    rules.push({
      to: environment.network.data.map((cidr) => ({ ipBlock: { cidr } })),
      ports: tcp(...environment.cloud.kafkaBrokers.map((broker) => Number(broker.split(':')[1]))),
    });
  }
  if (usesKafka(microservice) || microservice.stores.some((store) => STORE_KINDS[store.kind].iam !== undefined)) {
    rules.push({ to: [{ ipBlock: { cidr: POD_IDENTITY_AGENT } }], ports: tcp(80) });
  }
  return rules;
}

function storeEgress(microservice: ResolvedMicroservice, store: ResolvedStore): NetworkPolicyEgressRule {
  if (store.call) return { to: [pods(store.call.to)], ports: arrivesAt(microservice, store.call.to, store.call.port) };
  if (store.pods) return { to: [pods(store.pods)], ports: tcp(store.port) };
  // services of AWS answer at public addresses unless an endpoint of the VPC is in their route
  if (store.place === 'internet' || STORE_KINDS[store.kind].iam !== undefined)
    return { to: internet(), ports: tcp(store.port) };
  return { to: microservice.environment.network.data.map((cidr) => ({ ipBlock: { cidr } })), ports: tcp(store.port) };
}

/** Network policies know addresses, not names: the port is what limits an outside call. */
function internet(): NetworkPolicyPeer[] {
  return [{ ipBlock: { cidr: '0.0.0.0/0', except: NOT_INTERNET } }];
}

/** Rules with the same peers become one, their ports joined. */
function distinct<R extends NetworkPolicyIngressRule | NetworkPolicyEgressRule>(rules: readonly R[]): R[] {
  const merged = new Map<string, R>();
  for (const rule of rules) {
    const peers = JSON.stringify('from' in rule ? rule.from : (rule as NetworkPolicyEgressRule).to);
    const known = merged.get(peers);
    const ports = [...(known?.ports ?? []), ...(rule.ports ?? [])];
    const unique = [...new Map(ports.map((port) => [JSON.stringify(port), port])).values()];
    merged.set(peers, { ...rule, ports: unique });
  }
  return [...merged.values()];
}
