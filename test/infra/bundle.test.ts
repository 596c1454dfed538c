import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fleet } from '../../charts/fleet';

const root = join(__dirname, '../..');
const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const project = parse(text('infra/Pulumi.yaml'));

test('the project is the fleet’s', () => {
  expect(project.name).toBe(`${fleet.name}-cloud`);
  expect(project.runtime).toMatchObject({ name: 'nodejs', options: { typescript: false } });
});

test('what infra shares with the rest is of one version', () => {
  const { dependencies } = JSON.parse(text('package.json'));
  for (const [name, version] of Object.entries(JSON.parse(text('infra/package.json')).dependencies))
    if (name in dependencies) expect([name, dependencies[name]]).toEqual([name, version]);
});

/** Loads the program as Pulumi does, a CommonJS module whose exports are the outputs, and lets every value be known. */
const RUN = `
const { runtime, output } = require('@pulumi/pulumi');
const answers = {
  certificate: { domainValidationOptions: [{}] },
  cluster: { masterUserSecrets: [{}], bootstrapBrokersSaslIam: 'b:9098,a:9098' },
  launchTemplate: { latestVersion: 1 },
};
const newResource = ({ type, name, inputs }) => {
  const endpoints = {
    endpoint: inputs.clusterIdentifier + '.rds.example',
    primaryEndpointAddress: 'master.' + inputs.replicationGroupId + '.cache.example',
  };
  const answer = { ...endpoints, ...answers[type.split('/')[1]?.split(':')[0]] };
  return { id: name + '-id', state: { arn: name, name, nameServers: ['ns'], ...inputs, ...answer } };
};
const call = () => ({ secretString: '{"password":"known"}' });
runtime.setMocks({ newResource, call }, 'shop-cloud', process.argv[1], false).then(async () => {
  const outputs = require(process.argv[2]);
  await runtime.disconnect();
  output({ ...outputs }).apply((known) => console.log(JSON.stringify(known)));
});
`;

describe('what Pulumi runs', () => {
  const main = join(root, 'infra', project.main);
  const run = (stack: string) =>
    spawnSync(process.execPath, ['--eval', RUN, stack, main], { cwd: root, encoding: 'utf8' });

  test('runs from a fresh checkout, and its exports are the outputs', () => {
    const { stdout, stderr } = run('production');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      contract: {
        account: '333333333333',
        vpc: 'vpc-id',
        kafkaBrokers: ['a:9098', 'b:9098'],
        databaseDomain: 'rds.example',
        cacheDomain: 'cache.example',
      },
      nameServers: ['ns'],
    });
  });

  test('refuses a stack that is no environment in one sentence', () => {
    const { status, stderr } = run('prod');
    expect(status).not.toBe(0);
    expect(stderr).toContain('The stack prod is no environment; expected one of dev, production, staging');
  });
});
