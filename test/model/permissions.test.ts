import type { AnyMicroservice, MicroserviceProps } from '../../src/model/microservice';
import { podRole, storedSecrets } from '../../src/model/permissions';
import { resolveFleet } from '../../src/model/resolve/fleet';
import type { ResolvedMicroservice } from '../../src/model/resolved';
import { archive, environments, happened, inspector, otherFleet, releases, table } from '../fixtures/other-fleet';

function resolved(name: string, change: Partial<MicroserviceProps> = {}): ResolvedMicroservice {
  const microservices = otherFleet.microservices.map((each): AnyMicroservice =>
    each.name === name ? { ...each, props: { ...each.props, ...change } } : each,
  );
  return resolveFleet({ ...otherFleet, microservices }, environments.live, releases).microservices.find(
    (each) => each.name === name,
  )!;
}

const statements = (microservice: ResolvedMicroservice): string[] =>
  podRole(microservice).permissions.flatMap(({ actions, resources }) =>
    resources.flatMap((resource) =>
      actions.map((action) => `${action} ${'name' in resource ? resource.name : resource.kind}`),
    ),
  );

test('a consumer may read its topic in its group and write telemetry, and nothing else', () => {
  expect(podRole(resolved(inspector.name))).toEqual({
    namespace: 'inspector',
    serviceAccount: 'inspector',
    permissions: [
      {
        sid: 'Connect',
        actions: ['kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'],
        resources: [{ kind: 'kafka-cluster' }],
      },
      {
        sid: 'Publish',
        actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
        resources: ['otlp.logs', 'otlp.metrics'].map((name) => ({ kind: 'kafka-topic', name })),
      },
      {
        sid: 'Consume',
        actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
        resources: [{ kind: 'kafka-topic', name: 'acme.happened.v1' }],
      },
      {
        sid: 'ConsumerGroups',
        actions: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'],
        resources: [{ kind: 'kafka-group', name: 'auditors' }],
      },
    ],
  });
});

test('an edge added gives exactly its permissions, an edge removed takes them away', () => {
  const without = statements(resolved('gateway'));
  const withEdge = statements(resolved('gateway', { publishes: [happened] }));
  expect(withEdge.filter((each) => !without.includes(each))).toEqual([
    'kafka-cluster:DescribeTopic acme.happened.v1',
    'kafka-cluster:WriteData acme.happened.v1',
  ]);
  expect(without.filter((each) => !withEdge.includes(each))).toEqual([]);
});

test('a table that is read gives no right to write', () => {
  const reading = statements(resolved(archive.name)).filter((each) => each.startsWith('dynamodb:'));
  expect(reading).toContain('dynamodb:GetItem table');
  expect(reading).not.toContain('dynamodb:PutItem table');
  const writing = statements(resolved(archive.name, { stores: [table()], env: {} }));
  expect(writing).toContain('dynamodb:PutItem table');
});

test('a microservice without topics and telemetry gets no role to speak of', () => {
  expect(podRole(resolved('worker')).permissions).toEqual([]);
});

test('the secrets that must exist are named with their keys', () => {
  expect(storedSecrets(resolved(archive.name))).toContainEqual({
    name: 'live/archive/mysql-legacy',
    keys: ['password', 'username'],
  });
});
