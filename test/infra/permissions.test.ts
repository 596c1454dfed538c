import fc from 'fast-check';
import { planOf } from '../../infra/stack';
import { podTrust, statementOf } from '../../infra/pod-roles';
import { cloudNeeds } from '../../src/model/cloud';
import type { CloudNeeds } from '../../src/model/cloud';
import type { Fleet } from '../../src/model/fleet';
import type { AnyMicroservice, MicroserviceProps } from '../../src/model/microservice';
import { rust } from '../../src/model/runtime';
import { consume } from '../../src/model/topic';
import { acme, environments, otherFleet, store, topic } from '../fixtures/other-fleet';
import type { Loose } from '../fixtures/rendering';
import { cloudOf, planFor } from './fixtures/cloud';
import type { Cloud } from './fixtures/cloud';

const policyOf = (cloud: Cloud, role: string): Loose =>
  JSON.parse(cloud.of('iam/rolePolicy').find(({ name }) => name === role)!.inputs.policy);

test('what two microservices may do in production', async () => {
  const cloud = await cloudOf(planOf('production'));
  expect({ orders: policyOf(cloud, 'orders/orders'), pricing: policyOf(cloud, 'pricing/pricing') }).toMatchSnapshot();
  const trust = cloud.of('iam/role').find(({ name }) => name === 'orders/orders')!.inputs.assumeRolePolicy;
  expect(trust).toBe(podTrust('arn:aws:eks/cluster:Cluster:cluster', 'orders', 'orders'));
  // External Secrets reads what is its environment's, and controllers what their makers ask for
  expect(policyOf(cloud, 'external-secrets/external-secrets').Statement.map(({ Resource }: Loose) => Resource)).toEqual(
    [['arn:aws:secretsmanager:eu-central-1:333333333333:secret:production/*']],
  );
  expect(policyOf(cloud, 'external-dns/external-dns').Statement[0].Resource).toBe(
    'arn:aws:route53:::hostedzone/platform.shop.example',
  );
  for (const controller of ['kube-system/karpenter', 'kube-system/aws-load-balancer-controller'])
    expect(JSON.stringify(policyOf(cloud, controller))).toContain('shop-production');
});

/* Random fleets of edges: what a microservice publishes, consumes and keeps. */

const TOPICS = ['a', 'b', 'c'].map((name) =>
  topic(`acme.${name}.v1`, {
    owner: acme,
    partitions: { test: 3, live: 6 },
    retention: '1d',
    publishedOutside: 'a test',
  }),
);
const TABLES = ['t', 'u'].map((name) => store('dynamodb', name, { owner: acme }));
const DATABASES = ['d', 'e'].map((name) => store('postgres', name, { owner: acme }));

/** An edge of one of a few microservices. */
type Edge = readonly [owner: number, kind: 'publishes' | 'consumes' | 'reads' | 'keeps' | 'signsIn', to: number];

const edge: fc.Arbitrary<Edge> = fc.tuple(
  fc.nat(2),
  fc.constantFrom('publishes', 'consumes', 'reads', 'keeps', 'signsIn'),
  fc.nat(1),
);

function fleetOf(edges: readonly Edge[]): Fleet {
  const microservices = [0, 1, 2].map((owner): AnyMicroservice => {
    const to = (...kinds: readonly Edge[1][]): number[] => [
      ...new Set(edges.filter((each) => each[0] === owner && kinds.includes(each[1])).map((each) => each[2])),
    ];
    // keeping includes reading, so a table is used once
    const keeps = to('keeps');
    const props: MicroserviceProps = {
      description: 'drawn by chance',
      team: acme,
      image: 'docker.io/acme/any',
      runtime: rust(),
      sidecar: false,
      publishes: to('publishes').map((index) => TOPICS[index]!),
      consumes: to('consumes').map((index) => consume(TOPICS[index]!, { group: `g${owner}` })),
      stores: [
        ...keeps.map((index) => TABLES[index]!()),
        ...to('reads')
          .filter((index) => !keeps.includes(index))
          .map((index) => TABLES[index]!({ access: 'read' })),
        ...to('signsIn').map((index) => DATABASES[index]!()),
      ],
      scale: { test: 1, live: 1 },
    };
    return { kind: 'microservice', name: `m${owner}`, props };
  });
  return { ...otherFleet, microservices };
}

/** Every single right, as who may do what on what. */
function rightsOf({ podRoles }: CloudNeeds): Set<string> {
  const known = { kafkaCluster: 'arn:k:cluster/c/u', region: 'r', account: 'a', cluster: 'c', platformZone: 'z' };
  return new Set(
    podRoles.flatMap(({ serviceAccount, permissions }) =>
      permissions.flatMap((permission) => {
        const { Action, Resource } = statementOf(permission, known);
        return [Resource].flat().flatMap((on) => [Action].flat().map((action) => `${serviceAccount} ${action} ${on}`));
      }),
    ),
  );
}

/** What an edge must give, written down a second time. */
function rightsBy([owner, kind, to]: Edge): string[] {
  const on = (resource: string, ...actions: string[]): string[] =>
    actions.map((action) => `m${owner} ${action} ${resource}`);
  const cluster = 'arn:k:cluster/c/u';
  const topicArn = `arn:k:topic/c/u/${TOPICS[to]!.name}`;
  const table = `arn:aws:dynamodb:r:a:table/${TABLES[to]!.store.name}`;
  const reads = ['BatchGetItem', 'DescribeTable', 'GetItem', 'Query', 'Scan'].map((action) => `dynamodb:${action}`);
  const writes = ['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem'].map((action) => `dynamodb:${action}`);
  switch (kind) {
    case 'publishes':
      return [
        ...on(cluster, 'kafka-cluster:Connect', 'kafka-cluster:WriteDataIdempotently'),
        ...on(topicArn, 'kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'),
      ];
    case 'consumes':
      return [
        ...on(cluster, 'kafka-cluster:Connect'),
        ...on(topicArn, 'kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'),
        ...on(`arn:k:group/c/u/g${owner}`, 'kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'),
      ];
    case 'reads':
      return on(table, ...reads);
    case 'keeps':
      return on(table, ...reads, ...writes);
    case 'signsIn':
      return [];
  }
}

test('rights are exactly the sum of what the edges give', () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 8 }), (edges) => {
      const needs = cloudNeeds(fleetOf(edges), environments.live);
      expect([...rightsOf(needs)].sort()).toEqual([...new Set(edges.flatMap(rightsBy))].sort());
    }),
    { numRuns: 60 },
  );
});

test('an edge more or less changes its owner’s role and nobody else’s', () => {
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 6 }), edge, (edges, one) => {
      const before = cloudNeeds(fleetOf(edges), environments.live).podRoles;
      const after = cloudNeeds(fleetOf([...edges, one]), environments.live).podRoles;
      const others = (roles: typeof before): unknown =>
        roles.filter(({ serviceAccount }) => serviceAccount !== `m${one[0]}`);
      expect(others(after)).toEqual(others(before));
    }),
    { numRuns: 60 },
  );
});

test('a store that is signed in to gives a login and no rights in IAM', () => {
  const needs = (edges: readonly Edge[]): CloudNeeds => cloudNeeds(fleetOf(edges), environments.live);
  const signed = needs([[1, 'signsIn', 0]]);
  expect(signed.podRoles).toEqual([]);
  expect(signed.secrets).toEqual([{ name: 'live/m1/postgres-d', keys: ['password', 'username'], username: 'm1' }]);
  expect(signed.databases.map(({ name, users }) => [name, users])).toEqual([
    ['d', [{ name: 'm1', secret: 'live/m1/postgres-d', access: 'readWrite' }]],
  ]);
  expect(needs([]).secrets).toEqual([]);
});

test('the whole cloud of random fleets says the same as the model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edge, { minLength: 1, maxLength: 8 }), async (edges) => {
      const plan = planFor(fleetOf(edges), 'live');
      const cloud = await cloudOf(plan);
      const { podRoles, secrets, topics, tables } = plan.needs;
      const names = (type: string): string[] => cloud.of(type).map(({ inputs }) => inputs.name);
      expect(names('secretsmanager/secret')).toEqual(secrets.map(({ name }) => name));
      expect(names('msk/topic')).toEqual(topics.map(({ name }) => name));
      expect(names('dynamodb/table')).toEqual(tables);
      const associations = cloud.of('eks/podIdentityAssociation').map(({ inputs }) => inputs.serviceAccount);
      expect(associations).toEqual(podRoles.map(({ serviceAccount }) => serviceAccount).sort());
      for (const { namespace, serviceAccount, permissions } of podRoles)
        expect(policyOf(cloud, `${namespace}/${serviceAccount}`).Statement).toHaveLength(permissions.length);
    }),
    { numRuns: 5 },
  );
});
