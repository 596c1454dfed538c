import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const LAUNCHER = path.resolve('bin/chartwright.js');
const fixture = (name: string): string => path.resolve('test/cli/fixtures', name, 'main.ts');

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cli-'));
});
afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function run(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [LAUNCHER, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const synth = (...words: string[]) => run('synth', '--app', fixture('small'), ...words);

function read(place: string): Record<string, string> {
  const root = path.join(folder, place);
  const files = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(root, file), fs.readFileSync(file, 'utf8')]),
  );
}

const FILES = ['dev', 'production'].flatMap((name) =>
  ['orders', 'payments'].map((service) => `${name}/services/${service}/settings.yaml`),
);

describe('chartwright synth', () => {
  test('writes once, and then finds nothing to do', () => {
    expect(synth()).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        /^dist: 4 folders rendered, 0 unchanged; 4 files written, 0 removed, 0 unchanged \(\d+\.\d\d s\)\n$/,
      ) as string,
      stderr: '',
    });
    expect(Object.keys(read('dist')).sort()).toEqual(FILES);
    const untouched =
      /^dist: 0 folders rendered, 4 unchanged; 0 files written, 0 removed, 4 unchanged \(\d+\.\d\d s\)\n$/;
    expect(synth().stdout).toMatch(untouched);
    fs.rmSync(path.join(folder, '.chartwright/run'));
    expect(synth().stdout).toMatch(untouched);
  });

  test('mends what a hand did to its output, each time', () => {
    synth();
    const before = read('dist');
    const file = path.join(folder, 'dist', FILES[0]!);
    const touches = [
      () => {
        fs.writeFileSync(file, 'x'.repeat(fs.statSync(file).size));
      },
      () => {
        fs.rmSync(file);
      },
      () => {
        fs.writeFileSync(`${file}.mine`, '');
      },
    ];
    for (const touch of touches) {
      touch();
      expect(synth().status).toBe(0);
      expect(read('dist')).toEqual(before);
    }
  });

  test('writes only some environments, elsewhere, as JSON', () => {
    const { stdout } = synth('--env', 'dev', '--output', 'out', '--json');
    expect(JSON.parse(stdout)).toEqual({
      written: FILES.slice(0, 2),
      removed: [],
      unchanged: 0,
      rendered: 2,
      memoized: 0,
    });
    expect(Object.keys(read('out'))).toHaveLength(2);
    expect(JSON.parse(synth('--env', 'dev', '--output', 'out', '--json').stdout)).toEqual({
      written: [],
      removed: [],
      unchanged: 2,
      rendered: 0,
      memoized: 2,
    });
  });

  test('gives the same bytes by the stock command', () => {
    synth('--output', 'ours');
    const cli = path.resolve('node_modules/.bin/cdk8s');
    const command = `${process.execPath} ${LAUNCHER} synth --app ${fixture('small')}`;
    const stock = () =>
      spawnSync(process.execPath, [cli, 'synth', '--app', command, '--output', 'dist', '--check-upgrade=false'], {
        cwd: folder,
        encoding: 'utf8',
      });
    const { status, stdout, stderr } = stock();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.match(/dist\/.*/g)).toEqual(FILES.map((file) => `dist/${file}`));
    expect(read('dist')).toEqual(read('ours'));
  });

  test('several at once do not harm each other', async () => {
    const codes = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((resolve) =>
            spawn(process.execPath, [LAUNCHER, 'synth', '--app', fixture('small')], { cwd: folder }).on(
              'exit',
              resolve,
            ),
          ),
      ),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect(Object.keys(read('dist')).sort()).toEqual(FILES);
  });
});

describe('what goes wrong is said', () => {
  test.each<[string, string[], number, string | RegExp]>([
    ['no app', ['synth'], 2, 'There is no main.ts: expected a program that exports `app`, here or where --app says\n'],
    ['an app without `app`', ['synth', '--app', fixture('no-app')], 2, /fixtures\/no-app\/main.ts exports no `app`\n/],
    [
      'an unknown environment',
      ['synth', '--app', fixture('small'), '--env', 'prod'],
      2,
      'There is no environment prod: expected one of dev, production\n',
    ],
    [
      'an unknown option',
      ['synth', '--app', fixture('small'), '--jsno'],
      2,
      "error: unknown option '--jsno'\n(Did you mean --json?)\n(--help tells what is expected)\n",
    ],
    [
      'an unknown command',
      ['snyth'],
      2,
      "error: unknown command 'snyth'\n(Did you mean synth?)\n(--help tells what is expected)\n",
    ],
    [
      "the user's fault",
      ['synth', '--app', fixture('faulty'), '--env', 'user'],
      2,
      /warning: \[orders.team\] has nobody on call\nThe fleet is wrong:\n {2}\[orders.port\] is taken\n$/,
    ],
    ['a bug', ['synth', '--app', fixture('faulty'), '--env', 'bug'], 2, /TypeError: a bug\n {4}at /],
    [
      'a warning',
      ['synth', '--app', fixture('faulty'), '--env', 'warned'],
      0,
      'warning: [orders.team] has nobody on call\n',
    ],
    [
      'a warning that counts',
      ['synth', '--app', fixture('faulty'), '--env', 'warned', '--strict'],
      1,
      'warning: [orders.team] has nobody on call\n',
    ],
    [
      'an output folder that is not one',
      ['synth', '--app', fixture('small'), '--output', '.'],
      2,
      /^\. holds the project/,
    ],
  ])('%s', (_, words, status, message) => {
    const result = run(...words);
    expect(result.stderr).toMatch(
      typeof message === 'string' ? new RegExp(`^${message.replace(/[.?()[\]]/g, '\\$&')}$`) : message,
    );
    expect(result.status).toBe(status);
    expect(fs.existsSync(path.join(folder, 'dist'))).toBe(false);
  });

  test('an app that cannot be read', () => {
    fs.writeFileSync(path.join(folder, 'main.ts'), 'export const app = {;');
    const { status, stderr } = run('synth');
    expect(status).toBe(2);
    expect(stderr).toContain('main.ts:1:20');
    expect(stderr).toContain('Expected identifier but found ";"');
  });

  test('an app that refers to what is not there: the file and the line, and no stack', () => {
    const payments = 'const payments: any = {};\n';
    fs.writeFileSync(path.join(folder, 'main.ts'), `${payments}export const app = payments.http('Charge');\n`);
    expect(run('synth')).toMatchObject({
      status: 2,
      stderr: [
        'main.ts cannot be loaded: payments.http is not a function',
        '  app = payments.http("Charge");',
        '`npm run types` tells line and column of what does not fit.',
        '',
      ].join('\n'),
    });
  });
});

test('help and version', () => {
  const help = run('--help');
  expect(help).toMatchObject({ status: 0, stderr: '' });
  expect(help.stdout).toMatch(/^Usage: chartwright .*\n[^]*synth +write the manifests of every environment/);
  expect(run('synth', '--help').stdout).toContain('--env <name...>');
  expect(run('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
});
