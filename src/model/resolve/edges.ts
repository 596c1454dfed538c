import { credentialsName, storeHost } from '../addressing';
import type { Duration } from '../duration';
import type { Environment } from '../environment';
import { callsOf, existsIn, migrationPeerOf, peerOf, scrapePortOf, storeCallsOf } from '../graph';
import type { AnyMicroservice, Call, MicroserviceProps } from '../microservice';
import type { PlatformOffers } from '../platform';
import type { Peer, ResolvedCall, ResolvedPort, ResolvedScrape, ResolvedStore } from '../resolved';
import { hasCredentials, storeKey } from '../store';
import type { SecretCollector } from './secrets';

/** Deadline of a call that names none: long enough for a cold cache, short enough to free the caller. */
export const DEFAULT_TIMEOUT: Duration = '2s';

/** What is known of the fleet while one of its microservices is resolved. */
export interface Scope {
  readonly environment: Environment;
  readonly platform: PlatformOffers;
  readonly byName: ReadonlyMap<string, AnyMicroservice>;
  readonly callers: ReadonlyMap<string, readonly Peer[]>;
  readonly report: (where: string, what: string) => void;
}

/** Who calls a port, by `microservice.port`. */
export function callersByPort(present: readonly AnyMicroservice[], environment: Environment): Map<string, Peer[]> {
  const callers = new Map<string, Peer[]>();
  for (const each of present) {
    for (const call of callsOf(each)) {
      if (!existsIn(environment, call)) continue;
      const key = `${call.callee}.${call.port}`;
      const peers = callers.get(key) ?? [];
      if (!peers.some((peer) => peer.name === each.name)) peers.push(peerOf(each));
      callers.set(key, peers);
    }
    for (const { to, port } of each.props.migration ? storeCallsOf(each) : [])
      callers.get(`${to?.name}.${port}`)?.push(migrationPeerOf(each));
  }
  for (const peers of callers.values()) peers.sort((a, b) => (a.name < b.name ? -1 : 1));
  return callers;
}

export function resolvePorts(each: AnyMicroservice, scope: Scope): readonly ResolvedPort[] {
  return Object.entries(each.props.serves ?? {}).map(([name, port]) => ({
    name,
    number: port.port,
    servicePort: port.servicePort ?? port.port,
    protocol: port.protocol,
    ...(port.service === undefined ? {} : { service: port.service }),
    ...(port.path === undefined ? {} : { path: port.path }),
    ...(port.rateLimit === undefined ? {} : { rateLimit: port.rateLimit }),
    ...(port.container === undefined ? {} : { container: port.container }),
    bypassesMesh: bypassesMesh(each.name, name, scope),
    callers: scope.callers.get(`${each.name}.${name}`) ?? [],
    public: (each.props.public ?? []).filter((entry) => entry.port === name),
  }));
}

/**
 * Linkerd can let an unmeshed caller in only by its network, and every meshed pod of that network with it. Where there is
 * one, the port leaves the mesh, and the network policy, which knows pods, decides alone.
 */
function bypassesMesh(microservice: string, port: string, scope: Scope): boolean {
  return (scope.callers.get(`${microservice}.${port}`) ?? []).some((caller) => !caller.meshed);
}

export function resolveCalls(each: AnyMicroservice, scope: Scope): readonly ResolvedCall[] {
  return callsOf(each).flatMap((call) => {
    const callee = scope.byName.get(call.callee);
    const port = callee?.props.serves?.[call.port];
    if (!callee || !port || !existsIn(scope.environment, call)) return [];
    const bytes = port.protocol === 'tcp' || port.protocol === 'udp';
    return [
      {
        to: peerOf(callee),
        port: {
          name: call.port,
          number: port.port,
          servicePort: port.servicePort ?? port.port,
          protocol: port.protocol,
          bypassesMesh: bypassesMesh(call.callee, call.port, scope),
          ...(port.service === undefined ? {} : { service: port.service }),
        },
        ...(call.method === undefined ? {} : { method: call.method }),
        ...(bytes ? {} : { timeout: call.timeout ?? DEFAULT_TIMEOUT }),
        retries: call.retries ?? 0,
      },
    ];
  });
}

export function resolveStores(
  each: AnyMicroservice,
  environment: Environment,
  secrets: SecretCollector,
  calls: readonly ResolvedCall[],
): readonly ResolvedStore[] {
  return (each.props.stores ?? [])
    .filter((use) => existsIn(environment, use))
    .map((use) => {
      const { store } = use;
      const credentials = hasCredentials(store);
      if (credentials)
        secrets.mount(storeKey(store), ['password', 'username'], `/etc/secrets/${credentialsName(store)}`);
      return {
        kind: store.kind,
        name: store.name,
        host: storeHost(store, environment),
        port: store.port,
        database: store.database,
        place: store.place.in,
        ...(store.place.in === 'cluster'
          ? {
              pods: { namespace: store.place.namespace, labels: store.place.labels },
              ...(store.place.authority === undefined ? {} : { authority: store.place.authority }),
            }
          : {}),
        ...(store.place.in === 'fleet' ? { call: callOf(store.place.at, calls) } : {}),
        ...(use.maxConnections === undefined ? {} : { maxConnections: use.maxConnections }),
        access: use.access ?? 'readWrite',
        ...(credentials ? { secretName: credentialsName(store) } : {}),
      };
    });
}

function callOf({ to, port }: Call, calls: readonly ResolvedCall[]): ResolvedCall | undefined {
  return calls.find((each) => each.to.name === to?.name && each.port.name === port);
}

export function scrapeOf(each: AnyMicroservice): { scrape?: ResolvedScrape } {
  const { scrape } = each.props;
  if (!scrape) return {};
  return {
    scrape: {
      port: scrapePortOf(each.props),
      portName: typeof scrape.port === 'string' ? scrape.port : (portNameOf(each.props, scrape.port) ?? 'metrics'),
      path: scrape.path ?? '/metrics',
      interval: scrape.interval ?? '30s',
      ...(scrape.by === undefined ? {} : { by: peerOf(scrape.by) }),
    },
  };
}

/** What a container beside the program calls a port. */
function portNameOf({ containers = {} }: MicroserviceProps, number: number): string | undefined {
  const ports = Object.values(containers).flatMap((each) => Object.entries(each.ports ?? {}));
  return ports.find(([, port]) => port === number)?.[0];
}
