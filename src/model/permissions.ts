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
  | { readonly kind: 'dynamodb-table'; readonly name: string };

/** Who gets them: EKS Pod Identity binds a role to this ServiceAccount. */
export interface PodRole {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly permissions: readonly Permission[];
}

/** A secret that exists in the secret store for a microservice, and the keys it must have. */
export interface StoredSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

/**
 * What a microservice's pods may do in AWS: exactly what its edges declare, and what its telemetry sidecar needs.
 * Actions are those of Amazon MSK's IAM access control and of DynamoDB's service authorization reference.
 */
export function podRole(microservice: ResolvedMicroservice): PodRole {
  const { platform, sidecar } = microservice;
  const written = [
    ...microservice.publishes.map(({ name }) => name),
    ...(sidecar ? [platform.collector.logsTopic, platform.collector.metricsTopic] : []),
  ];
  const read = microservice.consumes.map(({ name }) => name);
  const groups = microservice.consumes.flatMap(({ group }) => (group === undefined ? [] : [group]));
  return {
    namespace: microservice.namespace,
    serviceAccount: microservice.self.serviceAccount,
    permissions: [
      ...(written.length + read.length === 0 ? [] : [connect()]),
      ...topics('Publish', ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], written),
      ...topics('Consume', ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], read),
      ...(groups.length === 0
        ? []
        : [
            permission(
              'ConsumerGroups',
              ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
              unique(groups).map((name) => ({ kind: 'kafka-group', name })),
            ),
          ]),
      ...tables(microservice, 'read'),
      ...tables(microservice, 'readWrite'),
    ],
  };
}

/** Secrets that External Secrets reads for a microservice. */
export function storedSecrets(microservice: ResolvedMicroservice): readonly StoredSecret[] {
  return microservice.secrets.map(({ remoteKey, keys }) => ({ name: remoteKey, keys }));
}

/** Idempotent producers are allowed at the cluster, as brokers before Kafka 3 ask. */
function connect(): Permission {
  return permission(
    'Connect',
    ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'],
    [{ kind: 'kafka-cluster' }],
  );
}

function topics(sid: string, actions: readonly string[], names: readonly string[]): Permission[] {
  return names.length === 0
    ? []
    : [
        permission(
          sid,
          actions,
          unique(names).map((name) => ({ kind: 'kafka-topic', name })),
        ),
      ];
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
  if (names.length === 0) return [];
  const actions = access === 'read' ? READ_TABLE : [...READ_TABLE, ...WRITE_TABLE];
  return [
    permission(
      access === 'read' ? 'ReadTables' : 'WriteTables',
      actions,
      names.map((name) => ({ kind: 'dynamodb-table', name })),
    ),
  ];
}

function permission(sid: string, actions: readonly string[], resources: readonly CloudResource[]): Permission {
  return { sid, actions: [...actions].sort(), resources };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();
