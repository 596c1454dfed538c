import { listenerPorts } from '../../infra/load-balancer';
import { workflowTrust } from '../../infra/github';
import { http } from '../../src/model/ports';
import type { Fleet } from '../../src/model/fleet';
import type { AnyMicroservice, MicroserviceProps } from '../../src/model/microservice';
import { rust } from '../../src/model/runtime';
import { acme, otherFleet, store } from '../fixtures/other-fleet';
import type { Loose } from '../fixtures/rendering';
import { cloudOf, planFor } from './fixtures/cloud';

const microservice = (name: string, props: Partial<MicroserviceProps>): AnyMicroservice => ({
  kind: 'microservice',
  name,
  props: { description: 'x', team: acme, runtime: rust(), scale: { test: 1, live: 1 }, ...props },
});
const fleetOf = (...microservices: readonly AnyMicroservice[]): Fleet => ({ ...otherFleet, microservices });
const ledger = store('postgres', 'ledger', { owner: acme });
const session = store('redis', 'session', { owner: acme });

test('who writes acts as the owner, who reads gets what the owner makes', async () => {
  const cloud = await cloudOf(
    planFor(
      fleetOf(
        microservice('books', { stores: [ledger()] }),
        microservice('pays', { stores: [ledger()] }),
        microservice('audits', { stores: [ledger({ access: 'read' })] }),
      ),
      'live',
    ),
  );
  const roles = cloud.of('postgresql:index/role:Role').map(({ inputs }) => inputs);
  expect(
    roles.map(({ name, login, roles: groups = [], assumeRole }: Loose) => ({ name, login, groups, assumeRole })),
  ).toEqual([
    { name: 'audits', login: true, groups: ['ledger_reader'], assumeRole: undefined },
    { name: 'books', login: true, groups: ['ledger_owner'], assumeRole: 'ledger_owner' },
    { name: 'ledger_owner', login: false, groups: [], assumeRole: undefined },
    { name: 'pays', login: true, groups: ['ledger_owner'], assumeRole: 'ledger_owner' },
    { name: 'ledger_reader', login: false, groups: [], assumeRole: undefined },
  ]);
  const grants = [
    ...cloud.of('postgresql:index/grant:Grant'),
    ...cloud.of('postgresql:index/defaultPrivileges:DefaultPrivileges'),
  ];
  expect(grants.map(({ inputs }) => `${inputs.role} ${inputs.objectType}: ${inputs.privileges.join(' ')}`)).toEqual([
    'ledger_owner database: CONNECT CREATE TEMPORARY',
    'ledger_owner schema: CREATE USAGE',
    'ledger_reader database: CONNECT',
    'ledger_reader schema: USAGE',
    'ledger_reader sequence: SELECT',
    'ledger_reader table: SELECT',
    'ledger_reader sequence: SELECT',
    'ledger_reader table: SELECT',
  ]);
});

test('who only reads a cache may not write it', async () => {
  const cloud = await cloudOf(
    planFor(fleetOf(microservice('looks', { stores: [session({ access: 'read' })] })), 'live'),
  );
  const [user] = cloud.of('elasticache/user').filter(({ inputs }) => inputs.userName === 'looks');
  expect(user!.inputs.accessString).toBe('on ~* &* -@all +@read +@connection +info -@dangerous');
});

test('a fleet of one worker has no stores, no gateway and no load balancer', async () => {
  const cloud = await cloudOf(planFor(fleetOf(microservice('works', {})), 'test', 'dev'));
  for (const type of [
    'rds/cluster',
    'elasticache/replicationGroup',
    'dynamodb/table',
    'apigatewayv2/api',
    'lb/loadBalancer',
  ])
    expect(cloud.of(type)).toEqual([]);
});

test('entries of one port share its target group, hosts have an API each, and a reason opens a route', async () => {
  const cloud = await cloudOf(
    planFor(
      fleetOf(
        microservice('web', {
          serves: { http: http(8080) },
          public: [
            { port: 'http', host: 'api', routes: ['ANY /v1/{proxy+}'] },
            { port: 'http', host: 'api', routes: ['POST /hooks'], anonymous: 'the sender signs' },
            { port: 'http', host: 'partners', routes: ['GET /orders'] },
          ],
        }),
      ),
      'live',
    ),
  );
  expect(cloud.of('lb/targetGroup')).toHaveLength(1);
  expect(cloud.of('lb/listener').map(({ name }) => name)).toEqual([
    'api.live.acme.example-live-web-http',
    'partners.live.acme.example-live-web-http',
  ]);
  expect(cloud.of('apigatewayv2/api').map(({ inputs }) => inputs.name)).toEqual([
    'api.live.acme.example',
    'partners.live.acme.example',
  ]);
  expect(cloud.of('apigatewayv2/integration')).toHaveLength(2);
  expect(
    cloud
      .of('apigatewayv2/route')
      .map(({ name, inputs }) => `${name} ${inputs.authorizationType} ${inputs.authorizerId}`),
  ).toEqual([
    'api.live.acme.example ANY /v1/{proxy+} JWT api.live.acme.example-id',
    'api.live.acme.example POST /hooks NONE undefined',
    'partners.live.acme.example GET /orders JWT partners.live.acme.example-id',
  ]);
});

test('a listener keeps its port when others come and go, and no two share one', () => {
  const many = Array.from({ length: 300 }, (_, index) => `host-${index}`);
  const ports = listenerPorts(many);
  expect(new Set(ports.values()).size).toBe(300);
  for (const port of ports.values()) expect(port >= 20_000 && port < 30_000).toBe(true);
  expect(listenerPorts(['host-7']).get('host-7')).toBe(listenerPorts(['host-7', 'host-8', 'host-9']).get('host-7'));
});

test('a workflow is trusted by its repository and branch, in the old form of the subject and the new', () => {
  const owner = { organization: 'acme', organizationId: 7, platformRepository: 'platform', gitopsRepository: 'gitops' };
  const { Condition } = workflowTrust('arn:issuer', owner, 'orders', ['ref:refs/heads/main']);
  expect(Condition).toEqual({
    StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
    StringLike: {
      'token.actions.githubusercontent.com:sub': [
        'repo:acme/orders:ref:refs/heads/main',
        'repo:acme@7/orders@*:ref:refs/heads/main',
      ],
    },
  });
});
