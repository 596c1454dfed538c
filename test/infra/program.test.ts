import { environments } from '../../charts/environments';
import type { EnvironmentName } from '../../charts/environments';
import { settings } from '../../infra/settings';
import { planOf } from '../../infra/stack';
import { contractFaults } from '../../src/model/contract';
import type { Cloud } from './fixtures/cloud';
import { cloudOf } from './fixtures/cloud';

const names = Object.keys(environments) as EnvironmentName[];
const clouds = new Map<EnvironmentName, Cloud>();
beforeAll(async () => {
  for (const name of names) clouds.set(name, await cloudOf(planOf(name)));
});
const cloudIn = (name: EnvironmentName): Cloud => clouds.get(name)!;

test('how many resources of each type each environment has', () => {
  const types = [...new Set(names.flatMap((name) => cloudIn(name).made.map(({ type }) => type)))].sort();
  const row = (type: string): string =>
    [type, ...names.map((name) => String(cloudIn(name).of(type).length).padStart(3))].join(' ');
  expect([`type ${names.join(' ')}`, ...types.map(row)].join('\n')).toMatchSnapshot();
});

test('the plan of a stack that is no environment is refused with the names there are', () => {
  expect(() => planOf('prod')).toThrow('The stack prod is no environment; expected one of dev, production, staging');
});

describe.each(names)('in %s', (name) => {
  const { account, region, cluster } = environments[name];
  const keeps = settings[name].keeps;

  test('what the stack tells is a contract that charts accept', () => {
    const { contract, nameServers } = cloudIn(name).outputs;
    expect(contractFaults(contract, environments[name])).toEqual([]);
    expect(contract.kafkaBrokers).toEqual([...contract.kafkaBrokers].sort());
    expect(nameServers).toEqual([`ns.${environments[name].domain}`]);
  });

  test('a person fills exactly the secrets without a login of ours', () => {
    const { secretsToFill } = cloudIn(name).outputs;
    expect(secretsToFill.length).toBeGreaterThan(0);
    const filled = cloudIn(name)
      .of('secretsmanager/secretVersion')
      .map((each) => each.name);
    const all = cloudIn(name)
      .of('secretsmanager/secret')
      .map((each) => each.name);
    expect([...filled, ...secretsToFill].sort()).toEqual(all);
  });

  test('everything of AWS is made by the provider that refuses other accounts', () => {
    const ours = cloudIn(name).made.filter(({ type }) => type.startsWith('aws:'));
    expect([...new Set(ours.map(({ provider }) => provider))]).toEqual(['aws']);
    const [aws] = cloudIn(name).of('pulumi:providers:aws');
    expect(aws!.inputs.region).toBe(region);
    expect(JSON.parse(aws!.inputs.allowedAccountIds)).toEqual([account]);
  });

  test('users of a database are made through that database', () => {
    for (const user of cloudIn(name).made.filter(({ type }) => type.startsWith('postgresql:')))
      expect(user.name.startsWith(user.provider)).toBe(true);
  });

  test('what needs something else comes after it', () => {
    const cloud = cloudIn(name);
    for (const role of cloud.of('postgresql:index/role:Role'))
      expect(role.after).toContain(`aws:rds/clusterInstance:ClusterInstance ${role.provider}-0`);
    const after = (type: string, of: string): readonly string[] =>
      cloud.of(type).find((each) => each.name === of)!.after;
    expect(after('eks/cluster', 'cluster')).toContain(
      'aws:iam/rolePolicyAttachment:RolePolicyAttachment control-plane',
    );
    const nodes = after('eks/nodeGroup', 'nodes');
    for (const before of [
      'aws:ec2/route:Route pods-a',
      'aws:eks/addon:Addon vpc-cni',
      'aws:eks/addon:Addon kube-proxy',
    ])
      expect(nodes).toContain(before);
    expect(after('eks/addon', 'coredns')).toContain('aws:eks/nodeGroup:NodeGroup nodes');
    for (const association of cloud.of('eks/podIdentityAssociation'))
      expect(association.after).toContain(`aws:iam/rolePolicy:RolePolicy ${association.name}`);
  });

  test('what holds data is kept, where the environment keeps', () => {
    const holding = [
      'dynamodb/table',
      'eks/cluster',
      'elasticache/replicationGroup',
      'kms/key',
      'msk/cluster',
      'msk/topic',
      'rds/cluster',
      'route53/zone',
      'secretsmanager/secret',
    ].flatMap((type) => cloudIn(name).of(type));
    expect([...new Set(holding.map(({ protect }) => protect))]).toEqual([keeps]);
    for (const { inputs } of cloudIn(name).of('rds/cluster')) {
      expect(inputs.deletionProtection).toBe(keeps);
      expect(inputs.skipFinalSnapshot).toBe(!keeps);
      expect(inputs.backupRetentionPeriod).toBe(settings[name].database.backupDays);
    }
    expect(cloudIn(name).of('eks/cluster')[0]!.inputs.deletionProtection).toBe(keeps);
    expect(cloudIn(name).of('lb/loadBalancer')[0]!.inputs.enableDeletionProtection).toBe(keeps);
  });

  test('every zone has a subnet for each use, and no two share an address', () => {
    const subnets = cloudIn(name)
      .of('ec2/subnet')
      .map(({ inputs }) => inputs);
    for (const zone of ['a', 'b', 'c'])
      expect(subnets.filter(({ availabilityZone }) => availabilityZone === `${region}${zone}`)).toHaveLength(5);
    expect(new Set(subnets.map(({ cidrBlock }) => cidrBlock)).size).toBe(15);
  });

  test('the cluster is found by the names that charts use', () => {
    const cloud = cloudIn(name);
    expect(cloud.of('eks/cluster')[0]!.inputs).toMatchObject({ name: cluster, version: environments[name].kubernetes });
    expect(cloud.of('iam/role').map(({ inputs }) => inputs.name)).toContain(`${cluster}-node`);
    expect(cloud.of('sqs/queue')[0]!.inputs.name).toBe(`${cluster}-karpenter`);
    const found = [...cloud.of('ec2/subnet'), ...cloud.of('ec2/tag')].filter(
      ({ inputs }) => inputs.tags?.['karpenter.sh/discovery'] === cluster || inputs.key === 'karpenter.sh/discovery',
    );
    expect(found.map((each) => each.name).sort()).toEqual(['discovery', 'pods-a', 'pods-b', 'pods-c']);
  });

  test('network policies work, since the CNI enforces them', () => {
    const cni = cloudIn(name)
      .of('eks/addon')
      .find((each) => each.name === 'vpc-cni');
    expect(JSON.parse(cni!.inputs.configurationValues)).toEqual({ enableNetworkPolicy: 'true' });
  });

  test('each add-on of EKS is at a release that is written down', () => {
    const addOns = cloudIn(name).of('eks/addon');
    expect(addOns.map((each) => each.name)).toEqual([
      'aws-ebs-csi-driver',
      'coredns',
      'eks-pod-identity-agent',
      'kube-proxy',
      'vpc-cni',
    ]);
    for (const { inputs } of addOns) expect(inputs.addonVersion).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  });

  test('both throttling numbers are set, and routes need a token', () => {
    const [stage] = cloudIn(name).of('apigatewayv2/stage');
    const { rate, burst } = settings[name].gateway;
    expect(stage!.inputs.defaultRouteSettings).toMatchObject({
      throttlingRateLimit: rate,
      throttlingBurstLimit: burst,
    });
    const routes = cloudIn(name)
      .of('apigatewayv2/route')
      .map(({ inputs }) => inputs);
    expect(routes.map(({ routeKey, authorizationType }) => `${routeKey} ${authorizationType}`)).toEqual([
      'GET /graphql JWT',
      'POST /graphql JWT',
    ]);
    const [authorizer] = cloudIn(name).of('apigatewayv2/authorizer');
    expect(authorizer!.inputs.jwtConfiguration).toEqual(settings[name].gateway.tokens);
  });

  test('images of callees are read in the environment where end-to-end tests run, and in no other', () => {
    const pulling = cloudIn(name)
      .of('iam/rolePolicy')
      .filter((each) => each.name.endsWith('-pull'));
    expect(pulling.length > 0).toBe(name === 'dev');
    const catalogs = pulling.find((each) => each.name === 'github-bff-pull');
    if (catalogs)
      expect(JSON.parse(catalogs.inputs.policy).Statement[0].Resource).toContain(
        `arn:aws:ecr:${region}:${account}:repository/catalog`,
      );
  });
});
