import * as fs from 'node:fs';
import * as path from 'node:path';
import type { RenderedEnvironment } from '../../src/gitops/repository/rendered';
import { publish } from '../../src/gitops/publish/publish';
import { openStore, withoutPassword } from '../../src/gitops/repository/store';
import { service } from './fixtures/manifests';
import { editByHand, filesOf, forgetProjects, git, Project, temporary, VARIABLES } from './fixtures/project';

afterAll(forgetProjects);

const shop = { dev: service('orders') };

function bareRepository(): string {
  const bare = path.join(temporary(), 'gitops.git');
  git('.', 'init', '--bare', '--quiet', '--initial-branch=main', bare);
  return bare;
}

function hook(repository: string, name: string, script: string): void {
  fs.mkdirSync(path.join(repository, 'hooks'), { recursive: true });
  fs.writeFileSync(path.join(repository, 'hooks', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

test('an empty remote is filled, by path and by URL, and only one environment where that is asked for', async () => {
  const bare = bareRepository();
  const project = new Project({ ...shop, production: service('orders') });
  expect(await project.run('publish', '--repo', bare, '--env', 'dev')).toMatchObject({ code: 0, err: '' });
  expect(await project.run('publish', '--repo', `file://${bare}`)).toMatchObject({ code: 0, err: '' });
  expect(Object.keys(filesOf(bare))).toEqual([
    '.chartwright/ownership-dev.json',
    '.chartwright/ownership-production.json',
    'dev/services/orders/settings.yaml',
    'production/services/orders/settings.yaml',
  ]);
  project.variables = { ...VARIABLES, CHARTWRIGHT_REPO: bare };
  expect((await project.run('publish')).out).toContain('dev: nothing changed');
  expect(fs.existsSync(project.embedded)).toBe(false);
});

test('a remote that rejects says why, and stays as it was', async () => {
  const bare = bareRepository();
  const project = new Project(shop);
  hook(bare, 'pre-receive', 'echo "main is protected: open a pull request"; exit 1');
  const { code, out, err } = await project.run('publish', '--repo', bare);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('refused the commit, nothing was published');
  expect(err).toContain('pre-receive hook declined');
  expect(err).toContain('main is protected: open a pull request');
  expect(git(bare, 'for-each-ref')).toBe('');
});

test('of several branches none moves when one is rejected', async () => {
  const bare = bareRepository();
  const project = new Project({ ...shop, production: service('orders') });
  hook(bare, 'update', 'test "$1" != refs/heads/production');
  expect(await project.run('publish', '--repo', bare, '--branch', '{environment}')).toMatchObject({ code: 2 });
  expect(git(bare, 'for-each-ref')).toBe('');
});

test('a checked-out branch of somebody is not moved under his feet', async () => {
  const clone = temporary();
  git(clone, 'init', '--quiet');
  git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'First');
  const { code, err } = await new Project(shop).run('publish', '--repo', clone, '--init');
  expect(code).toBe(2);
  expect(err).toContain('branch is currently checked out');
});

test('what is missing or no repository is named', async () => {
  const project = new Project(shop);
  const missing = await project.run('publish', '--repo', './nowhere');
  expect(missing).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no repository at ./nowhere') as string,
  });
  const folder = temporary();
  const none = await project.run('publish', '--repo', folder);
  expect(none.code).toBe(2);
  expect(none.err).toContain('does not appear to be a git repository');
  const gone = await project.run('publish', '--repo', `file://robot:secret@${folder}/gone.git`);
  expect(gone.code).toBe(2);
  expect(gone.err).toContain('cannot be read');
  expect(gone.err).not.toMatch(/^\S*secret/);
  fs.mkdirSync(project.embedded, { recursive: true });
  expect((await project.run('publish')).err).toContain('.chartwright/gitops.git is no git repository: remove it');
});

test('a branch that is not there, or that holds the files of others, is begun only when asked to', async () => {
  const bare = bareRepository();
  const project = new Project(shop);
  const clone = temporary();
  git(clone, 'init', '--quiet');
  fs.writeFileSync(path.join(clone, 'README.md'), 'Not ours\n');
  git(clone, 'add', '.');
  git(clone, 'commit', '--quiet', '-m', 'First');
  git(clone, 'push', '--quiet', bare, 'HEAD:trunk');
  const absent = await project.run('publish', '--repo', bare);
  expect(absent).toMatchObject({ code: 2 });
  expect(absent.err).toContain('has no branch main, expected one of trunk: --init creates it');
  const unrelated = await project.run('publish', '--repo', bare, '--branch', 'trunk');
  expect(unrelated).toMatchObject({ code: 2 });
  expect(unrelated.err).toMatch(/trunk of .* holds 1 files and nothing of ours: pass --init/);
  expect(git(bare, 'rev-list', '--count', '--all')).toBe('1');
  expect(await project.run('publish', '--repo', bare, '--branch', 'trunk', '--init')).toMatchObject({ code: 0 });
  expect(filesOf(bare, 'trunk')).toMatchObject({ 'README.md': 'Not ours' });
  expect(await project.run('publish', '--repo', bare, '--branch', 'trunk')).toMatchObject({ code: 0 });
  expect(await project.run('publish', '--repo', bare, '--init')).toMatchObject({ code: 0 });
});

test('a remote whose history was replaced is followed', async () => {
  const bare = bareRepository();
  const project = new Project(shop);
  await project.run('publish', '--repo', bare);
  const other = new Project({ dev: service('catalog') });
  const replaced = bareRepository();
  await other.run('publish', '--repo', replaced);
  git(bare, 'fetch', '--quiet', replaced, '+main:main');
  expect((await project.run('publish', '--repo', bare)).out).toContain('dev: 1 added, 1 removed');
  expect(git(bare, 'rev-list', '--count', 'main')).toBe('2');
});

test('a damaged ownership file stops everything; a lost one is made anew from files that are ours byte for byte', async () => {
  const project = new Project(shop);
  await project.run('publish');
  editByHand(project.embedded, { '.chartwright/ownership-dev.json': '{' });
  expect((await project.run('publish')).err).toContain(
    '.chartwright/ownership-dev.json in the GitOps repository is damaged',
  );
  editByHand(project.embedded, { '.chartwright/ownership-dev.json': undefined });
  const { code } = await project.run('publish', '--init');
  expect(code).toBe(0);
  expect(git(project.embedded, 'show', '--format=', '--name-only', 'main')).toBe('.chartwright/ownership-dev.json');
});

test('a push that somebody else was quicker than begins again on the new head', async () => {
  const bare = bareRepository();
  const project = new Project(shop);
  await project.run('publish', '--repo', bare);
  // The first push finds that the branch has moved, because the hook moves it.
  hook(
    bare,
    'pre-receive',
    'test -e moved && exit 0; touch moved; unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY; git update-ref refs/heads/main $(git commit-tree -p main -m "Meanwhile" main^{tree})',
  );
  for (const [name, value] of [
    ['user.name', 'Other'],
    ['user.email', 'other@shop.test'],
  ] as const)
    git(bare, 'config', name, value);
  project.write({ dev: service('orders', 'two') });
  const { code, out, err } = await project.run('publish', '--repo', bare, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toMatchObject({ attempts: 2 });
  expect(git(bare, 'log', '--format=%s', '-2', 'main')).toBe('Publish dev: 1 changed\nMeanwhile');
});

test('who is always too late gives up with a reason', () => {
  const folder = temporary();
  const store = openStore({ stateDir: folder, environment: VARIABLES });
  const late = {
    name: store.name,
    embedded: true,
    git: store.git,
    heads: () => store.heads(),
    fetch: () => undefined,
    move: () => false,
  };
  const environments = [{ name: 'dev', files: new Map([['a.yaml', 'kind: A\n']]) }];
  expect(() => publish(late, environments, { environment: VARIABLES, patience: 100 })).toThrow(
    /Others changed .* all the time/,
  );
});

test('nothing is published while the checks find violations; warnings are passed on', () => {
  const store = openStore({ stateDir: temporary(), environment: VARIABLES });
  const environments = [
    { name: 'dev', files: new Map([['a.yaml', 'apiVersion: v1\nkind: A\nmetadata:\n  name: a\n']]) },
  ];
  const verify =
    (severity: 'error' | 'warning') =>
    ({ name: environment, files }: RenderedEnvironment) => [
      { where: environment, what: `has ${files.size}`, severity },
    ];
  const refused = publish(store, environments, { environment: VARIABLES, verify: verify('error') });
  expect(refused).toMatchObject({ commits: {}, violations: [{ where: 'dev', what: 'has 1' }] });
  expect(store.heads().size).toBe(0);
  const warned = publish(store, environments, { environment: VARIABLES, verify: verify('warning') });
  expect(warned).toMatchObject({
    commits: { main: expect.any(String) as string },
    violations: [{ severity: 'warning' }],
  });
});

test('addresses are shown without passwords', () => {
  expect(withoutPassword('https://robot:secret@git.test/shop.git')).toBe('https://git.test/shop.git');
  expect(withoutPassword('git@git.test:shop.git')).toBe('git@git.test:shop.git');
});
