import type { Manifest } from '../model/manifest';
import type { ResolvedMicroservice } from '../model/resolved';

/** Addresses of the data stores that stand in for those of an environment, and the password they share. */
export interface StandIns {
  readonly postgres: string;
  readonly redis: string;
  readonly kafka: string;
  readonly password: string;
}

/** Who logs in to a stand-in; any other secret of a microservice is no user. */
const USERS: Readonly<Record<string, string>> = { postgres: 'postgres', redis: 'default' };

/** What a program must know of stand-ins: they speak plain, where a cluster's stores want TLS and IAM. */
const PLAIN = {
  redis: { name: 'REDIS_TLS', value: 'false' },
  kafka: { name: 'KAFKA_SECURITY_PROTOCOL', value: 'PLAINTEXT' },
} as const;

interface Variable {
  readonly name: string;
  readonly value: string;
}

interface PodSpec {
  readonly containers: readonly { readonly env?: readonly Variable[] }[];
  readonly hostAliases?: readonly object[];
}

const usesKafka = ({ publishes, consumes }: ResolvedMicroservice): boolean => publishes.length + consumes.length > 0;

const usesRedis = ({ stores }: ResolvedMicroservice): boolean => stores.some(({ kind }) => kind === 'redis');

/** Names of the environment's stores, each with the address that answers in its place. */
function aliasesOf(microservice: ResolvedMicroservice, standIns: StandIns): readonly object[] {
  const { stores, environment } = microservice;
  const hosts = (kind: string): string[] => stores.filter((store) => store.kind === kind).map(({ host }) => host);
  const brokers = usesKafka(microservice) ? environment.cloud.kafkaBrokers.map((broker) => broker.split(':')[0]!) : [];
  return [
    { ip: standIns.postgres, hostnames: hosts('postgres') },
    { ip: standIns.redis, hostnames: hosts('redis') },
    { ip: standIns.kafka, hostnames: brokers },
  ].filter(({ hostnames }) => hostnames.length > 0);
}

/** A workload whose pods find the stand-ins under the names that its configuration has; anything else as it is. */
export function withStandIns(manifest: Manifest, microservice: ResolvedMicroservice, standIns: StandIns): Manifest {
  const spec = podSpecOf(manifest);
  const aliases = aliasesOf(microservice, standIns);
  if (spec === undefined || aliases.length === 0) return manifest;
  const variables: readonly Variable[] = [
    ...(usesRedis(microservice) ? [PLAIN.redis] : []),
    ...(usesKafka(microservice) ? [PLAIN.kafka] : []),
  ];
  const changed = structuredClone(manifest);
  Object.assign(podSpecOf(changed)!, {
    hostAliases: [...(spec.hostAliases ?? []), ...aliases],
    containers: spec.containers.map((each) => ({ ...each, env: [...(each.env ?? []), ...variables] })),
  });
  return changed;
}

/** Where a kind keeps the pod it makes. */
function podSpecOf(manifest: Manifest): PodSpec | undefined {
  type Spec = { template?: { spec?: PodSpec }; jobTemplate?: { spec: Spec } } | undefined;
  const { kind, spec } = manifest as { kind: string; spec?: Spec };
  if (kind === 'CronJob') return spec?.jobTemplate?.spec?.template?.spec;
  return ['Deployment', 'StatefulSet', 'Job'].includes(kind) ? spec?.template?.spec : undefined;
}

/** The Secret that External Secrets would have made, with what the stand-ins accept. */
export function testSecret(external: Manifest, microservice: ResolvedMicroservice, standIns: StandIns): Manifest {
  const { spec, metadata } = external as unknown as {
    metadata: { name: string; namespace?: string };
    spec: { data?: { secretKey: string }[]; target?: { name?: string } };
  };
  const name = spec.target?.name ?? metadata.name;
  const store = microservice.stores.find(({ secretName }) => secretName === name);
  const user = USERS[store?.kind ?? ''] ?? standIns.password;
  const entries = (spec.data ?? []).map(({ secretKey }) => [
    secretKey,
    secretKey === 'username' ? user : standIns.password,
  ]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }) },
    stringData: Object.fromEntries(entries) as Record<string, string>,
    type: 'Opaque',
  };
}

/** Stores for which there is no stand-in: tests that need them cannot pass here. */
export function withoutStandIn({ stores }: ResolvedMicroservice): readonly string[] {
  return stores.filter(({ kind }) => !(kind in USERS)).map(({ kind, name }) => `${kind} ${name}`);
}
