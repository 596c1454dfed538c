import * as fs from 'node:fs';
import * as path from 'node:path';
import { configMap, deployment, service } from '../gitops/fixtures/manifests';
import { forgetProjects, git, Project, temporary } from '../gitops/fixtures/project';

afterAll(forgetProjects);

const shop = (image: string) => ({
  dev: { 'services/orders/workload.yaml': [deployment('orders', { image })], ...service('catalog') },
  production: service('orders'),
});

test('it says what publishing would change, and nothing after it did', async () => {
  const project = new Project(shop('orders:1'));
  const first = await project.run('diff');
  expect(first).toMatchObject({
    code: 0,
    err: expect.stringContaining('dev is not in .chartwright/gitops.git yet') as string,
  });
  expect(first.out).toContain('worst: created');
  await project.run('publish');
  project.write(shop('orders:2'));
  const { code, out } = await project.run('diff');
  expect(code).toBe(0);
  expect(out).toBe(
    'dev: 1 object in 1 part, worst: rolling restart\n' +
      '  rolling restart: apps/Deployment shop/orders (services/orders)\n' +
      '    spec.template.spec.containers[app].image: orders:1 -> orders:2\n' +
      'production: no difference\n',
  );
  await project.run('publish');
  expect((await project.run('diff')).out).toBe('dev: no difference\nproduction: no difference\n');
});

test('the exit code tells whether the worst effect is beyond what is allowed', async () => {
  const project = new Project(shop('orders:1'));
  await project.run('publish');
  project.write(shop('orders:2'));
  const codes = ['in-place', 'restart', 'pruned', 'data-loss'].map(
    async (effect) => (await project.run('diff', '--fail-on', effect)).code,
  );
  expect(await Promise.all(codes)).toEqual([1, 1, 0, 0]);
  expect((await project.run('diff', '--fail-on', 'none', '--env', 'production')).code).toBe(0);
  const unknown = await project.run('diff', '--fail-on', 'worse');
  expect(unknown).toMatchObject({
    code: 2,
    err: expect.stringContaining('Allowed choices are none, metadata') as string,
  });
});

test('JSON for scripts, Markdown for a pull request', async () => {
  const project = new Project(shop('orders:1'));
  await project.run('publish');
  project.write(shop('orders:2'));
  const { out } = await project.run('diff', '--json', '--env', 'dev');
  expect(JSON.parse(out)).toMatchObject({
    worst: 'restart',
    environments: [
      {
        environment: 'dev',
        objects: [
          {
            identity: 'apps/Deployment shop/orders',
            part: 'services/orders',
            change: 'changed',
            fields: [{ before: 'orders:1', after: 'orders:2' }],
          },
        ],
        causes: [{ groups: [{ effect: 'restart', objects: ['apps/Deployment shop/orders'] }] }],
      },
    ],
  });
  expect((await project.run('diff', '--markdown')).out).toContain(
    '| rolling restart | <code>apps/Deployment shop/orders (services/orders)</code> |',
  );
  expect((await project.run('diff', '--markdown', '--json')).code).toBe(2);
});

test('it compares with a folder, a branch, a commit', async () => {
  const project = new Project(shop('orders:1'));
  await project.run('synth');
  await project.run('publish');
  const first = git(project.embedded, 'rev-parse', 'main');
  project.write(shop('orders:2'));
  await project.run('publish');
  expect((await project.run('diff', '--against', 'dist')).out).toContain('orders:1 -> orders:2');
  expect((await project.run('diff', '--against', first)).out).toContain('orders:1 -> orders:2');
  expect((await project.run('diff', '--against', 'main~1')).out).toContain('orders:1 -> orders:2');
  expect((await project.run('diff', '--against', 'main')).out).toContain('dev: no difference');
  const { code, err } = await project.run('diff', '--against', 'nowhere');
  expect(code).toBe(2);
  expect(err).toContain(
    'There is no folder nowhere, nor such a commit or branch in .chartwright/gitops.git: expected one of main',
  );
  fs.mkdirSync(path.join(project.folder, 'empty'));
  expect((await project.run('diff', '--against', 'empty', '--env', 'dev')).err).toContain('dev is not in empty yet');
});

test('a remote, a branch for each environment, and what a next branch already holds', async () => {
  const bare = path.join(temporary(), 'gitops.git');
  git('.', 'init', '--bare', '--quiet', bare);
  const project = new Project(shop('orders:1'));
  const where = ['--repo', bare, '--branch-per-environment'];
  await project.run('publish', ...where);
  project.write(shop('orders:2'));
  expect((await project.run('diff', ...where)).out).toContain('orders:1 -> orders:2');
  await project.run('publish', ...where, '--next');
  expect((await project.run('diff', ...where)).out).toContain('orders:1 -> orders:2');
  expect((await project.run('diff', ...where, '--against', 'dev-next', '--env', 'dev')).out).toBe(
    'dev: no difference\n',
  );
});

test('a move of an object between files is no difference', async () => {
  const project = new Project({ dev: { 'services/a/one.yaml': [configMap('a')] } });
  await project.run('publish');
  project.write({ dev: { 'services/a/two.yaml': [configMap('a')] } });
  expect((await project.run('diff')).out).toBe('dev: no difference\n');
});
