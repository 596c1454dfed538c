import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { application, configMap, service } from '../gitops/fixtures/manifests';
import { editByHand, filesOf, forgetProjects, git, Project, temporary, VARIABLES } from '../gitops/fixtures/project';

afterAll(forgetProjects);

const shop = { dev: { ...service('orders'), ...service('catalog') }, production: service('orders', 'many') };

test('the embedded repository comes to hold what synth writes, byte for byte, and a second publish makes no commit', async () => {
  const project = new Project(shop);
  const first = await project.run('publish');
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/^dev: 2 added, 0 unchanged; commit [0-9a-f]{12} \(main of \.chartwright\/gitops\.git\)$/m);
  await project.run('synth');
  const clone = temporary();
  git(clone, 'clone', '--quiet', project.embedded, '.');
  execFileSync('diff', ['-r', '-x', '.git', '-x', '.chartwright', path.join(project.folder, 'dist'), clone]);
  const head = git(project.embedded, 'rev-parse', 'main');
  const second = await project.run('publish');
  expect(second.out).toContain('dev: nothing changed, 2 unchanged; up to date');
  expect(git(project.embedded, 'rev-parse', 'main')).toBe(head);
  expect(git(project.embedded, 'rev-list', '--count', 'main')).toBe('1');
});

test('a commit holds what changed and nothing else, and prunes what is not rendered any more', async () => {
  const project = new Project(shop);
  await project.run('publish');
  project.write({
    dev: { ...service('orders', 'two'), ...service('payments') },
    production: service('orders', 'many'),
  });
  const { code, out } = await project.run('publish');
  expect(code).toBe(0);
  expect(out).toContain('dev: 1 added, 1 changed, 1 removed, 0 unchanged; commit');
  expect(out).toContain('production: nothing changed, 1 unchanged; up to date');
  expect(git(project.embedded, 'show', '--format=', '--name-status', '--no-renames', 'main').split('\n')).toEqual([
    'M\t.chartwright/ownership-dev.json',
    'D\tdev/services/catalog/settings.yaml',
    'M\tdev/services/orders/settings.yaml',
    'A\tdev/services/payments/settings.yaml',
  ]);
});

test('the message names what changed and the commit it was rendered from', async () => {
  const project = new Project(shop);
  git(project.folder, 'init', '--quiet');
  fs.writeFileSync(path.join(project.folder, '.gitignore'), '.chartwright/\n');
  git(project.folder, 'add', '.');
  git(project.folder, 'commit', '--quiet', '-m', 'Sell more');
  git(project.folder, 'remote', 'add', 'origin', 'https://robot:secret@git.test/shop.git');
  await project.run('publish', '--env', 'dev');
  const source = git(project.folder, 'rev-parse', 'HEAD');
  const message = git(project.embedded, 'log', '-1', '--format=%B', 'main');
  expect(message).toContain('Publish dev: 2 added\n\nFrom: Sell more\n');
  expect(message).toContain(`Chartwright-source: ${source}\nChartwright-source-state: clean`);
  expect(message).toContain('Argocd-reference-commit-repourl: https://git.test/shop.git');
  expect(message).not.toContain('secret');
  expect(git(project.embedded, 'log', '-1', '--format=%(trailers:key=Chartwright-environment,valueonly)', 'main')).toBe(
    'dev',
  );
  fs.writeFileSync(path.join(project.folder, 'note'), 'not committed');
  await project.run('publish', '--message', 'By hand');
  expect(git(project.embedded, 'log', '-1', '--format=%s', 'main')).toBe('By hand');
  expect(
    git(project.embedded, 'log', '-1', '--format=%(trailers:key=Chartwright-source-state,valueonly)', 'main'),
  ).toBe('modified');
});

test('an older commit does not undo a later one unless it is meant to', async () => {
  const project = new Project(shop);
  git(project.folder, 'init', '--quiet');
  git(project.folder, 'commit', '--quiet', '--allow-empty', '-m', 'First');
  const first = git(project.folder, 'rev-parse', 'HEAD');
  git(project.folder, 'commit', '--quiet', '--allow-empty', '-m', 'Second');
  await project.run('publish');
  git(project.folder, 'reset', '--quiet', '--soft', first);
  project.write({ ...shop, dev: service('orders', 'old') });
  const refused = await project.run('publish');
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.err).toMatch(/^dev was published from [0-9a-f]{12}, which came after [0-9a-f]{12}: --allow-older/);
  expect(await project.run('publish', '--allow-older')).toMatchObject({ code: 0 });
});

test('a file that somebody edited or wrote is neither overwritten nor removed, and nothing is published then', async () => {
  const project = new Project(shop);
  await project.run('publish');
  editByHand(project.embedded, {
    'dev/services/orders/settings.yaml': 'edited',
    'dev/services/catalog/settings.yaml': 'edited, too',
    'dev/services/payments/settings.yaml': 'foreign',
  });
  const before = git(project.embedded, 'rev-parse', 'main');
  project.write({ dev: { ...service('orders', 'two'), ...service('payments') }, production: service('orders', 'new') });
  const { code, out } = await project.run('publish');
  expect(code).toBe(1);
  expect(out).toContain('! dev/services/orders/settings.yaml was edited in the GitOps repository\n');
  expect(out).toContain(
    '! dev/services/catalog/settings.yaml was edited in the GitOps repository, and is not rendered any more\n',
  );
  expect(out).toContain('! dev/services/payments/settings.yaml was written by somebody else\n');
  expect(git(project.embedded, 'rev-parse', 'main')).toBe(before);
  const paths = ['orders', 'catalog', 'payments'].map((name) => `dev/services/${name}/settings.yaml`);
  expect(await project.run('publish', '--overwrite', ...paths)).toMatchObject({ code: 0 });
  expect(Object.keys(filesOf(project.embedded)).filter((name) => name.startsWith('dev/'))).toEqual([
    paths[0],
    paths[2],
  ]);
});

test('an edit by hand is reported even where nothing new is rendered, and one that equals ours is none', async () => {
  const project = new Project(shop);
  await project.run('publish');
  editByHand(project.embedded, { 'dev/services/orders/settings.yaml': 'edited' });
  expect(await project.run('publish')).toMatchObject({ code: 1 });
  editByHand(project.embedded, { 'dev/services/orders/settings.yaml': undefined });
  expect((await project.run('publish')).out).toContain('dev: 1 added');
});

test("somebody's manifest among ours is reported, a note is not, and both stay", async () => {
  const project = new Project(shop);
  await project.run('publish');
  editByHand(project.embedded, {
    'dev/services/orders/extra.yaml': 'extra',
    'dev/README.md': 'read me',
    'other/file.yaml': 'x',
  });
  project.write({ ...shop, dev: service('orders', 'two') });
  const { code, out } = await project.run('publish');
  expect(code).toBe(1);
  expect(out).toContain('dev: 1 changed, 1 removed');
  expect(out).toContain('! dev/services/orders/extra.yaml is not ours, but Argo CD reads it');
  expect(Object.keys(filesOf(project.embedded))).toEqual(
    expect.arrayContaining(['dev/README.md', 'dev/services/orders/extra.yaml', 'other/file.yaml']),
  );
});

test('a file where a folder must be, and the other way round, stops it', async () => {
  const project = new Project(shop);
  await project.run('publish');
  editByHand(project.embedded, {
    'dev/services/payments': 'a file',
    'dev/services/bff/settings.yaml/deeper': 'a folder',
  });
  project.write({ ...shop, dev: { ...shop.dev, ...service('payments'), ...service('bff') } });
  const { code, out } = await project.run('publish');
  expect(code).toBe(1);
  expect(out).toContain('! dev/services/payments is a file where dev/services/payments/settings.yaml needs a folder');
  expect(out).toContain('! dev/services/bff/settings.yaml is a folder where we need a file');
});

test('--dry-run says the same and changes nothing; --json prints it for scripts', async () => {
  const project = new Project(shop);
  const { out } = await project.run('publish', '--dry-run', '--json');
  expect(JSON.parse(out)).toMatchObject({
    commits: {},
    environments: [
      { environment: 'dev', added: ['dev/services/orders/settings.yaml', 'dev/services/catalog/settings.yaml'] },
      {},
    ],
  });
  expect(git(project.embedded, 'for-each-ref')).toBe('');
  expect((await project.run('publish', '--dry-run')).out).toContain('would publish');
});

test('each environment on a branch of its own, all moved at once', async () => {
  const project = new Project(shop);
  const bare = path.join(temporary(), 'gitops.git');
  git('.', 'init', '--bare', '--quiet', bare);
  expect(await project.run('publish', '--branch-per-environment', '--repo', bare)).toMatchObject({ code: 0, err: '' });
  expect(Object.keys(filesOf(bare, 'dev'))).toEqual([
    '.chartwright/ownership-dev.json',
    'services/catalog/settings.yaml',
    'services/orders/settings.yaml',
  ]);
  expect(Object.keys(filesOf(bare, 'production'))).toContain('services/orders/settings.yaml');
});

test('--next leaves the branch alone and says what it was rendered from', async () => {
  const project = new Project(shop);
  git(project.folder, 'init', '--quiet');
  git(project.folder, 'commit', '--quiet', '--allow-empty', '-m', 'First');
  await project.run('publish');
  const main = git(project.embedded, 'rev-parse', 'main');
  project.write({ dev: service('orders', 'two'), production: service('orders', 'three') });
  expect(await project.run('publish', '--next')).toMatchObject({ code: 0 });
  expect(git(project.embedded, 'rev-parse', 'main')).toBe(main);
  expect(git(project.embedded, 'rev-parse', 'dev-next~1', 'production-next~1').split('\n')).toEqual([main, main]);
  const metadata = JSON.parse(filesOf(project.embedded, 'dev-next')['hydrator.metadata']!) as object;
  expect(metadata).toMatchObject({ drySha: git(project.folder, 'rev-parse', 'HEAD'), subject: 'First' });
  expect((await project.run('publish', '--next')).out).toContain('dev: nothing changed');
});

test('an environment goes where its root Application reads, and a branch it does not read is a warning', async () => {
  const root = (argocd: string) => ({ 'argocd/root.yaml': [application('root', argocd)] });
  const project = new Project({ dev: { ...root('clusters/dev/argocd'), ...service('orders') } });
  expect(await project.run('publish')).toMatchObject({ code: 0, err: '' });
  expect(Object.keys(filesOf(project.embedded))).toContain('clusters/dev/services/orders/settings.yaml');
  const elsewhere = await project.run('publish', '--branch', 'live');
  expect(elsewhere.err).toContain('the Applications of dev read refs/heads/main, not live');
  project.write({ dev: root('argocd') });
  await project.run('publish', '--branch', '{environment}');
  expect(Object.keys(filesOf(project.embedded, 'dev'))).toContain('argocd/root.yaml');
  project.write({ dev: root('elsewhere') });
  expect((await project.run('publish')).err).toContain('reads elsewhere, expected a path that ends in argocd');
});

test('what is refused is refused with a reason', async () => {
  const project = new Project(shop);
  const texts = async (...words: string[]) => (await project.run('publish', ...words)).err;
  expect(await texts('--env', 'nowhere')).toContain('There is no environment nowhere: expected one of dev, production');
  expect(await texts('--branch', 'a b')).toContain('"a b" is no name of a branch');
  expect(await texts('--branch', 'x', '--branch-per-environment')).toContain(
    'Pass --branch or --branch-per-environment',
  );
  expect(await texts('--repo=--upload-pack=x')).toContain('neither the URL nor the path');
  project.write({ dev: { 'services/a/x.yaml': [configMap('same')], 'services/b/x.yaml': [configMap('same')] } });
  expect(await texts()).toContain('ConfigMap shop/same is also in dev/services/a/x.yaml');
});

test('commits are signed where git is told to sign them, by the project or by the user', async () => {
  const project = new Project(shop);
  git(project.folder, 'init', '--quiet');
  const key = path.join(project.folder, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  for (const [name, value] of [
    ['gpg.format', 'ssh'],
    ['user.signingkey', key],
    ['commit.gpgsign', 'true'],
    ['user.name', 'Signer'],
    ['user.email', 'signer@shop.test'],
  ] as const) {
    git(project.folder, 'config', name, value);
  }
  expect(await project.run('publish')).toMatchObject({ code: 0, err: '' });
  const commit = git(project.embedded, 'cat-file', 'commit', 'main');
  expect(commit).toContain('-----BEGIN SSH SIGNATURE-----');
  expect(commit).toContain('Signer <signer@shop.test>');
  fs.rmSync(key);
  project.write({ ...shop, dev: {} });
  const head = git(project.embedded, 'rev-parse', 'main');
  const refused = await project.run('publish');
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('signing is asked for by commit.gpgsign');
  expect(git(project.embedded, 'rev-parse', 'main')).toBe(head);
});

test('variables of a surrounding git do not lead it astray', async () => {
  const project = new Project(shop);
  const other = temporary();
  git(other, 'init', '--quiet');
  project.variables = { ...VARIABLES, GIT_DIR: path.join(other, '.git'), GIT_INDEX_FILE: path.join(other, 'index') };
  expect(await project.run('publish')).toMatchObject({ code: 0 });
  expect(git(other, 'for-each-ref')).toBe('');
  expect(fs.existsSync(path.join(other, 'index'))).toBe(false);
});
