import * as fs from 'node:fs';
import * as path from 'node:path';
import { filesOf, forgetProjects, git, temporary } from '../gitops/fixtures/project';
import { scriptOf } from './files';
import { Runner, testWith, writePlatform } from './running';

const scripted = testWith();

afterAll(forgetProjects);

const publishScript = scriptOf('publish', 'publish', 'Publish');
const compareScript = scriptOf('pull-request', 'diff', 'Compare with what is published');
const commentScript = scriptOf('pull-request', 'diff', 'Say it in one comment');
const promoteScript = scriptOf('promote', 'promote', 'Move the releases');
const openScript = scriptOf('promote', 'promote', 'Open the pull request');

/** A checkout of this repository, and a GitOps repository that github.com stands for. */
function machine(): { runner: Runner; gitops: string; platform: string } {
  const runner = new Runner();
  const [gitops, platform] = [temporary(), temporary()];
  for (const bare of [gitops, platform]) git(bare, 'init', '--quiet', '--bare');
  writePlatform(runner.folder);
  git(runner.folder, 'init', '--quiet');
  git(runner.folder, 'add', '--all');
  git(runner.folder, 'commit', '--quiet', '--message', 'First');
  git(runner.folder, 'push', '--quiet', platform, 'HEAD:main');
  // the longest address wins, so that the scripts' own setting is made and not used
  const here = (bare: string, name: string): string =>
    `[url "${bare}"]\n\tinsteadOf = https://github.com/shop-example/${name}.git\n`;
  fs.writeFileSync(path.join(runner.home, '.gitconfig'), here(gitops, 'gitops') + here(platform, 'platform'));
  return { runner, gitops, platform };
}

const publish = (runner: Runner, environment: string) =>
  runner.run(publishScript, { GITOPS_TOKEN: 'hidden', ENVIRONMENT: environment });

scripted(
  'publish brings one environment to the GitOps repository, once, and leaves no token in what it writes',
  async () => {
    const { runner, gitops } = machine();
    const first = await publish(runner, 'dev');
    expect(first).toMatchObject({ code: 0, err: '' });
    const files = filesOf(gitops);
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(['dev/services/orders/workload.yaml', 'dev/argocd/root.yaml']),
    );
    expect(Object.keys(files).filter((file) => /^(staging|production)\//.test(file))).toEqual([]);
    expect(Object.values(files).join('')).not.toContain('hidden');
    expect(git(gitops, 'log', '--format=%an %s', 'main')).toMatch(/^Chartwright Publish dev: \d+ added$/);
    expect(await publish(runner, 'dev')).toMatchObject({ code: 0 });
    expect(git(gitops, 'rev-list', '--count', 'main')).toBe('1');
  },
);

describe('the comment', () => {
  const env = { GITOPS_TOKEN: 'hidden', RUN: 'https://github.com/shop-example/platform/actions/runs/1' };
  const textOf = (runner: Runner): string => fs.readFileSync(path.join(runner.folder, 'comment.md'), 'utf8');

  scripted('tells what a change does to what is published', async () => {
    const { runner } = machine();
    for (const environment of ['dev', 'staging', 'production']) await publish(runner, environment);
    const file = path.join(runner.folder, 'releases/dev.yaml');
    const releases = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, releases.replace(/(^orders:\n {2}tag: ).*$/m, '$1"9.9.9"'));
    expect(await runner.run(compareScript, env)).toMatchObject({ code: 0, err: '' });
    const text = textOf(runner);
    expect(text).toMatch(
      /^<!-- chartwright diff -->\n## What publishing this would change\n\n### dev: rolling restart\n/i,
    );
    expect(text).toContain('9.9.9');
    expect(text).toContain('### production\n\nNo difference.');
    expect(fs.readFileSync(path.join(runner.home, 'summary.md'), 'utf8')).toBe(text);
  });

  scripted('is cut at the end of a line where it is longer than GitHub takes', async () => {
    const { runner } = machine();
    // long, as a first publish of a large fleet would be
    fs.writeFileSync(
      path.join(runner.folder, 'bin/chartwright.js'),
      `console.log('<details>'); for (let n = 0; n < 9000; n++) console.log('- line number ' + n);`,
    );
    expect(await runner.run(compareScript, env)).toMatchObject({ code: 0 });
    const text = textOf(runner);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/\n- line number \d+\n\n<\/details>\n\n_Cut here: \[all of it\]\(https:.*\/runs\/1\)_\n$/);
  });

  scripted('is none where the comparison fails', async () => {
    const { runner } = machine();
    fs.writeFileSync(path.join(runner.folder, 'bin/chartwright.js'), 'process.exit(2)');
    expect((await runner.run(compareScript, env)).code).toBe(2);
    expect(fs.existsSync(path.join(runner.folder, 'comment.md'))).toBe(false);
  });

  scripted.each([
    ['is written where there is none', '', '--method POST repos/shop-example/platform/issues/5/comments'],
    [
      'is changed where it was written before',
      '11\\n12',
      '--method PATCH repos/shop-example/platform/issues/comments/11',
    ],
  ])('%s', async (_, found, call) => {
    const runner = new Runner();
    runner.program('gh', `case "$*" in *--paginate*) [ -z '${found}' ] || printf '${found}\\n' ;; esac`);
    expect(await runner.run(commentScript, { NUMBER: '5' })).toMatchObject({ code: 0 });
    expect(runner.calls.at(-1)).toBe(`gh api --silent ${call} --field body=@comment.md`);
    expect(runner.calls[0]).toContain('startswith("<!-- chartwright diff -->")');
  });

  scripted('fails where GitHub cannot be asked', async () => {
    const runner = new Runner();
    runner.program('gh', 'exit 4');
    expect((await runner.run(commentScript, { NUMBER: '5' })).code).not.toBe(0);
  });
});

describe('a promotion', () => {
  const ends = { FROM: 'dev', TO: 'staging' };
  const promote = (runner: Runner, microservices: string) =>
    runner.run(promoteScript, { ...ends, GITOPS_TOKEN: 'hidden', MICROSERVICES: microservices });

  scripted('is a branch with one commit, and a pull request', async () => {
    const { runner, platform } = machine();
    await publish(runner, 'dev');
    const staging = path.join(runner.folder, 'releases/staging.yaml');
    const other = fs.readFileSync(staging, 'utf8').replace(/(^catalog:\n {2}tag: ).*$/m, '$1"0.0.1"');
    fs.writeFileSync(staging, other);
    git(runner.folder, 'commit', '--quiet', '--all', '--message', 'Older');
    expect(await promote(runner, 'catalog orders')).toMatchObject({ code: 0 });
    runner.program('gh');
    const opened = await runner.run(openScript, { ...ends, GH_TOKEN: 'hidden', RUN: '3' });
    expect(opened).toMatchObject({ code: 0 });
    expect(runner.calls).toEqual(['gh pr create --fill --head promote-staging-3']);
    expect(git(platform, 'show', '--format=%s', '--name-only', 'promote-staging-3').split('\n')).toEqual([
      'releases: promote from dev to staging',
      '',
      'releases/staging.yaml',
    ]);
    expect(git(platform, 'log', '-1', '--format=%s', 'main')).toBe('First');
  });

  scripted('of what runs there already opens nothing', async () => {
    const { runner } = machine();
    runner.program('gh');
    const run = await runner.run(openScript, { ...ends, GH_TOKEN: 'hidden', RUN: '3' });
    expect(run).toMatchObject({ code: 0, out: '::notice::staging already runs what dev runs\n' });
    expect(runner.calls).toEqual([]);
  });

  scripted('takes names for names: no text of a person becomes code', async () => {
    const { runner } = machine();
    await publish(runner, 'dev');
    const run = await promote(runner, '$(touch owned) ; touch owned');
    expect(run.code).toBe(2);
    expect(fs.existsSync(path.join(runner.folder, 'owned'))).toBe(false);
  });
});
