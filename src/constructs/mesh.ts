import type {
  AuthorizationPolicy,
  HTTPLocalRateLimitPolicy,
  MeshTLSAuthentication,
  NetworkAuthentication,
  Server,
} from '../../imports/linkerd-policy';
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
  if (port.protocol === 'udp' || port.bypassesMesh || meshed.length + networks.length === 0) return [];
  return [
    [`server-${port.name}`, server(microservice, port.name, port.name, PROXY_PROTOCOLS[port.protocol])],
    ...(meshed.length === 0 ? [] : byIdentity(microservice, port.name, meshed)),
    ...(networks.length === 0 ? [] : byNetwork(microservice, port.name, networks)),
    ...rateLimit(microservice, port),
  ];
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
      identityRefs: callers.map((caller) => ({
        kind: 'ServiceAccount',
        name: caller.serviceAccount,
        namespace: caller.namespace,
      })),
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

function allow(microservice: ResolvedMicroservice, port: string, who: string, kind: string): Manifest {
  const policy: AuthorizationPolicy = {
    apiVersion: 'policy.linkerd.io/v1alpha1',
    kind: 'AuthorizationPolicy',
    metadata: metadataOf(microservice, `${port}-${who}`),
    spec: {
      requiredAuthenticationRefs: [{ group: 'policy.linkerd.io', kind, name: `${microservice.name}-${port}-${who}` }],
      targetRef: { group: 'policy.linkerd.io', kind: 'Server', name: `${microservice.name}-${port}` },
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
