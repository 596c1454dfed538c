import { contains } from '../../infra/cidr';
import type { Plan } from '../../infra/program';
import { planOf } from '../../infra/stack';
import { rust } from '../../src/model/runtime';
import { acme, microservice, otherFleet, store } from '../fixtures/other-fleet';
import type { Loose } from '../fixtures/rendering';
import type { Cloud, Made } from './fixtures/cloud';
import { cloudOf, planFor, shown } from './fixtures/cloud';

/** Uses the stores that the other fleet does not. */
const keeper = microservice('keeper', {
  description: 'Keeps books',
  team: acme,
  runtime: rust(),
  stores: [store('postgres', 'ledger', { owner: acme })(), store('redis', 'sessions', { owner: acme })()],
  scale: { test: 1, live: 1 },
});

const plans: Readonly<Record<string, Plan>> = {
  dev: planOf('dev'),
  staging: planOf('staging'),
  production: planOf('production'),
  'another fleet': planFor({ ...otherFleet, microservices: [...otherFleet.microservices, keeper] }, 'live'),
};
const clouds = new Map<string, Cloud>();
beforeAll(async () => {
  for (const [name, plan] of Object.entries(plans)) clouds.set(name, await cloudOf(plan));
});

const named = (made: readonly Made[]): string[] => made.map(({ name }) => name);

/** What makes a resource of a type encrypted; whatever else is made must be known to hold nothing. */
const ENCRYPTED: Readonly<Record<string, (inputs: Loose) => unknown>> = {
  'aws:cloudwatch/logGroup:LogGroup': ({ kmsKeyId }) => kmsKeyId,
  'aws:dynamodb/table:Table': ({ serverSideEncryption }) => serverSideEncryption.kmsKeyArn,
  'aws:ebs/defaultKmsKey:DefaultKmsKey': ({ keyArn }) => keyArn,
  'aws:ebs/encryptionByDefault:EncryptionByDefault': ({ enabled }) => enabled,
  'aws:ec2/launchTemplate:LaunchTemplate': ({ blockDeviceMappings }) =>
    blockDeviceMappings.every(({ ebs }: Loose) => ebs.encrypted === 'true' && ebs.kmsKeyId),
  'aws:ecr/repository:Repository': ({ encryptionConfigurations: [first] }) =>
    first.encryptionType === 'KMS' && first.kmsKey,
  'aws:eks/cluster:Cluster': ({ encryptionConfig }) =>
    encryptionConfig.resources.includes('secrets') && encryptionConfig.provider.keyArn,
  'aws:elasticache/replicationGroup:ReplicationGroup': (inputs) =>
    inputs.atRestEncryptionEnabled &&
    inputs.kmsKeyId &&
    inputs.transitEncryptionEnabled &&
    inputs.transitEncryptionMode === 'required',
  'aws:lb/listener:Listener': ({ protocol, certificateArn }) => protocol === 'TLS' && certificateArn,
  'aws:msk/cluster:Cluster': ({ encryptionInfo, clientAuthentication }) =>
    encryptionInfo.encryptionAtRestKmsKeyArn &&
    encryptionInfo.encryptionInTransit.clientBroker === 'TLS' &&
    encryptionInfo.encryptionInTransit.inCluster &&
    clientAuthentication.unauthenticated === false,
  'aws:rds/cluster:Cluster': (inputs) => inputs.storageEncrypted && inputs.kmsKeyId && inputs.masterUserSecretKmsKeyId,
  'aws:rds/clusterInstance:ClusterInstance': ({ performanceInsightsKmsKeyId }) => performanceInsightsKmsKeyId,
  'aws:rds/clusterParameterGroup:ClusterParameterGroup': ({ parameters }) =>
    parameters.some(({ name, value }: Loose) => name === 'rds.force_ssl' && value === '1'),
  'aws:secretsmanager/secret:Secret': ({ kmsKeyId }) => kmsKeyId,
  'aws:sns/topic:Topic': ({ kmsMasterKeyId }) => kmsMasterKeyId,
  'aws:sqs/queue:Queue': ({ kmsMasterKeyId }) => kmsMasterKeyId,
  'pulumi:providers:postgresql': ({ sslmode }) => sslmode === 'require',
};

/** Names, rules, rights, addresses and settings: they hold nothing of anybody's. */
const HOLDS_NOTHING =
  /^(aws:(acm|apigatewayv2|iam|kms|vpc)\/|aws:cloudwatch\/(eventRule|eventTarget|metricAlarm):|aws:ec2\/(default|eip|flowLog|internetGateway|natGateway|route|securityGroup|subnet|tag|vpc)|aws:ecr\/lifecyclePolicy|aws:eks\/(access|addon|nodeGroup|podIdentity)|aws:elasticache\/(subnetGroup|user|userGroup):|aws:lb\/(loadBalancer|targetGroup):|aws:msk\/(configuration|topic):|aws:rds\/subnetGroup|aws:route53\/|aws:s3\/accountPublicAccessBlock|aws:secretsmanager\/secretVersion|aws:sns\/topic(Policy|Subscription)|aws:sqs\/queuePolicy|chartwright:infra:|postgresql:|pulumi:providers:aws$|random:)/;

/** Actions for which AWS knows no resource, or which only make something that is yet to have a name. */
const WITHOUT_RESOURCE =
  /^(ec2:(Describe|Get)|elasticloadbalancing:Describe|acm:(Describe|List)|shield:|wafv2:Get|pricing:|iam:ListInstanceProfiles|route53:ListHostedZones|ecr:GetAuthorizationToken)/;

describe.each(Object.keys(plans))('the cloud of %s', (name) => {
  const { environment } = plans[name]!.needs;
  let cloud: Cloud;
  beforeAll(() => {
    cloud = clouds.get(name)!;
  });

  test('no security group admits anything from outside of the VPC', () => {
    for (const { inputs } of cloud.of('vpc/securityGroupIngressRule')) {
      expect(inputs.cidrIpv6).toBeUndefined();
      if (inputs.cidrIpv4 === undefined) expect(inputs.referencedSecurityGroupId).toMatch(/./);
      else expect(contains(environment.network.vpc, inputs.cidrIpv4)).toBe(true);
    }
    for (const { inputs } of cloud.of('ec2/securityGroup'))
      expect([inputs.ingress, inputs.egress]).toEqual([undefined, undefined]);
    expect(cloud.of('ec2/defaultSecurityGroup')[0]!.inputs).toMatchObject({ ingress: [], egress: [] });
  });

  test('only the gateways to the internet lie in a subnet that the internet reaches', () => {
    const [internet] = cloud.of('ec2/internetGateway');
    const open = cloud.of('ec2/route').filter(({ inputs }) => inputs.gatewayId === `${internet!.name}-id`);
    expect(named(open)).toEqual(['internet']);
    const subnets = cloud
      .of('ec2/routeTableAssociation')
      .filter(({ inputs }) => inputs.routeTableId === 'internet-id')
      .map(({ inputs }) => inputs.subnetId);
    expect(subnets).toEqual(['internet-a-id', 'internet-b-id', 'internet-c-id']);
    const inside = cloud.made.filter((made) =>
      subnets.some((subnet) => JSON.stringify(made.inputs).includes(`"${subnet}"`)),
    );
    expect([...new Set(inside.map(({ type }) => type))].sort()).toEqual([
      'aws:ec2/natGateway:NatGateway',
      'aws:ec2/routeTableAssociation:RouteTableAssociation',
    ]);
    for (const { inputs } of cloud.of('ec2/subnet')) expect(inputs.mapPublicIpOnLaunch).toBe(false);
  });

  test('stores, load balancers and the API server have no way out of the VPC', () => {
    expect(named(cloud.of('ec2/route'))).toEqual(['internet', 'pods-a', 'pods-b', 'pods-c']);
    const inner = cloud.of('ec2/routeTableAssociation').filter(({ inputs }) => inputs.routeTableId === 'inner-id');
    expect(inner).toHaveLength(9);
  });

  test('nothing asks to be public', () => {
    const asked = (value: Loose, path: string): string[] =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).flatMap(([key, inner]) => asked(inner, `${path}.${key}`))
        : /public/i.test(path) && /access|endpoint/i.test(path)
          ? [`${path.replace(/^.*?\./, '')} ${String(value)}`]
          : [];
    const all = cloud.made
      .filter(({ type }) => !type.includes('PublicAccessBlock'))
      .flatMap(({ type, inputs }) => asked(inputs, type));
    expect([...new Set(all)].sort()).toEqual([
      'brokerNodeGroupInfo.connectivityInfo.publicAccess.type DISABLED',
      'publiclyAccessible false',
      'vpcConfig.endpointPublicAccess false',
    ]);
    for (const { inputs } of cloud.of('lb/loadBalancer')) expect(inputs.internal).toBe(true);
    expect(Object.values(cloud.of('s3/accountPublicAccessBlock')[0]!.inputs)).toEqual([true, true, true, true]);
  });

  test('the gateway is entered by its own name only, over TLS', () => {
    for (const { inputs } of cloud.of('apigatewayv2/api')) expect(inputs.disableExecuteApiEndpoint).toBe(true);
    for (const { inputs } of cloud.of('apigatewayv2/domainName'))
      expect(inputs.domainNameConfiguration.securityPolicy).toBe('TLS_1_2');
    for (const { inputs } of cloud.of('apigatewayv2/integration'))
      expect(inputs).toMatchObject({
        connectionType: 'VPC_LINK',
        tlsConfig: { serverNameToVerify: expect.stringContaining(environment.domain) },
      });
  });

  test('everything that holds or carries data is encrypted, and every type is known', () => {
    const unknown = cloud.made.filter(({ type }) => !(type in ENCRYPTED) && !HOLDS_NOTHING.test(type));
    expect(unknown).toEqual([]);
    const open = cloud.made.filter(({ type, inputs }) => type in ENCRYPTED && !ENCRYPTED[type]!(inputs));
    expect(open).toEqual([]);
  });

  test('every key rotates, and each kind of data has one of its own', () => {
    for (const { inputs } of cloud.of('kms/key')) expect(inputs.enableKeyRotation).toBe(true);
    const keyOf = (type: string, field: string): string[] => [
      ...new Set(cloud.of(type).map(({ inputs }) => inputs[field])),
    ];
    expect(keyOf('rds/cluster', 'kmsKeyId')).toEqual(['arn:aws:kms/key:Key:data']);
    expect(keyOf('secretsmanager/secret', 'kmsKeyId')).toEqual(['arn:aws:kms/key:Key:secrets']);
    expect(keyOf('cloudwatch/logGroup', 'kmsKeyId')).toEqual(['arn:aws:kms/key:Key:logs']);
  });

  test('machines give their role to nobody who is two hops away', () => {
    expect(cloud.of('ec2/launchTemplate')[0]!.inputs.metadataOptions).toEqual({
      httpEndpoint: 'enabled',
      httpTokens: 'required',
      httpPutResponseHopLimit: 1,
    });
  });

  test('nobody signs in to a cache without a name and a password', () => {
    const users = cloud.of('elasticache/user').map(({ inputs }) => inputs);
    for (const { userName, accessString, authenticationMode } of users) {
      if (userName === 'default') expect(accessString).toBe('off ~* -@all');
      else {
        expect(accessString).toBe('on ~* &* +@all -@dangerous +info');
        expect(JSON.stringify(authenticationMode)).toContain('"type":"password"');
      }
    }
    for (const { inputs } of cloud.of('elasticache/userGroup'))
      expect(inputs.userIds.some((id: string) => id.endsWith('-default'))).toBe(true);
  });

  test('no password is anywhere but in secrets', () => {
    expect(JSON.stringify(cloud.made)).toContain('password of ');
    expect(cloud.made.filter((made) => /password of|of the master/.test(shown(made)))).toEqual([]);
  });

  test('no role may act on everything, but for actions that know no resource', () => {
    const statements = cloud
      .of('iam/rolePolicy')
      .flatMap(({ name, inputs }) =>
        JSON.parse(inputs.policy).Statement.map((statement: Loose) => ({ name, ...statement })),
      );
    expect(statements.length).toBeGreaterThan(10);
    for (const { Effect, Action, Resource } of statements) {
      expect(Effect).toBe('Allow');
      for (const action of [Action].flat()) {
        expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/);
        if (Resource === '*') expect(action).toMatch(WITHOUT_RESOURCE);
      }
    }
  });

  test('policies that let anybody in name who they mean', () => {
    const documents = cloud.made.flatMap(({ inputs }) =>
      [inputs?.policy, inputs?.assumeRolePolicy].filter((each): each is string => typeof each === 'string'),
    );
    for (const { Effect, Principal, Condition } of documents.flatMap((text) => JSON.parse(text).Statement as Loose[])) {
      if (Effect !== 'Allow' || (Principal?.AWS ?? Principal) !== '*') continue;
      expect(Condition.StringEquals['kms:CallerAccount']).toBe(environment.account);
    }
  });
});

test('in production, stores admit pods on their port and nothing else', () => {
  const cloud = clouds.get('production')!;
  const rules = cloud.of('vpc/securityGroupIngressRule').filter(({ inputs }) => inputs.cidrIpv4 !== undefined);
  expect(
    rules.map(
      ({ inputs }) =>
        `${inputs.securityGroupId} ${inputs.cidrIpv4} ${inputs.ipProtocol} ${inputs.fromPort}-${inputs.toPort}`,
    ),
  ).toEqual([
    'endpoints-id 10.30.0.0/17 tcp 443-443',
    'kafka-id 10.30.0.0/17 tcp 9098-9098',
    ...['catalog', 'grafana', 'identity', 'inventory', 'orders', 'payments'].map(
      (name) => `postgres-${name}-id 10.30.0.0/17 tcp 5432-5432`,
    ),
    'redis-sessions-id 10.30.0.0/17 tcp 6379-6379',
    'redis-stock-id 10.30.0.0/17 tcp 6379-6379',
  ]);
  const stores = [
    ...cloud.of('rds/cluster').map(({ inputs }) => inputs.vpcSecurityGroupIds),
    ...cloud.of('elasticache/replicationGroup').map(({ inputs }) => inputs.securityGroupIds),
    ...cloud.of('msk/cluster').map(({ inputs }) => inputs.brokerNodeGroupInfo.securityGroups),
  ];
  for (const groups of stores) expect(groups).toHaveLength(1);
});
