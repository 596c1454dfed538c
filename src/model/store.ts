import { addressesOf, Secret } from './address';
import type { AddressesOf, AddressForm } from './address';
import type { Team } from './team';

/** Kinds of stores whose port, credentials and address forms are known. */
export type StoreKind =
  'postgres' | 'mysql' | 'redis' | 'mongodb' | 'rabbitmq' | 'opensearch' | 'elasticsearch' | 'dynamodb' | 'warehouse';

interface KindOfStore {
  readonly port: number;
  readonly scheme: string;
  /** Relational: the scheme of JDBC. */
  readonly jdbc?: string;
  /** Relational: what asks for TLS in a URL, and in JDBC where its drivers have another word. */
  readonly tls?: string;
  readonly jdbcTls?: string;
  readonly credentials: boolean;
  readonly iam?: string;
}

/** Port, URL scheme and ways in of each kind. Ports are the engines' registered defaults. */
export const STORE_KINDS: Readonly<Record<StoreKind, KindOfStore>> = {
  postgres: { port: 5432, scheme: 'postgresql', jdbc: 'postgresql', tls: 'sslmode=require', credentials: true },
  mysql: {
    port: 3306,
    scheme: 'mysql',
    jdbc: 'mysql',
    tls: 'ssl-mode=REQUIRED',
    jdbcTls: 'sslMode=REQUIRED',
    credentials: true,
  },
  redis: { port: 6379, scheme: 'rediss', credentials: true },
  mongodb: { port: 27017, scheme: 'mongodb', credentials: true },
  rabbitmq: { port: 5671, scheme: 'amqps', credentials: true },
  opensearch: { port: 443, scheme: 'https', credentials: true },
  elasticsearch: { port: 9200, scheme: 'https', credentials: true },
  dynamodb: { port: 443, scheme: 'https', credentials: false, iam: 'dynamodb' },
  warehouse: {
    port: 5439,
    scheme: 'redshift',
    jdbc: 'redshift',
    tls: 'sslmode=require',
    jdbcTls: 'ssl=true',
    credentials: true,
  },
};

/** Where a store runs: derived by naming in the private zone, at given hosts, or as pods of the cluster. */
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
    };

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
  const declared: Store = {
    kind,
    name,
    port: STORE_KINDS[kind].port,
    place: { in: 'vpc' },
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

/** `postgres/orders`: how addresses and credentials name a store. */
export function storeKey(store: Pick<Store, 'kind' | 'name'>): string {
  return `${store.kind}/${store.name}`;
}
