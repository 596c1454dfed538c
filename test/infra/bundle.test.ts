import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fleet } from '../../charts/fleet';

const root = join(__dirname, '../..');
const project = parse(readFileSync(join(root, 'infra/Pulumi.yaml'), 'utf8'));
const { scripts } = JSON.parse(readFileSync(join(root, 'infra/package.json'), 'utf8'));

test('the project is the fleet’s, and Pulumi runs what npm run bundle writes', () => {
  expect(project.name).toBe(`${fleet.name}-cloud`);
  expect(scripts.bundle).toMatch(/^esbuild index\.ts --bundle .*--outfile=\.\.\/build\/infra\.cjs &&/);
  expect(project.main).toBe('../build/infra.cjs');
  expect(project.runtime).toMatchObject({ name: 'nodejs', options: { typescript: false } });
});

/** Loads the bundle as Pulumi does, a CommonJS module whose exports are the outputs, and lets every value be known. */
const RUN = `
const { runtime, output } = require('@pulumi/pulumi');
const answers = {
  certificate: { domainValidationOptions: [{}] },
  cluster: { masterUserSecrets: [{}], bootstrapBrokersSaslIam: 'b:9098,a:9098' },
  launchTemplate: { latestVersion: 1 },
};
const newResource = ({ type, name, inputs }) => {
  const answer = answers[type.split('/')[1]?.split(':')[0]];
  return { id: name + '-id', state: { arn: name, name, nameServers: ['ns'], ...inputs, ...answer } };
};
const call = () => ({ secretString: '{"password":"known"}' });
runtime.setMocks({ newResource, call }, 'shop-cloud', process.argv[3], false).then(async () => {
  const outputs = require(process.argv[2]);
  await runtime.disconnect();
  output({ ...outputs }).apply((known) => console.log(JSON.stringify(known)));
});
`;

describe('the bundle', () => {
  const build = join(root, 'build');
  let place: string;
  beforeAll(() => {
    // beside the real one, where it finds the packages it leaves out
    mkdirSync(build, { recursive: true });
    place = mkdtempSync(join(build, 'bundle-'));
    writeFileSync(join(place, 'run.cjs'), RUN);
    const flags = ['--bundle', '--platform=node', '--packages=external', `--outfile=${join(place, 'infra.cjs')}`];
    spawnSync(join(root, 'node_modules/.bin/esbuild'), ['infra/index.ts', ...flags], { cwd: root });
  });
  afterAll(() => {
    rmSync(place, { recursive: true });
  });

  const run = (stack: string) =>
    spawnSync(process.execPath, [join(place, 'run.cjs'), join(place, 'infra.cjs'), stack], { encoding: 'utf8' });

  test('runs from plain JavaScript, and its exports are the outputs', () => {
    const { stdout, stderr } = run('production');
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({
      contract: { account: '333333333333', vpc: 'vpc-id', kafkaBrokers: ['a:9098', 'b:9098'] },
      nameServers: ['ns'],
    });
  });

  test('a stack that is no environment is refused in one sentence', () => {
    const { status, stderr } = run('prod');
    expect(status).not.toBe(0);
    expect(stderr).toContain('The stack prod is no environment; expected one of dev, production, staging');
  });
});
