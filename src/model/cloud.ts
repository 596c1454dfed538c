import type { AddOnContext } from './add-on';
import { targetGroupName } from './cloud-names';
import { milliseconds } from './duration';
import type { Environment, EnvironmentSettings } from './environment';
import type { Fleet } from './fleet';
import { consumesOf, existsIn } from './graph';
import type { Manifest } from './manifest';
import type { AnyMicroservice } from './microservice';
import { podRole, storedSecrets } from './permissions';
import type { PodRole, StoredSecret } from './permissions';
import type { Release } from './release';
import { resolveFleet } from './resolve/fleet';
import type { ResolvedMicroservice } from './resolved';
import { isInCluster, storeKey } from './store';
import type { Store } from './store';
import type { Topic } from './topic';
import { wavesOf } from './waves';

/** Everything that a fleet needs of the cloud in one environment: what the program in `infra/` is made from. */
export interface CloudNeeds {
  readonly environment: EnvironmentSettings;
  readonly podRoles: readonly PodRole[];
  readonly secrets: readonly NeededSecret[];
  readonly topics: readonly NeededTopic[];
  readonly databases: readonly NeededServer[];
  readonly caches: readonly NeededServer[];
  /** Names of DynamoDB tables. */
  readonly tables: readonly string[];
  /** Microservices whose images are ours, by name: each has a repository of that name. */
  readonly repositories: readonly string[];
  /** Repositories whose images run in the end-to-end tests of each of them: what it calls, and what these call. */
  readonly callees: Readonly<Record<string, readonly string[]>>;
  readonly entryPoints: readonly EntryPoint[];
}

/** A secret with its keys; `username` where a program makes the login, absent where a person must enter the value. */
export interface NeededSecret extends StoredSecret {
  readonly username?: string;
}

/** A topic that MSK must have. */
export interface NeededTopic {
  readonly name: string;
  readonly partitions: number;
  readonly retentionMs: number;
}

/** A server of a store, and who signs in to it. */
export interface NeededServer {
  readonly name: string;
  readonly port: number;
  /** The first database inside. */
  readonly database: string;
  /** Connections it must accept, where the fleet says so. */
  readonly connections?: number;
  readonly users: readonly ServerUser[];
}

/** Who signs in to a server, and the secret that holds the login. */
export interface ServerUser {
  readonly name: string;
  readonly secret: string;
  readonly access: 'read' | 'readWrite';
}

/** A port that API Gateway sends requests to. */
export interface EntryPoint {
  readonly microservice: string;
  readonly port: string;
  readonly containerPort: number;
  readonly targetGroup: string;
  /** `api.shop.example` */
  readonly host: string;
  readonly routes: readonly string[];
  /** Reason why its routes need no token. */
  readonly anonymous?: string;
}

/** What only the cloud could tell, before there is one. */
const UNKNOWN = { vpc: '', kafkaBrokers: [], databaseDomain: '', cacheDomain: '' };

/** The cloud is there before images run in it and before it answered; nothing of what is derived here depends on either. */
const RELEASE: Release = { tag: 'any', digest: `sha256:${'0'.repeat(64)}` };

/**
 * What the cloud must hold so that the fleet can live in an environment.
 * @throws UserError with all faults of the fleet
 */
export function cloudNeeds(fleet: Fleet, settings: EnvironmentSettings): CloudNeeds {
  const { account, region, cluster } = settings;
  const environment: Environment = { ...settings, cloud: { account, region, cluster, ...UNKNOWN } };
  const releases = Object.fromEntries(fleet.microservices.map(({ name }) => [name, RELEASE]));
  const { microservices } = resolveFleet(fleet, environment, releases);
  const context: AddOnContext = { environment, microservices, addOns: wavesOf(fleet, environment) };
  const present = fleet.microservices.filter((each) => existsIn(environment, each.props));
  const platform = context.addOns.map(({ addOn }) => addOn.cloud(context));
  const servers = [
    ...storesOf(present, microservices, environment),
    ...platform.flatMap(({ databases = [] }) =>
      databases.map(({ store, secret, user }) => ({
        store,
        user: { name: user, secret, access: 'readWrite' as const },
      })),
    ),
  ];
  const repositories = sorted(present.filter(({ props }) => props.image === undefined).map(nameOf));
  return {
    environment: settings,
    podRoles: [...microservices.map(podRole), ...platform.flatMap(({ roles = [] }) => roles)].filter(
      ({ permissions, controller }) => permissions.length > 0 || controller !== undefined,
    ),
    secrets: secretsOf([...microservices.flatMap(storedSecrets), ...platformSecrets(context)], servers),
    topics: topicsOf([...present.flatMap(topicsUsed), ...platform.flatMap(({ topics = [] }) => topics)], environment),
    databases: serversOf('postgres', servers, environment),
    caches: serversOf('redis', servers, environment),
    tables: sorted(microservices.flatMap((each) => each.stores.filter(({ kind }) => kind === 'dynamodb').map(nameOf))),
    repositories,
    callees: calleesOf(microservices, repositories),
    entryPoints: microservices.flatMap(entryPointsOf),
  };
}

const nameOf = ({ name }: { readonly name: string }): string => name;
const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

/** Secrets that the ExternalSecrets of add-ons name: what is read there must be here. */
function platformSecrets(context: AddOnContext): readonly StoredSecret[] {
  const manifests = context.addOns.flatMap(({ addOn }) => Object.values(addOn.manifests(context)).flat());
  return manifests
    .filter(({ kind }) => kind === 'ExternalSecret')
    .flatMap((manifest) => remoteRefs(manifest).map(({ key, property }) => ({ name: key, keys: [property] })));
}

function remoteRefs(manifest: Manifest): readonly { readonly key: string; readonly property: string }[] {
  const { data = [] } = manifest['spec'] as { data?: readonly { remoteRef: { key: string; property: string } }[] };
  return data.map(({ remoteRef }) => remoteRef);
}

/** One entry for each name; a user and a password alone are a login that nobody needs to know, if the server is ours. */
function secretsOf(secrets: readonly StoredSecret[], servers: readonly ServerUse[]): readonly NeededSecret[] {
  const users = new Map(servers.map(({ user }) => [user.secret, user.name]));
  const foreign = new Set(servers.filter(({ store }) => !isOurs(store)).map(({ user }) => user.secret));
  const keys = new Map<string, Set<string>>();
  for (const secret of secrets) {
    const known = keys.get(secret.name) ?? new Set();
    secret.keys.forEach((key) => known.add(key));
    keys.set(secret.name, known);
  }
  return [...keys]
    .map(([name, set]) => {
      const all = [...set].sort();
      const isLogin = all.join() === 'password,username' && !foreign.has(name);
      return { name, keys: all, ...(isLogin ? { username: users.get(name) ?? userOf(name) } : {}) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `production/orders/postgres-orders` is of orders, `production/platform/elasticsearch/reader` of reader. */
function userOf(secret: string): string {
  const [, owner = '', ...path] = secret.split('/');
  return owner === 'platform' ? path.at(-1)! : owner;
}

/** Run by the cloud program or in the cluster; a store at a given host is somebody else's. */
function isOurs({ kind, place }: Store): boolean {
  return isInCluster(place) || (place.in === 'vpc' && place.host === undefined && ['postgres', 'redis'].includes(kind));
}

interface ServerUse {
  readonly store: Store;
  readonly user: ServerUser;
}

function storesOf(
  present: readonly AnyMicroservice[],
  microservices: readonly ResolvedMicroservice[],
  environment: Environment,
): readonly ServerUse[] {
  const resolved = new Map(microservices.map((each) => [each.name, each]));
  return present.flatMap((each) =>
    (each.props.stores ?? [])
      .filter((use) => existsIn(environment, use))
      .map(({ store, access = 'readWrite' }) => {
        const { stores, secrets } = resolved.get(each.name)!;
        const name = stores.find((other) => storeKey(other) === storeKey(store))?.secretName;
        const secret = secrets.find((other) => other.name === name)?.remoteKey ?? '';
        return { store, user: { name: each.name, secret, access } };
      }),
  );
}

function serversOf(kind: Store['kind'], uses: readonly ServerUse[], environment: Environment): readonly NeededServer[] {
  const servers = new Map<string, NeededServer>();
  for (const { store, user } of uses) {
    if (store.kind !== kind || !isOurs(store) || isInCluster(store.place)) continue;
    const connections = store.connections?.[environment.name];
    const known = servers.get(store.name) ?? {
      name: store.name,
      port: store.port,
      database: store.database,
      ...(connections === undefined ? {} : { connections }),
      users: [],
    };
    servers.set(store.name, { ...known, users: [...known.users, user] });
  }
  return [...servers.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function topicsUsed({ props, ...rest }: AnyMicroservice): readonly Topic[] {
  return [...(props.publishes ?? []), ...consumesOf({ props, ...rest }).map(({ topic }) => topic)];
}

function topicsOf(topics: readonly Topic[], environment: Environment): readonly NeededTopic[] {
  const byName = new Map(topics.map((topic) => [topic.name, topic]));
  return [...byName.values()]
    .map(({ name, partitions, retention }) => ({
      name,
      partitions: partitions[environment.name] ?? 1,
      retentionMs: milliseconds(retention)!,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function calleesOf(microservices: readonly ResolvedMicroservice[], ours: readonly string[]): CloudNeeds['callees'] {
  const calls = new Map(microservices.map(({ name, calls }) => [name, calls.map(({ to }) => to.name)]));
  const reach = (name: string, seen: Set<string>): Set<string> => {
    for (const callee of calls.get(name) ?? []) if (!seen.has(callee)) reach(callee, seen.add(callee));
    return seen;
  };
  return Object.fromEntries(
    ours.map((name) => [
      name,
      sorted([...reach(name, new Set())].filter((each) => each !== name && ours.includes(each))),
    ]),
  );
}

function entryPointsOf(microservice: ResolvedMicroservice): readonly EntryPoint[] {
  const { environment, name } = microservice;
  return microservice.ports.flatMap((port) =>
    port.public.map((entry) => ({
      microservice: name,
      port: port.name,
      containerPort: port.number,
      targetGroup: targetGroupName(environment, name, port.name),
      host: `${entry.host}.${environment.domain}`,
      routes: entry.routes,
      ...(entry.anonymous === undefined ? {} : { anonymous: entry.anonymous }),
    })),
  );
}
