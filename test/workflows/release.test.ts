import * as fs from 'node:fs';
import * as path from 'node:path';
import { readReleaseFile } from '../../src/gitops/release/release-file';
import { filesOf, forgetProjects, git, temporary } from '../gitops/fixtures/project';
import type { Run } from '../gitops/fixtures/project';
import { scriptOf } from './files';
import { Runner, testWith, writePlatform } from './running';

const scripted = testWith('jq');

afterAll(forgetProjects);

const script = scriptOf('rust-service', 'release', 'Set the release');
const digest = (digit: string): string => `sha256:${digit.repeat(64)}`;
const sha = '0123456789ab';

/** A bare repository that is the platform's, at a first commit. */
function platform(): string {
  const bare = temporary();
  git(bare, 'init', '--quiet', '--bare');
  const first = temporary();
  writePlatform(first);
  git(first, 'init', '--quiet');
  git(first, 'add', '--all');
  git(first, 'commit', '--quiet', '--message', 'First');
  git(first, 'push', '--quiet', bare, 'HEAD:main');
  return bare;
}

/** Sets a release as the job does, in a checkout of its own. */
async function bump(
  bare: string,
  wanted: Readonly<Record<string, string>>,
  prepare?: (runner: Runner) => void,
): Promise<Run> {
  const runner = new Runner();
  git(runner.folder, 'clone', '--quiet', bare, '.');
  prepare?.(runner);
  return runner.run(script, {
    TOKEN: 'secret',
    PLATFORM_URL: bare,
    ENVIRONMENT: 'dev',
    MICROSERVICE: 'orders',
    TAG: `7-${sha}`,
    DIGEST: digest('a'),
    ...wanted,
  });
}

/** What main says of dev. */
function released(bare: string): ReturnType<typeof readReleaseFile> {
  const file = path.join(temporary(), 'dev.yaml');
  fs.writeFileSync(file, `${filesOf(bare)['releases/dev.yaml']!}\n`);
  return readReleaseFile(file);
}

const commits = (bare: string): number => Number(git(bare, 'rev-list', '--count', 'main'));

scripted('a release is one commit on main that changes one environment, and a second try makes none', async () => {
  const bare = platform();
  expect(await bump(bare, {})).toMatchObject({ code: 0 });
  expect(released(bare)['orders']).toEqual({ tag: `7-${sha}`, digest: digest('a') });
  expect(git(bare, 'show', '--format=%s', '--name-only', 'main').split('\n')).toEqual([
    `releases: orders 7-${sha} in dev`,
    '',
    'releases/dev.yaml',
  ]);
  const again = await bump(bare, {});
  expect(again).toMatchObject({ code: 0 });
  expect(again.out).toContain(`::notice::dev already has 7-${sha} of orders`);
  expect(commits(bare)).toBe(2);
});

scripted('services that release at once all get there, none instead of another', async () => {
  const bare = platform();
  const names = ['orders', 'catalog', 'payments', 'inventory', 'pricing'];
  const runs = await Promise.all(
    names.map((name, index) => bump(bare, { MICROSERVICE: name, DIGEST: digest(String(index)) })),
  );
  expect(runs.map(({ code, err }) => ({ code, err: code === 0 ? '' : err }))).toEqual(
    names.map(() => ({ code: 0, err: '' })),
  );
  const now = released(bare);
  names.forEach((name, index) => {
    expect(now[name]).toEqual({ tag: `7-${sha}`, digest: digest(String(index)) });
  });
  expect(commits(bare)).toBe(names.length + 1);
});

scripted('a push that comes second begins again on the new head', async () => {
  const bare = platform();
  // the moment between fetch and push, in which somebody else pushes
  const overtaken = (runner: Runner): void => {
    const once = path.join(runner.home, 'once');
    runner.program(
      'git',
      `real=$(PATH="\${PATH#*:}" command -v git)
       if [[ " $* " == *" push "* && ! -e '${once}' ]]; then
         touch '${once}'
         other=$(mktemp -d)
         "$real" clone --quiet '${bare}' "$other"
         echo '# moved' >> "$other/releases/staging.yaml"
         "$real" -C "$other" -c user.name=other -c user.email=other@shop.test commit --quiet --all --message Other
         "$real" -C "$other" push --quiet origin HEAD:main
       fi
       exec "$real" "$@"`,
    );
  };
  const run = await bump(bare, {}, overtaken);
  expect(run).toMatchObject({ code: 0 });
  expect(run.out).toContain('somebody else came first (try 1)');
  expect(released(bare)['orders']!.tag).toBe(`7-${sha}`);
  expect(filesOf(bare)['releases/staging.yaml']).toContain('# moved');
  expect(git(bare, 'log', '--format=%s', 'main').split('\n')).toEqual([
    `releases: orders 7-${sha} in dev`,
    'Other',
    'First',
  ]);
});

scripted('an older run that comes late leaves the newer image', async () => {
  const bare = platform();
  await bump(bare, { TAG: `12-${sha}`, DIGEST: digest('b') });
  const late = await bump(bare, { TAG: `9-${sha}` });
  expect(late).toMatchObject({ code: 0 });
  expect(late.out).toContain(`dev already has 12-${sha} of orders, which is newer than 9-${sha}`);
  expect(released(bare)['orders']!.digest).toBe(digest('b'));
});

scripted.each([
  ['a name', { MICROSERVICE: 'orders; rm -rf /' }, 'no name of a microservice'],
  ['an option as a name', { MICROSERVICE: '--all' }, 'no name of a microservice'],
  ['a tag', { TAG: 'latest' }, 'no tag of a run and a commit'],
  ['a tag with a command', { TAG: `7-${sha}$(id)` }, 'no tag of a run and a commit'],
  ['a digest', { DIGEST: 'sha256:1' }, 'no digest'],
])('%s that is none is refused before anything is asked', async (_, wanted, message) => {
  const bare = platform();
  const run = await bump(bare, wanted);
  expect(run).toMatchObject({ code: 1 });
  expect(run.out).toContain(`::error::${message}`);
  expect(commits(bare)).toBe(1);
});

scripted('a microservice that the fleet has not yet is begun by a person, with the command for it', async () => {
  const bare = platform();
  const run = await bump(bare, { MICROSERVICE: 'invoices' });
  expect(run).toMatchObject({ code: 0 });
  expect(run.out).toContain(`chartwright new microservice invoices --team <team> --release 7-${sha}@${digest('a')}`);
  expect(commits(bare)).toBe(1);
});

describe('whether a microservice is in the fleet', () => {
  const lookUp = scriptOf('rust-service', 'callees', 'Look it up in the fleet');
  const bare = platform();
  const commit = git(bare, 'rev-parse', 'main');
  const ask = async (microservice: string, broken = false) => {
    const runner = new Runner();
    git(runner.folder, 'clone', '--quiet', bare, '.');
    if (broken) fs.writeFileSync(path.join(runner.folder, 'releases/dev.yaml'), 'orders: [');
    const run = await runner.run(lookUp, { ENVIRONMENT: 'dev', MICROSERVICE: microservice });
    return { ...run, outputs: runner.outputs };
  };

  scripted('is known by its releases', async () => {
    expect(await ask('orders')).toMatchObject({ code: 0, out: '', outputs: { known: 'true', commit } });
    const unknown = await ask('invoices');
    expect(unknown).toMatchObject({ code: 0, outputs: { known: 'false', commit } });
    expect(unknown.out).toContain('::warning::invoices is not in the fleet yet');
  });

  scripted('is a failure where the releases cannot be read: nothing is skipped by mistake', async () => {
    const broken = await ask('orders', true);
    expect(broken.code).not.toBe(0);
    expect(broken.outputs).toEqual({});
  });
});
