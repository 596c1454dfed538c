import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Context } from '../../src/cli/command';
import { main } from '../../src/cli/main';
import { app as faulty } from './fixtures/faulty/main';
import { app as small } from './fixtures/small/main';

/** The command line within this process: what it prints, and what it wants remembered. */
async function run(words: readonly string[], more: Partial<Context> = {}) {
  const seen = { out: '', err: '', remembered: [] as string[] };
  const context: Context = {
    codeKey: 'code',
    app: () => small,
    print: (text) => (seen.out += text),
    warn: (text) => (seen.err += text),
    isTerminal: false,
    environment: {},
    rememberRun: (outdir, report) => seen.remembered.push(outdir, report),
    ...more,
  };
  const code = await main(words, context, '1.2.3');
  return { ...seen, code };
}

const home = process.cwd();
beforeEach(() => {
  process.chdir(fs.mkdtempSync(path.join(os.tmpdir(), 'main-')));
});
afterEach(() => {
  const folder = process.cwd();
  process.chdir(home);
  fs.rmSync(folder, { recursive: true });
});

test('a run says what to print for as long as nothing changes', async () => {
  const { code, remembered } = await run(['synth']);
  expect(code).toBe(0);
  expect(remembered).toEqual([
    'dist',
    'dist: 0 folders rendered, 4 unchanged; 0 files written, 0 removed, 4 unchanged ({seconds} s)\n',
  ]);
});

test('the stock command says where to write', async () => {
  const { out } = await run(['synth'], { environment: { CDK8S_OUTDIR: 'elsewhere' } });
  expect(out).toMatch(/^elsewhere: 4 folders rendered/);
});

test('a terminal sees progress, which is gone at the end', async () => {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => (now += 60));
  const { err } = await run(['synth'], { isTerminal: true });
  expect(err).toMatch(/^\r\u001b\[K1 folder\r\u001b\[K3 folders\r\u001b\[K$/);
  jest.restoreAllMocks();
});

test('a run with warnings is not remembered, because they are to be seen again', async () => {
  const { code, remembered, err } = await run(['synth', '--env', 'warned'], { app: () => faulty });
  expect({ code, remembered, err }).toEqual({
    code: 0,
    remembered: [],
    err: 'warning: [orders.team] has nobody on call\n',
  });
  expect((await run(['synth', '--env', 'warned', '--strict'], { app: () => faulty })).code).toBe(1);
});

test.each([
  [['synth', '--env', 'prod'], 2, 'There is no environment prod: expected one of dev, production\n'],
  [['snyth'], 2, "error: unknown command 'snyth'\n(Did you mean synth?)\n(--help tells what is expected)\n"],
  [['help', 'synth'], 0, ''],
  [['--version'], 0, ''],
])('%j ends with %d', async (words, code, err) => {
  expect(await run(words)).toMatchObject({ code, err });
});

test('the help of a command says what cannot be left out, and ends with examples and exit codes', async () => {
  const { out } = await run(['kind', '--help']);
  expect(out).toMatch(/--env <name> +the environment whose manifests are tried\s+\(required\)/);
  expect(out).toMatch(/--password <text> +what the stand-ins accept \(default: "end-to-end"\)/);
  const commands = [
    'new',
    'synth',
    'check',
    'diff',
    'publish',
    'plan',
    'explain',
    'map',
    'release',
    'promote',
    'workflows',
    'kind',
    'import',
  ];
  const listed = (await run(['--help'])).out;
  expect(
    [...listed.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name).filter((name) => name !== 'chartwright'),
  ).toEqual(commands);
  for (const command of commands) {
    const help = (await run([command, '--help'])).out;
    expect(help).toMatch(new RegExp(`\n  (npx )?chartwright ${command}`));
    expect(help).toContain('Exit code: 0 ');
  }
});

test('a bug shows its stack', async () => {
  const { code, err } = await run(['synth', '--env', 'bug'], { app: () => faulty });
  expect(code).toBe(2);
  expect(err).toMatch(/TypeError: a bug\n {4}at /);
  const thrown = await run(['synth'], {
    app: () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- somebody may
      throw 'text';
    },
  });
  expect(thrown.err).toBe('text\n');
});
