import type { Address, AddressForm, Value, Writing } from './address';
import { ENDPOINT_LABELS } from './cloud-names';
import type { Environment } from './environment';
import { UserError } from './faults';
import type { Fault } from './faults';
import { existsIn, callsOf, edgesOf, namespaceOf, peerOf, pulledBy } from './graph';
import type { AnyMicroservice, MicroserviceProps } from './microservice';
import { portKey, variablesOf } from './microservice';
import { variableName } from './names';
import type { Port } from './ports';
import type { ResolvedVariable } from './resolved';
import { hasCredentials, hasTls, STORE_KINDS, storeKey } from './store';
import type { Authority, Store } from './store';

/** The texts of one callee in one environment, by form. */
type Forms = Readonly<Partial<Record<AddressForm, string>>>;

/** What a microservice may refer to: the callees it declares; null for those that this environment does not have. */
export type AddressTable = ReadonlyMap<string, Forms | null>;

/**
 * Where a store is in an environment.
 * @throws UserError when only the cloud could tell and has not yet
 */
export function storeHost(store: Store, environment: Environment): string {
  const { kind, name, place } = store;
  if (place.in === 'fleet') return place.at.to === undefined ? '' : serviceHost(place.at.to);
  if (place.in === 'cluster') return `${place.service}.${place.namespace}.svc.cluster.local`;
  const given = place.host?.[environment.name];
  if (given !== undefined) return given;
  if (kind === 'dynamodb') return `dynamodb.${environment.region}.amazonaws.com`;
  if (kind === 'postgres' || kind === 'redis')
    return `${ENDPOINT_LABELS[kind](environment, store)}.${domainOf(kind, environment)}`;
  return `${name}.${kind}.${environment.privateZone}`;
}

function domainOf(kind: keyof typeof ENDPOINT_LABELS, { name, cloud }: Environment): string {
  const field = kind === 'postgres' ? 'databaseDomain' : 'cacheDomain';
  const domain = cloud[field];
  if (domain !== undefined) return domain;
  const what = `is missing, but ${name} has stores of kind ${kind}; let the cloud program make them and write it`;
  throw new UserError('the cloud and the charts have no valid contract', [
    { where: `contract/${name}.yaml: ${field}`, what },
  ]);
}

/** The microservice's host inside the cluster, fully qualified so that no search domain is tried. */
export function serviceHost(microservice: AnyMicroservice): string {
  return `${microservice.name}.${namespaceOf(microservice)}.svc.cluster.local`;
}

/** Name of the Kubernetes Secret with a store's credentials. */
export function credentialsName(store: Pick<Store, 'name' | 'kind'>): string {
  return `${store.name}-${store.kind}`;
}

/** Folder in the program's container with a store's authority. */
export const authorityFolder = ({ configMap }: Authority): string => `/etc/authorities/${configMap}`;

/** The file in it. */
const authorityFile = (authority: Authority): string => `${authorityFolder(authority)}/${authority.key}`;

/** Collects what the microservice declared, by the keys that address tokens carry. */
export function addressTable(
  microservice: AnyMicroservice,
  environment: Environment,
  byName: ReadonlyMap<string, AnyMicroservice>,
): AddressTable {
  const table = new Map<string, Forms | null>();
  const add = (key: string, present: boolean, forms: () => Forms): void => {
    if (present) table.set(key, forms());
    else if (!table.has(key)) table.set(key, null);
  };
  for (const [name, port] of Object.entries(microservice.props.serves ?? {})) {
    for (const self of [microservice.name, ''])
      add(portKey(self, name), true, () => portForms(serviceHost(microservice), port));
  }
  for (const call of callsOf(microservice)) {
    const callee = byName.get(call.callee);
    const port = callee?.props.serves?.[call.port];
    // an edge that leads nowhere is a fault of its own, and not of the variables that are derived from it
    const leads = callee !== undefined && port !== undefined && existsIn(environment, call);
    add(portKey(call.callee, call.port), leads, () => portForms(serviceHost(callee!), port!));
  }
  for (const { props, ...pulled } of pulledBy(microservice, byName.values())) {
    const name = String(props.scrape?.port);
    const port = props.serves?.[name];
    if (port) add(portKey(pulled.name, name), true, () => portForms(serviceHost({ props, ...pulled }), port));
  }
  for (const edge of edgesOf(microservice)) {
    if (edge.kind !== 'outside') continue;
    const host = edge.to.host[environment.name] ?? '';
    add(`outside/${edge.to.name}`, existsIn(environment, edge), () => hostForms('https', host, edge.to.port, 443));
  }
  for (const use of microservice.props.stores ?? []) {
    add(storeKey(use.store), existsIn(environment, use), () => storeForms(use.store, environment));
  }
  return table;
}

function portForms(host: string, port: Port): Forms {
  const number = port.servicePort ?? port.port;
  const scheme = port.protocol === 'tcp' || port.protocol === 'udp' ? port.protocol : 'http';
  return {
    host,
    port: String(number),
    hostPort: `${host}:${number}`,
    url: `${scheme}://${host}:${number}${port.path ?? ''}`,
  };
}

function hostForms(scheme: string, host: string, port: number, usual: number): Forms {
  const authority = port === usual ? host : `${host}:${port}`;
  return { host, port: String(port), hostPort: `${host}:${port}`, url: `${scheme}://${authority}` };
}

/** URLs carry no user and no password: those come from the Secret. */
function storeForms(store: Store, environment: Environment): Forms {
  const kind = STORE_KINDS[store.kind];
  const host = storeHost(store, environment);
  const tls = hasTls(store.place);
  const scheme = tls ? kind.scheme : (kind.plain?.scheme ?? kind.scheme);
  const forms = hostForms(scheme, host, store.port, -1);
  const database = `${scheme}://${host}:${store.port}/${store.database}`;
  const asking = (word: string): string => (tls ? `?${word}` : '');
  return {
    ...forms,
    ...(kind.sql && {
      url: `${database}${asking(kind.sql.url)}`,
      jdbcUrl: `jdbc:${database}${asking(kind.sql.jdbc)}`,
    }),
    name: store.database,
    region: environment.region,
  };
}

/** Result of writing out an environment: variables in order, and what could not be. */
export interface Variables {
  readonly variables: readonly ResolvedVariable[];
  readonly faults: readonly Fault[];
}

/** Writes values out; a value whose edge this environment does not have is left out. */
export function resolveVariables(
  where: string,
  values: Readonly<Record<string, Value>>,
  table: AddressTable,
  secretName: (path: string) => string,
): Variables {
  const faults: Fault[] = [];
  const variables: ResolvedVariable[] = [];
  for (const [name, value] of Object.entries(values)) {
    const resolved = resolveValue(value, table, secretName);
    if (resolved === undefined) continue;
    if ('fault' in resolved) faults.push({ where: `${where}.${name}`, what: resolved.fault });
    else variables.push({ name, ...resolved });
  }
  return { variables, faults };
}

type Written =
  | { readonly value: string }
  | { readonly secret: { name: string; key: string } }
  | { readonly field: string }
  | { readonly fault: string };

function resolveValue(value: Value, table: AddressTable, secretName: (path: string) => string): Written | undefined {
  if (typeof value !== 'object') return { value: String(value) };
  if ('field' in value) return { field: value.field };
  if ('secret' in value) return { secret: { name: secretName(value.secret), key: value.key } };
  if ('address' in value && value.address === 'username')
    return { secret: { name: secretName(value.of), key: 'username' } };
  const written = resolveWriting(value, table);
  return typeof written === 'string' ? { value: written } : written;
}

/** Writes addresses out; undefined where this environment does not have an edge. */
export function resolveWriting(value: Writing, table: AddressTable): string | { fault: string } | undefined {
  const parts = typeof value === 'string' ? [value] : 'text' in value ? value.text : [value];
  let written = '';
  for (const part of parts) {
    if (typeof part === 'string') written += part;
    else {
      const found = lookUp(part, table);
      if (found === undefined) return undefined;
      if (typeof found !== 'string') return found;
      written += found;
    }
  }
  return written;
}

function lookUp(address: Address, table: AddressTable): string | { fault: string } | undefined {
  const forms = table.get(address.of);
  if (forms === null) return undefined;
  if (forms === undefined) {
    if (address.of.startsWith('.'))
      return { fault: `refers to its own port ${address.of.slice(1)}, which it does not serve` };
    const declare = address.of.includes('/') ? 'stores or calls' : 'calls';
    return { fault: `refers to ${address.of}, to which there is no edge; declare it in ${declare}` };
  }
  return (
    forms[address.address] ?? {
      fault: `wants ${address.of} as ${address.address}; it has ${Object.keys(forms).join(', ')}`,
    }
  );
}

/** Every callee whose address the author writes, so that no variable is derived for it a second time. */
function mentioned(props: MicroserviceProps): ReadonlySet<string> {
  const { command = [], args = [], files = {} } = props;
  const keys = new Set<string>();
  for (const value of [...Object.values(variablesOf(props)), ...command, ...args, ...Object.values(files)]) {
    if (typeof value !== 'object') continue;
    if ('address' in value) keys.add(value.of);
    if ('text' in value) for (const part of value.text) if (typeof part !== 'string') keys.add(part.of);
  }
  return keys;
}

/** The variables that edges bring along when the author names none: where each callee is. */
export function derivedValues(
  microservice: AnyMicroservice,
  environment: Environment,
  byName: ReadonlyMap<string, AnyMicroservice>,
): Record<string, Value> {
  const own = mentioned(microservice.props);
  const values: Record<string, Value> = {};
  for (const call of callsOf(microservice)) {
    const key = portKey(call.callee, call.port);
    if (call.silent || own.has(key) || !existsIn(environment, call) || call.callee === microservice.name) continue;
    const several = Object.keys(byName.get(call.callee)?.props.serves ?? {}).length > 1;
    values[variableName(call.callee, ...(several ? [call.port] : []), 'url')] = { address: 'url', of: key };
  }
  for (const edge of edgesOf(microservice)) {
    if (edge.kind !== 'outside' || edge.silent || own.has(`outside/${edge.to.name}`) || !existsIn(environment, edge))
      continue;
    values[variableName(edge.to.name, 'url')] = { address: 'url', of: `outside/${edge.to.name}` };
  }
  for (const use of microservice.props.stores ?? []) {
    if (use.silent || !existsIn(environment, use) || own.has(storeKey(use.store))) continue;
    const { store } = use;
    const of = storeKey(store);
    values[variableName(store.name, store.kind, 'host')] = { address: 'host', of };
    values[variableName(store.name, store.kind, 'port')] = { address: 'port', of };
    values[variableName(store.name, store.kind, 'database')] = { address: 'name', of };
    if (hasCredentials(store))
      values[variableName(store.name, store.kind, 'credentials')] = `/etc/secrets/${credentialsName(store)}`;
    if (store.place.in === 'cluster' && store.place.authority)
      values[variableName(store.name, store.kind, 'authority')] = authorityFile(store.place.authority);
    if (use.maxConnections !== undefined)
      values[variableName(store.name, store.kind, 'max', 'connections')] = use.maxConnections;
  }
  return { ...values, ...kafkaValues(microservice, environment) };
}

function kafkaValues(microservice: AnyMicroservice, environment: Environment): Record<string, Value> {
  const { publishes = [], consumes = [] } = microservice.props;
  if (publishes.length + consumes.length === 0) return {};
  const values: Record<string, Value> = {
    AWS_REGION: environment.region,
    KAFKA_BROKERS: environment.cloud.kafkaBrokers.join(','),
  };
  for (const topic of publishes) values[variableName('topic', topic.name)] = topic.name;
  for (const each of consumes) {
    const { topic, group = peerOf(microservice).name } = each.kind === 'topic' ? { topic: each } : each;
    values[variableName('topic', topic.name)] = topic.name;
    if (!('KAFKA_CONSUMER_GROUP' in values)) values.KAFKA_CONSUMER_GROUP = group;
  }
  return values;
}
