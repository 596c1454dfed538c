import { fleet } from '../../charts/fleet';
import type { EnvironmentName } from '../../charts/environments';
import { cloudByOperator } from '../../charts/platform/pulumi';
import { stateName } from '../../infra/controllers';
import { planOf } from '../../infra/stack';
import { resolveFleet } from '../../src/model/resolve/fleet';
import { environmentOf, fixedReleases, renderedFolders } from '../fixtures/rendering';
import type { Loose } from '../fixtures/rendering';
import type { Cloud } from './fixtures/cloud';
import { cloudOf, planFor, revealed } from './fixtures/cloud';

const releases = fixedReleases(fleet);

describe.each(Object.keys(fleet.environments) as EnvironmentName[])('charts and cloud of %s', (name) => {
  const manifests: Loose[] = [...renderedFolders(fleet, releases, name).values()].flat();
  const ofKind = (kind: string): Loose[] => manifests.filter((manifest) => manifest.kind === kind);
  const plan = planOf(name);
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await cloudOf(plan);
  });

  test('each ServiceAccount with rights has one role, and each role a ServiceAccount or a vendor’s chart', () => {
    const { microservices } = resolveFleet(fleet, environmentOf(fleet, name), releases);
    const bound = cloud
      .of('eks/podIdentityAssociation')
      .map(({ inputs }) => `${inputs.namespace}/${inputs.serviceAccount}`);
    expect(new Set(bound).size).toBe(bound.length);
    const accounts = ofKind('ServiceAccount').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const ours = new Set(microservices.map(({ namespace, self }) => `${namespace}/${self.serviceAccount}`));
    for (const account of bound.filter((each) => ours.has(each))) expect(accounts).toContain(account);
    const expected = plan.needs.podRoles.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);
    expect(bound).toEqual([...expected].sort());
    // every microservice with a topic has one
    for (const { name: of, namespace, publishes, consumes } of microservices)
      if (publishes.length + consumes.length > 0) expect(bound).toContain(`${namespace}/${of}`);
  });

  test('every key that an ExternalSecret reads is in Secrets Manager, and nothing else is', () => {
    const read = ofKind('ExternalSecret').flatMap(({ spec }) =>
      (spec.data ?? []).map(({ remoteRef }: Loose) => `${remoteRef.key} ${remoteRef.property}`),
    );
    const kept = plan.needs.secrets.flatMap((secret) => secret.keys.map((key) => `${secret.name} ${key}`));
    expect([...new Set(read)].sort()).toEqual([...kept].sort());
    expect(cloud.of('secretsmanager/secret').map(({ inputs }) => inputs.name)).toEqual(
      plan.needs.secrets.map((secret) => secret.name),
    );
    expect(ofKind('ExternalSecret').flatMap(({ spec }) => spec.dataFrom ?? [])).toEqual([]);
  });

  test('a login made here has just the keys that are read', () => {
    for (const { name: secret, inputs } of cloud.of('secretsmanager/secretVersion')) {
      const needed = plan.needs.secrets.find((each) => each.name === secret)!;
      expect(Object.keys(JSON.parse(revealed(inputs.secretString))).sort()).toEqual(needed.keys);
    }
  });

  test('every TargetGroupBinding finds its target group, and every target group is bound', () => {
    const bound = ofKind('TargetGroupBinding').map(({ spec }) => spec.targetGroupName);
    expect(cloud.of('lb/targetGroup').map(({ inputs }) => inputs.name)).toEqual([...bound].sort());
  });

  test('every image of ours has a repository in the environment’s account', () => {
    const { account, region } = plan.needs.environment;
    const host = `${account}.dkr.ecr.${region}.amazonaws.com/`;
    const images = manifests.flatMap((manifest) => JSON.stringify(manifest).match(/"image":"[^"]+"/g) ?? []);
    const own = images.filter((image) => image.includes(host)).map((image) => image.split(host)[1]!.split(/[:@]/)[0]!);
    expect(own.length).toBeGreaterThan(0);
    expect(cloud.of('ecr/repository').map(({ inputs }) => inputs.name)).toEqual([...new Set(own)].sort());
  });

  test('every topic that a variable names exists', () => {
    const topics = cloud.of('msk/topic').map(({ inputs }) => inputs.name);
    const named = manifests.flatMap((manifest) =>
      [...JSON.stringify(manifest).matchAll(/"name":"TOPIC_[A-Z0-9_]+","value":"([^"]+)"/g)].map(([, topic]) => topic!),
    );
    expect(named.length).toBeGreaterThan(0);
    for (const topic of named) expect(topics).toContain(topic);
  });

  test('every database and cache that a variable names is the endpoint of one, and each is named', () => {
    const endpoints = [
      ...cloud.of('rds/cluster').map(({ inputs }) => `${inputs.clusterIdentifier}.cluster.example`),
      ...cloud
        .of('elasticache/replicationGroup')
        .map((each) => `master.${each.inputs.replicationGroupId}.cache.example`),
    ];
    const told = [...renderedFolders(fleet, releases, name, cloud.outputs.contract).values()].flat();
    const hosts = told.flatMap(
      (manifest) => JSON.stringify(manifest).match(/[a-z0-9.-]+\.(?:cluster|cache)\.example/g) ?? [],
    );
    expect(hosts.length).toBeGreaterThan(0);
    expect([...new Set(hosts)].sort()).toEqual(endpoints.sort());
  });

  test('Karpenter buys in subnets and security groups, and with a role, that are there', () => {
    const [nodeClass] = ofKind('EC2NodeClass');
    const [term] = nodeClass.spec.subnetSelectorTerms;
    const [[tag, value]] = Object.entries(term.tags) as [[string, string]];
    expect(cloud.of('ec2/subnet').filter(({ inputs }) => inputs.tags[tag] === value)).toHaveLength(3);
    expect(cloud.of('ec2/tag').map(({ inputs }) => [inputs.key, inputs.value])).toEqual([[tag, value]]);
    expect(cloud.of('iam/role').map(({ inputs }) => inputs.name)).toContain(nodeClass.spec.role);
  });

  test('platform pages have a zone for their names and a certificate that covers them', () => {
    const hosts: string[] = ofKind('Ingress').flatMap(({ spec }) => spec.rules.map(({ host }: Loose) => host));
    const certificates = cloud.of('acm/certificate').map(({ inputs }) => inputs.domainName);
    expect(hosts.length).toBeGreaterThan(0);
    for (const host of hosts) expect(certificates).toContain(host.replace(/^[^.]+/, '*'));
  });

  test('the model’s answer depends neither on releases nor on what the cloud told', () => {
    expect(JSON.stringify(plan.needs)).not.toMatch(/sha256|amazonaws\.com:9098|vpc-0/);
  });
});

test('the operator keeps the state where its role may, and changes the cloud only where it shall', async () => {
  const addOns = Object.values(cloudByOperator({ dev: 'update', staging: 'preview', production: 'off' }));
  const others = fleet.addOns.filter(({ name }) => addOns.every((each) => each.name !== name));
  const operated = { ...fleet, addOns: [...others, ...addOns] };
  for (const [name, maintained] of [
    ['dev', 'AdministratorAccess'],
    ['staging', 'ReadOnlyAccess'],
  ] as const) {
    const manifests: Loose[] = [...renderedFolders(operated, releases, name).values()].flat();
    const { spec } = manifests.find(({ kind }) => kind === 'Stack');
    const cloud = await cloudOf(planFor(operated, name));
    const rights = cloud.of('iam/rolePolicy').find((each) => each.name === 'cloud/cloud-stack')!.inputs.policy;
    const state = stateName(fleet.environments[name]!);
    expect(spec).toMatchObject({
      stack: name,
      backend: expect.stringContaining(`s3://${state}?`),
      secretsProvider: expect.stringContaining(`awskms://alias/${state}?`),
    });
    expect(rights).toContain(`"arn:aws:s3:::${state}/*"`);
    expect(rights).toContain(`"kms:ResourceAliases":"alias/${state}"`);
    const attached = cloud.of('iam/rolePolicyAttachment').filter((each) => each.name.startsWith('cloud/'));
    expect(attached.map(({ inputs }) => inputs.policyArn)).toEqual([`arn:aws:iam::aws:policy/${maintained}`]);
  }
});
