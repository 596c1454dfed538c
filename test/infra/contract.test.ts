import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { contractText } from '../../infra/contract';
import { fleet } from '../../charts/fleet';

const root = join(__dirname, '../..');
const build = join(root, 'node_modules/.bin/esbuild');
let place: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'contract-'));
  const flags = ['--bundle', '--platform=node', '--log-level=warning', `--outfile=${join(place, 'contract.cjs')}`];
  const { status } = spawnSync(build, ['infra/write-contract.ts', ...flags], {
    cwd: root,
    stdio: 'inherit',
  });
  expect(status).toBe(0);
});
afterAll(() => {
  rmSync(place, { recursive: true });
});

const good = {
  account: '111111111111',
  region: 'eu-central-1',
  cluster: 'shop-dev',
  vpc: 'vpc-0123456789abcdef0',
  kafkaBrokers: ['b-1.shopdev.kafka.example:9098', 'b-2.shopdev.kafka.example:9098'],
  databaseDomain: 'cluster-c0ffee.eu-central-1.rds.amazonaws.com',
  cacheDomain: 'c0ffee.euc1.cache.amazonaws.com',
};

/** `npm run contract -- <words>` in a repository of its own, where pulumi prints this. */
function contract(words: readonly string[], printed: string, status = 0) {
  const repository = mkdtempSync(join(place, 'repository-'));
  for (const folder of ['bin', 'infra', 'contract']) mkdirSync(join(repository, folder));
  writeFileSync(join(repository, 'contract/dev.yaml'), 'before\n');
  const asked = join(repository, 'asked');
  const text = [
    `#!/bin/sh`,
    `echo "$PWD $*" > '${asked}'`,
    `cat <<'END'`,
    printed,
    'END',
    'echo it broke >&2',
    `exit ${status}`,
  ];
  writeFileSync(join(repository, 'bin/pulumi'), `${text.join('\n')}\n`);
  chmodSync(join(repository, 'bin/pulumi'), 0o755);
  const ran = spawnSync(process.execPath, [join(place, 'contract.cjs'), ...words], {
    cwd: repository,
    encoding: 'utf8',
    env: { ...process.env, PATH: printed === '' ? '' : `${join(repository, 'bin')}:${process.env.PATH}` },
  });
  return {
    ...ran,
    file: readFileSync(join(repository, 'contract/dev.yaml'), 'utf8'),
    files: readdirSync(join(repository, 'contract')),
    asked: () => readFileSync(asked, 'utf8').replace(repository, ''),
  };
}

test('writes what the stack tells, asked in its folder, and says where', () => {
  const { status, stdout, file, files, asked } = contract(
    ['dev'],
    JSON.stringify({ contract: good, secretsToFill: [] }),
  );
  expect([status, stdout]).toEqual([0, 'contract/dev.yaml\n']);
  expect(asked()).toBe('/infra stack output --json --stack dev\n');
  expect(file).toBe(contractText(good));
  expect(files).toEqual(['dev.yaml']);
});

test.each(Object.keys(fleet.environments))('the contract of %s in git is spelt as it would be written', (name) => {
  const text = readFileSync(join(root, 'contract', `${name}.yaml`), 'utf8');
  expect(contractText(parse(text))).toBe(text);
});

test.each<[string, readonly string[], object | string, string]>([
  ['no environment', [], { contract: good }, 'No environment is given; expected one of dev, production, staging'],
  [
    'another environment',
    ['prod'],
    { contract: good },
    'There is no environment prod; expected one of dev, production, staging',
  ],
  [
    'no contract',
    ['dev'],
    { vpc: 'x' },
    '[contract] is undefined, expected a map of account, region, cluster, vpc, kafkaBrokers, databaseDomain, cacheDomain',
  ],
  [
    'a value that is missing',
    ['dev'],
    { contract: { ...good, vpc: undefined } },
    '[vpc] is missing; let the cloud program write it',
  ],
  [
    'a value of another form',
    ['dev'],
    { contract: { ...good, vpc: '[secret]' } },
    '[vpc] is "[secret]", expected the id of a VPC',
  ],
  [
    'the cloud of another account',
    ['dev'],
    { contract: { ...good, account: '333333333333' } },
    `[account] is "333333333333", expected the environment's, "111111111111"`,
  ],
  [
    'a value that charts do not know',
    ['dev'],
    { contract: { ...good, zone: 'Z1' } },
    '[zone] is no field of a contract',
  ],
  ['what is no JSON', ['dev'], 'no stack', 'pulumi stack output --json --stack dev printed no JSON: no stack'],
])('%s is refused, and the file stays', (_, words, printed, message) => {
  const { status, stderr, file, files } = contract(
    words,
    typeof printed === 'string' ? printed : JSON.stringify(printed),
  );
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect([file, files]).toEqual(['before\n', ['dev.yaml']]);
});

test('a stack that cannot be asked is told in Pulumi’s words', () => {
  expect(contract(['dev'], '{}', 255)).toMatchObject({
    status: 2,
    stderr: 'pulumi stack output --json --stack dev failed: it broke\n',
    file: 'before\n',
  });
  expect(contract(['dev'], '')).toMatchObject({
    status: 2,
    stderr: 'There is no pulumi on the PATH: https://www.pulumi.com/docs/install tells how to get it\n',
    file: 'before\n',
  });
});
