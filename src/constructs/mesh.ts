import type {
  AuthorizationPolicy,
  HTTPLocalRateLimitPolicy,
  MeshTLSAuthentication,
  NetworkAuthentication,
  Server,
} from '../../imports/linkerd-policy';
import type { GRPCRoute } from '../../imports/gateway';
import type { Manifest } from '../model/manifest';
import type { Peer, ResolvedMicroservice, ResolvedPort } from '../model/resolved';
import { COLLECTOR_PORTS } from './collector';
import { healthPort } from './containers';
import { labelsOf, selectorOf } from './labels';

/** Manifests by the key under which their owner may adjust them. */
export type Keyed = readonly (readonly [key: string, manifest: Manifest])[];

const PROXY_PROTOCOLS: Readonly<Record<ResolvedPort['protocol'], Server['spec']['proxyProtocol']>> = {
  grpc: 'gRPC',
  graphql: 'HTTP/1',
  http: 'HTTP/1',
  tcp: 'opaque',
  udp: 'unknown',
};

/** Linkerd gives a Server of gRPC no rate limit, so a limited one is told as what carries it (policy-controller, `to_server`). */
function proxyProtocol({ protocol, rateLimit }: ResolvedPort): Server['spec']['proxyProtocol'] {
  return protocol === 'grpc' && rateLimit ? 'HTTP/2' : PROXY_PROTOCOLS[protocol];
}

/**
 * Who may connect: a Server for each port that somebody calls, and the callers' identities. What has no Server is refused,
 * because the pods' default inbound policy is deny.
 */
export function authorization(microservice: ResolvedMicroservice): Keyed {
  if (!microservice.self.meshed) return [];
  return [
    ...microservice.ports.flatMap((port) => portAuthorization(microservice, port)),
    ...healthAuthorization(microservice),
    ...scrapeAuthorization(microservice),
  ];
}

function portAuthorization(microservice: ResolvedMicroservice, port: ResolvedPort): Keyed {
  const meshed = port.callers.filter((caller) => caller.meshed);
  const networks = port.public.length > 0 ? microservice.environment.network.loadBalancers : [];
  const probed = isProbedByGrpc(microservice, port);
  if (port.protocol === 'udp' || port.bypassesMesh || (meshed.length + networks.length === 0 && !probed)) return [];
  return [
    [`server-${port.name}`, server(microservice, port.name, port.name, proxyProtocol(port))],
    ...(meshed.length === 0 ? [] : byIdentity(microservice, port.name, meshed)),
    ...(networks.length === 0 ? [] : byNetwork(microservice, port.name, networks)),
    ...(probed ? grpcProbes(microservice, port) : []),
    ...rateLimit(microservice, port),
  ];
}

function isProbedByGrpc({ runtime: { health }, kind }: ResolvedMicroservice, port: ResolvedPort): boolean {
  const probes = [health?.startup, health?.liveness, health?.readiness];
  return (
    kind !== 'CronJob' &&
    port.protocol === 'grpc' &&
    probes.some((probe) => probe && 'grpc' in probe && probe.grpc.port === port.number)
  );
}

/**
 * Opens the health service of a guarded gRPC port to whom the network lets in, the kubelet above all: it has no identity. As
 * soon as a Server has one route, what matches none is refused, so that calls need one too; they are judged by the Server.
 */
function grpcProbes(microservice: ResolvedMicroservice, port: ResolvedPort): Keyed {
  const probes = `${port.name}-probes`;
  const anywhere: NetworkAuthentication = {
    apiVersion: 'policy.linkerd.io/v1alpha1',
    kind: 'NetworkAuthentication',
    metadata: metadataOf(microservice, `${probes}-networks`),
    spec: { networks: [{ cidr: '0.0.0.0/0' }, { cidr: '::/0' }] },
  };
  const health = [{ method: { service: 'grpc.health.v1.Health', type: 'Exact' as const } }];
  const route = { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: `${microservice.name}-${probes}` };
  return [
    [`grpc-route-${probes}`, inboundRoute(microservice, port, 'probes', { matches: health })],
    [`grpc-route-${port.name}-calls`, inboundRoute(microservice, port, 'calls', {})],
    [`networks-${probes}`, anywhere as unknown as Manifest],
    [`authorization-${probes}`, allow(microservice, probes, 'networks', 'NetworkAuthentication', route)],
  ];
}

function inboundRoute(
  microservice: ResolvedMicroservice,
  port: ResolvedPort,
  of: string,
  rule: NonNullable<GRPCRoute['spec']['rules']>[number],
): Manifest {
  const parent = { group: 'policy.linkerd.io', kind: 'Server', name: `${microservice.name}-${port.name}` };
  const route: GRPCRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GRPCRoute',
    metadata: metadataOf(microservice, `${port.name}-${of}`),
    spec: { parentRefs: [parent], rules: [rule] },
  };
  return route as unknown as Manifest;
}

function server(
  microservice: ResolvedMicroservice,
  suffix: string,
  port: string | number,
  proxyProtocol: Server['spec']['proxyProtocol'],
  accessPolicy = 'deny',
): Manifest & Server {
  return {
    apiVersion: 'policy.linkerd.io/v1beta3',
    kind: 'Server',
    metadata: metadataOf(microservice, suffix),
    spec: { accessPolicy, podSelector: { matchLabels: selectorOf(microservice) }, port, proxyProtocol },
  };
}

function metadataOf(microservice: ResolvedMicroservice, suffix: string): Manifest['metadata'] & { name: string } {
  return { name: `${microservice.name}-${suffix}`, namespace: microservice.namespace, labels: labelsOf(microservice) };
}

function byIdentity(microservice: ResolvedMicroservice, port: string, callers: readonly Peer[]): Keyed {
  const authentication: MeshTLSAuthentication = {
    apiVersion: 'policy.linkerd.io/v1alpha1',
    kind: 'MeshTLSAuthentication',
    metadata: metadataOf(microservice, `${port}-callers`),
    spec: {
      // a migration has the identity of its program
      identityRefs: [
        ...new Map(callers.map((caller) => [`${caller.namespace}/${caller.serviceAccount}`, caller])).values(),
      ].map(({ serviceAccount: name, namespace }) => ({ kind: 'ServiceAccount', name, namespace })),
    },
  };
  return [
    [`callers-${port}`, authentication as unknown as Manifest],
    [`authorization-${port}`, allow(microservice, port, 'callers', 'MeshTLSAuthentication')],
  ];
}

function byNetwork(microservice: ResolvedMicroservice, port: string, cidrs: readonly string[]): Keyed {
  const authentication: NetworkAuthentication = {
    apiVersion: 'policy.linkerd.io/v1alpha1',
    kind: 'NetworkAuthentication',
    metadata: metadataOf(microservice, `${port}-networks`),
    spec: { networks: cidrs.map((cidr) => ({ cidr })) },
  };
  return [
    [`networks-${port}`, authentication as unknown as Manifest],
    [`authorization-${port}-networks`, allow(microservice, port, 'networks', 'NetworkAuthentication')],
  ];
}

function allow(
  microservice: ResolvedMicroservice,
  port: string,
  who: string,
  kind: string,
  targetRef = { group: 'policy.linkerd.io', kind: 'Server', name: `${microservice.name}-${port}` },
): Manifest {
  const policy: AuthorizationPolicy = {
    apiVersion: 'policy.linkerd.io/v1alpha1',
    kind: 'AuthorizationPolicy',
    metadata: metadataOf(microservice, `${port}-${who}`),
    spec: {
      requiredAuthenticationRefs: [{ group: 'policy.linkerd.io', kind, name: `${microservice.name}-${port}-${who}` }],
      targetRef,
    },
  };
  return policy as unknown as Manifest;
}

function rateLimit(microservice: ResolvedMicroservice, port: ResolvedPort): Keyed {
  if (!port.rateLimit) return [];
  const policy: HTTPLocalRateLimitPolicy = {
    apiVersion: 'policy.linkerd.io/v1alpha1',
    kind: 'HTTPLocalRateLimitPolicy',
    metadata: metadataOf(microservice, port.name),
    spec: {
      ...(port.rateLimit.perCaller === undefined ? {} : { identity: { requestsPerSecond: port.rateLimit.perCaller } }),
      targetRef: { group: 'policy.linkerd.io', kind: 'Server', name: `${microservice.name}-${port.name}` },
      total: { requestsPerSecond: port.rateLimit.total },
    },
  };
  return [[`rate-limit-${port.name}`, policy as unknown as Manifest]];
}

/** The kubelet has no identity: Linkerd lets HTTP probes through by their path, but a gRPC or TCP probe needs an open port. */
function healthAuthorization(microservice: ResolvedMicroservice): Keyed {
  const port = healthPort(microservice);
  const { health } = microservice.runtime;
  const probe = health?.readiness ?? health?.liveness;
  if (port === undefined || !probe || 'http' in probe || microservice.kind === 'CronJob') return [];
  if (microservice.ports.some((each) => each.number === port)) return [];
  return [
    [
      'server-health',
      server(microservice, 'health', 'health', 'grpc' in probe ? 'gRPC' : 'opaque', 'all-unauthenticated'),
    ],
  ];
}

/** Prometheus reads the proxy, the collector and, where it has an endpoint, the program. */
function scrapeAuthorization(microservice: ResolvedMicroservice): Keyed {
  const { scrape, platform } = microservice;
  const scraped: [name: string, port: string | number, by: Peer][] = [
    ['linkerd-admin', 'linkerd-admin', platform.scraper],
  ];
  if (microservice.sidecar) scraped.push(['otel-metrics', COLLECTOR_PORTS.metrics, platform.scraper]);
  const served =
    scrape !== undefined && microservice.ports.some((port) => port.name === scrape.portName && port.callers.length > 0);
  if (scrape && !served) scraped.push([scrape.portName, scrape.portName, scrape.by ?? platform.scraper]);
  return scraped.flatMap(([name, port, by]) => [
    [`server-${name}`, server(microservice, name, port, 'HTTP/1')] as const,
    ...(by.meshed
      ? byIdentity(microservice, name, [by])
      : byNetwork(microservice, name, microservice.environment.network.pods)),
  ]);
}
