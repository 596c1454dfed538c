import * as fs from 'node:fs';
import { app } from '../../main';
import { main } from '../../src/cli/main';
import type { PlatformApp } from '../../src/synth/app';
import { forgetProjects, git, temporary } from '../gitops/fixtures/project';

afterEach(forgetProjects);

/** Runs in a folder of its own. */
async function run(words: readonly string[], folder: string, of: PlatformApp = app) {
  process.chdir(folder);
  let out = '';
  const context = {
    codeKey: 'test',
    app: () => of,
    print: (text: string) => void (out += text),
    warn: (text: string) => void (out += text),
    isTerminal: false,
    environment: process.env,
    rememberRun: () => undefined,
  };
  return { code: await main(['workflows', ...words], context, '0.0.0'), out };
}

test('writes what differs, and --check tells what would be written without writing it', async () => {
  const folder = temporary();
  const absent = await run(['--check'], folder);
  expect(absent.code).toBe(1);
  expect(absent.out).toContain('.github/workflows/publish.yml is not as `chartwright workflows` writes it\n');
  expect(fs.readdirSync(folder)).toEqual([]);
  expect((await run([], folder)).out.split('\n').filter((line) => line.startsWith('wrote '))).toHaveLength(5);
  expect(await run(['--check'], folder)).toEqual({ code: 0, out: '5 workflows, all as they should be\n' });
  fs.appendFileSync('.github/workflows/promote.yml', '# by hand\n');
  expect((await run([], folder)).out).toBe('wrote .github/workflows/promote.yml\n');
});

test('a caller names the commit that this repository is at, by what the microservice is written in', async () => {
  const folder = temporary();
  git(folder, 'init', '--quiet');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'First');
  const head = git(folder, 'rev-parse', 'HEAD');
  expect((await run(['--caller', 'orders'], folder)).out).toContain(`/rust-service.yml@${head} # main\n`);
  const named = await run(['--caller', 'bff', '--commit', 'a'.repeat(40)], folder);
  expect(named.out).toContain(`/kotlin-service.yml@${'a'.repeat(40)} # main\n`);
  const begun = await run(['--caller', 'invoices', '--runtime', 'rust'], folder);
  expect(begun.out).toContain(`/rust-service.yml@${head} # main\n`);
});

test.each([
  [
    'an unknown microservice',
    ['--caller', 'invoices', '--commit', 'a'.repeat(40)],
    'There is no microservice invoices',
  ],
  ['an image of others', ['--caller', 'load-generator', '--commit', 'a'.repeat(40)], 'somebody else builds'],
  [
    'another runtime than that of the fleet',
    ['--caller', 'orders', '--commit', 'a'.repeat(40), '--runtime', 'spring-boot'],
    'orders is written in rust, as the fleet says; leave --runtime spring-boot out',
  ],
  ['a short commit', ['--caller', 'orders', '--commit', 'main'], '--commit is main, expected 40 hexadecimal digits'],
  ['no commit at all', ['--caller', 'orders'], 'This project has no commit yet'],
])('refuses %s', async (_, words, message) => {
  const { code, out } = await run(words, temporary());
  expect(out).toContain(message);
  expect(code).toBe(2);
});

test('an app that says nothing of its delivery has no workflows', async () => {
  const { code, out } = await run([], temporary(), { environments: [], folders: () => [] });
  expect(out).toContain('The app does not say how it is delivered');
  expect(code).toBe(2);
});
