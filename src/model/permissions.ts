import type { ResolvedMicroservice } from './resolved';

/** One statement of an IAM policy; resources hold placeholders that only the cloud program can fill. */
export interface Permission {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly CloudResource[];
}

/** Something in AWS by the name the fleet knows it by. */
export type CloudResource =
  | { readonly kind: 'kafka-cluster' }
  | { readonly kind: 'kafka-topic'; readonly name: string }
  | { readonly kind: 'kafka-group'; readonly name: string }
  | { readonly kind: 'dynamodb-table'; readonly name: string }
  /** Every secret whose name begins so. */
  | { readonly kind: 'secrets'; readonly prefix: string };

/** Software that manages AWS itself, with the rights that its makers ask for; the cloud program knows them. */
export type Controller =
  'aws-load-balancer-controller' | 'cloud-preview' | 'cloud-program' | 'external-dns' | 'karpenter';

/** Who gets them: EKS Pod Identity binds a role to this ServiceAccount. */
export interface PodRole {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly permissions: readonly Permission[];
  readonly controller?: Controller;
}

/** A secret that exists in the secret store for a microservice, and the keys it must have. */
export interface StoredSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

/** What a client does with Kafka, by the names of topics and groups. */
export interface KafkaUse {
  readonly writes?: readonly string[];
  readonly reads?: readonly string[];
  readonly groups?: readonly string[];
  /** Looks at how far others have read, and reads nothing itself. */
  readonly watches?: { readonly topics: readonly string[]; readonly groups: readonly string[] };
}

/**
 * What a microservice's pods may do in AWS: exactly what its edges declare, and what its telemetry sidecar needs.
 * Actions are those of Amazon MSK's IAM access control and of DynamoDB's service authorization reference.
 */
export function podRole(microservice: ResolvedMicroservice): PodRole {
  const { platform, sidecar } = microservice;
  return {
    namespace: microservice.namespace,
    serviceAccount: microservice.self.serviceAccount,
    permissions: [
      ...kafkaPermissions({
        writes: [
          ...microservice.publishes.map(({ name }) => name),
          ...(sidecar ? [platform.collector.logsTopic, platform.collector.metricsTopic] : []),
        ],
        reads: microservice.consumes.map(({ name }) => name),
        groups: microservice.consumes.flatMap(({ group }) => (group === undefined ? [] : [group])),
      }),
      ...tables(microservice, 'read'),
      ...tables(microservice, 'readWrite'),
    ],
  };
}

/** Rights of a client on the cluster, its topics and its groups, and on nothing else. */
export function kafkaPermissions({ writes = [], reads = [], groups = [], watches }: KafkaUse): readonly Permission[] {
  const statements = [
    ...named('Publish', ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], 'kafka-topic', writes),
    ...named('Consume', ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], 'kafka-topic', reads),
    ...named('ConsumerGroups', ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'], 'kafka-group', groups),
    ...named('WatchTopics', ['kafka-cluster:DescribeTopic'], 'kafka-topic', watches?.topics ?? []),
    ...named('WatchGroups', ['kafka-cluster:DescribeGroup'], 'kafka-group', watches?.groups ?? []),
  ];
  if (statements.length === 0) return [];
  // idempotent producers are allowed at the cluster, as brokers before Kafka 3 ask
  const connect = ['kafka-cluster:Connect', ...(writes.length > 0 ? ['kafka-cluster:WriteDataIdempotently'] : [])];
  return [permission('Connect', connect, [{ kind: 'kafka-cluster' }]), ...statements];
}

/** Secrets that External Secrets reads for a microservice. */
export function storedSecrets(microservice: ResolvedMicroservice): readonly StoredSecret[] {
  return microservice.secrets.map(({ remoteKey, keys }) => ({ name: remoteKey, keys }));
}

function named(
  sid: string,
  actions: readonly string[],
  kind: 'kafka-topic' | 'kafka-group' | 'dynamodb-table',
  names: readonly string[],
): Permission[] {
  if (names.length === 0) return [];
  const resources = [...new Set(names)].sort().map((name) => ({ kind, name }));
  return [permission(sid, actions, resources)];
}

const READ_TABLE = [
  'dynamodb:BatchGetItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];
const WRITE_TABLE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

function tables(microservice: ResolvedMicroservice, access: 'read' | 'readWrite'): Permission[] {
  const names = microservice.stores
    .filter((store) => store.kind === 'dynamodb' && store.access === access)
    .map(({ name }) => name);
  const actions = access === 'read' ? READ_TABLE : [...READ_TABLE, ...WRITE_TABLE];
  return named(access === 'read' ? 'ReadTables' : 'WriteTables', actions, 'dynamodb-table', names);
}

function permission(sid: string, actions: readonly string[], resources: readonly CloudResource[]): Permission {
  return { sid, actions: [...actions].sort(), resources };
}
