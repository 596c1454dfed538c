import { addressesOf, Secret } from './address';
import type { AddressesOf, AddressForm } from './address';
import type { Call } from './microservice';
import type { Team } from './team';

/** Kinds of stores whose port, credentials and address forms are known. */
export type StoreKind =
  'postgres' | 'mysql' | 'redis' | 'mongodb' | 'rabbitmq' | 'opensearch' | 'elasticsearch' | 'dynamodb' | 'warehouse';

/** Port, URL scheme and ways in of each kind. Ports are the engines' registered defaults. */
export const STORE_KINDS: Readonly<Record<StoreKind, KindOfStore>> = {
  postgres: { port: 5432, scheme: 'postgresql', sql: sql('sslmode=require'), credentials: true },
  // Connector/J has a word of its own, and refuses others' values
  mysql: { port: 3306, scheme: 'mysql', sql: sql('ssl-mode=REQUIRED', 'sslMode=REQUIRED'), credentials: true },
  redis: { port: 6379, scheme: 'rediss', plain: { port: 6379, scheme: 'redis' }, credentials: true },
  mongodb: { port: 27017, scheme: 'mongodb', credentials: true },
  rabbitmq: { port: 5671, scheme: 'amqps', plain: { port: 5672, scheme: 'amqp' }, credentials: true },
  opensearch: { port: 443, scheme: 'https', plain: { port: 9200, scheme: 'http' }, credentials: true },
  elasticsearch: { port: 9200, scheme: 'https', plain: { port: 9200, scheme: 'http' }, credentials: true },
  dynamodb: { port: 443, scheme: 'https', credentials: false, iam: 'dynamodb' },
  warehouse: { port: 5439, scheme: 'redshift', sql: sql('sslmode=require', 'ssl=true'), credentials: true },
};

interface KindOfStore {
  readonly port: number;
  readonly scheme: string;
  readonly plain?: Plain;
  /** Relational databases. */
  readonly sql?: Sql;
  readonly credentials: boolean;
  readonly iam?: string;
}

/** Port and scheme where the server has no certificate. */
interface Plain {
  readonly port: number;
  readonly scheme: string;
}

/** What asks for TLS in the URL of a database, and in that of JDBC. */
interface Sql {
  readonly url: string;
  readonly jdbc: string;
}

function sql(url: string, jdbc = url): Sql {
  return { url, jdbc };
}

/**
 * Where a store runs: derived by naming in the private zone, at given hosts, as pods of the cluster, or as a microservice of
 * the fleet. In the cluster it has a certificate only where `authority` says whose.
 */
export type StorePlace =
  | { readonly in: 'vpc'; readonly host?: Readonly<Record<string, string>> }
  | { readonly in: 'internet'; readonly host: Readonly<Record<string, string>> }
  | {
      readonly in: 'cluster';
      readonly namespace: string;
      readonly service: string;
      readonly labels: Readonly<Record<string, string>>;
      /** The authority of its certificate, where that is the cluster's own, which no image knows. */
      readonly authority?: Authority;
    }
  /** The port as a call of it names it: `postgres.sql()`. */
  | { readonly in: 'fleet'; readonly at: Call };

/** Whether the server proves who it is, and encrypts. */
export function hasTls(place: StorePlace): boolean {
  if (place.in === 'cluster') return place.authority !== undefined;
  return place.in !== 'fleet';
}

/** Whether the cloud has no part in it. */
export function isInCluster(place: StorePlace): boolean {
  return place.in === 'cluster' || place.in === 'fleet';
}

/** Key of a ConfigMap that is in every namespace. */
export interface Authority {
  readonly configMap: string;
  readonly key: string;
}

/** A database, cache or broker that microservices use. */
export interface Store {
  readonly kind: StoreKind;
  readonly name: string;
  readonly owner: Team;
  readonly port: number;
  readonly place: StorePlace;
  /** Name of the database inside the server. @default the store's name with underscores */
  readonly database: string;
  /** Relational: connections the server accepts in each environment; pools times replicas must fit. */
  readonly connections?: Readonly<Record<string, number>>;
  /** `false` where the server asks for none. @default what its kind needs */
  readonly credentials?: false;
}

/** Whether a Secret with its credentials is needed. */
export function hasCredentials(store: Store): boolean {
  return store.credentials ?? STORE_KINDS[store.kind].credentials;
}

/** A microservice's use of a store. */
export interface StoreUse {
  readonly kind: 'store';
  readonly store: Store;
  /** Size of each replica's connection pool. */
  readonly maxConnections?: number;
  /** DynamoDB and the like: what the pod's role may do. @default read and write */
  readonly access?: 'read' | 'readWrite';
  /** No environment variables of their own for this store. */
  readonly silent?: boolean;
  readonly only?: readonly string[];
}

type StoreAddresses = AddressesOf<
  Extract<AddressForm, 'host' | 'port' | 'hostPort' | 'url' | 'jdbcUrl' | 'name' | 'username'>
>;

/** A store with its addresses; calling it declares a use: `ordersDatabase({ maxConnections: 20 })`. */
export interface StoreReference extends StoreAddresses {
  (options?: Omit<StoreUse, 'kind' | 'store'>): StoreUse;
  readonly store: Store;
  readonly username: Address_;
  readonly password: Secret;
}
type Address_ = StoreAddresses['username'];

/** Declares a store of any kind. */
export function store(
  kind: StoreKind,
  name: string,
  props: Partial<Omit<Store, 'kind' | 'name'>> & { owner: Team },
): StoreReference {
  const { place = { in: 'vpc' } } = props;
  const declared: Store = {
    kind,
    name,
    port: portOf(kind, place),
    place,
    database: name.replaceAll('-', '_'),
    ...props,
  };
  const use = (options: Omit<StoreUse, 'kind' | 'store'> = {}): StoreUse => ({
    kind: 'store',
    store: declared,
    ...options,
  });
  const of = storeKey(declared);
  const addresses = addressesOf(of, ['host', 'port', 'hostPort', 'url', 'jdbcUrl', 'username'] as const);
  Object.defineProperty(use, 'name', { value: { address: 'name', of }, enumerable: true });
  return Object.assign(use, addresses, {
    store: declared,
    password: new Secret(of, 'password'),
  }) as unknown as StoreReference;
}

function portOf(kind: StoreKind, place: StorePlace): number {
  const { port, plain } = STORE_KINDS[kind];
  const served = place.in === 'fleet' ? place.at.to?.props.serves?.[place.at.port] : undefined;
  return served?.servicePort ?? served?.port ?? (hasTls(place) ? port : (plain?.port ?? port));
}

/** `postgres/orders`: how addresses and credentials name a store. */
export function storeKey(store: Pick<Store, 'kind' | 'name'>): string {
  return `${store.kind}/${store.name}`;
}
