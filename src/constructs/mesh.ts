import type {
  AuthorizationPolicy,
  HTTPLocalRateLimitPolicy,
  MeshTLSAuthentication,
  NetworkAuthentication,
  Server,
} from '../../imports/linkerd-policy';
import type { GRPCRoute, HTTPRoute } from '../../imports/gateway';
import type { Manifest } from '../model/manifest';
import type { Peer, ResolvedCall, ResolvedMicroservice, ResolvedPort } from '../model/resolved';
import { COLLECTOR_PORTS } from './collector';
import { healthPort } from './containers';
import { labelsOf, selectorOf } from './labels';

/** Manifests by the key under which their owner may adjust them. */
type Keyed = readonly (readonly [key: string, manifest: Manifest])[];

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

/**
 * Deadline and retries of each call, as a route in the caller's namespace, so that they hold for this caller alone.
 * Only fields that Linkerd's Gateway API 1.2.1 reads; it drops a whole route for one it does not know.
 */
export function routes(microservice: ResolvedMicroservice): Keyed {
  return microservice.calls
    .filter(
      (call) => microservice.self.meshed && call.to.meshed && ['grpc', 'http', 'graphql'].includes(call.port.protocol),
    )
    .map((call) => (call.port.protocol === 'grpc' ? grpcRoute(microservice, call) : httpRoute(microservice, call)));
}

function routeName(microservice: ResolvedMicroservice, call: ResolvedCall): string {
  const edge = [call.to.name, call.port.name, ...(call.method === undefined ? [] : [kebab(call.method)])].join('-');
  return microservice.namespace === microservice.name ? edge : `${microservice.name}-${edge}`;
}

const kebab = (method: string): string => method.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

function routeAnnotations(call: ResolvedCall): Record<string, string> {
  const grpc = call.port.protocol === 'grpc';
  const retry: Record<string, string> =
    call.retries === 0
      ? {}
      : {
          'retry.linkerd.io/limit': String(call.retries),
          ...(grpc ? { 'retry.linkerd.io/grpc': 'unavailable' } : { 'retry.linkerd.io/http': '5xx' }),
        };
  return { ...retry, ...(call.timeout === undefined || !grpc ? {} : { 'timeout.linkerd.io/request': call.timeout }) };
}

const parentRefs = (
  call: ResolvedCall,
): { group: string; kind: string; name: string; namespace: string; port: number }[] => [
  { group: '', kind: 'Service', name: call.to.name, namespace: call.to.namespace, port: call.port.servicePort },
];

const backendRefs = (
  call: ResolvedCall,
): { group: string; kind: string; name: string; namespace: string; port: number; weight: number }[] => [
  { ...parentRefs(call)[0]!, weight: 1 },
];

function grpcRoute(microservice: ResolvedMicroservice, call: ResolvedCall): [string, Manifest] {
  const name = routeName(microservice, call);
  const route: GRPCRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GRPCRoute',
    metadata: {
      name,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      annotations: routeAnnotations(call),
    },
    spec: {
      parentRefs: parentRefs(call),
      rules: [
        {
          backendRefs: backendRefs(call),
          ...(call.method === undefined
            ? {}
            : {
                matches: [
                  {
                    method: {
                      method: call.method,
                      ...(call.port.service === undefined ? {} : { service: call.port.service }),
                      type: 'Exact',
                    },
                  },
                ],
              }),
        },
      ],
    },
  };
  return [`grpc-route-${name}`, route as unknown as Manifest];
}

function httpRoute(microservice: ResolvedMicroservice, call: ResolvedCall): [string, Manifest] {
  const name = routeName(microservice, call);
  const annotations = routeAnnotations(call);
  const route: HTTPRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      name,
      namespace: microservice.namespace,
      labels: labelsOf(microservice),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      parentRefs: parentRefs(call),
      rules: [
        {
          backendRefs: backendRefs(call),
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          ...(call.timeout === undefined ? {} : { timeouts: { request: call.timeout } }),
        },
      ],
    },
  };
  return [`http-route-${name}`, route as unknown as Manifest];
}
