import type { Manifest } from '../../src/model/manifest';
import { application, configMap, deployment } from '../gitops/fixtures/manifests';
import { forgetProjects, Project } from '../gitops/fixtures/project';

afterAll(forgetProjects);

const early = (manifest: Manifest): Manifest => ({
  ...manifest,
  metadata: { ...manifest.metadata, annotations: { 'argocd.argoproj.io/sync-wave': '-1' } },
});
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const many = Array.from({ length: 6 }, (_, index) => configMap(`settings-${index}`));
const shop = {
  'argocd/root.yaml': [application('root', 'dev/argocd')],
  'argocd/orders.yaml': [application('orders', 'dev/services/orders')],
  'services/orders/workload.yaml': [early(namespace), deployment('orders'), ...many],
};

test('it prints the order, what is pruned, and what would stop it', async () => {
  const project = new Project({
    dev: {
      ...shop,
      'services/orders/old.yaml': [configMap('old')],
      'argocd/old.yaml': [application('old', 'dev/services/none')],
    },
  });
  await project.run('publish');
  project.write({ dev: shop });
  const { code, out } = await project.run('plan');
  expect(code).toBe(0);
  expect(out).toBe(`dev: 1 Application in 1 wave, at least 2 s
  no wave waits for the Applications of the one before: Argo CD has no health check for them
  wave 0
    orders (services/orders), at least 2 s
      Sync wave -1: 1 object: Namespace shop
      Sync wave 0: 7 objects: ConfigMap shop/settings-0, ConfigMap shop/settings-1, ConfigMap shop/settings-2, ConfigMap shop/settings-3 and 3 more; waits for apps/Deployment shop/orders
      prunes ConfigMap shop/old
  prunes argoproj.io/Application argocd/old
`);
  const one = await project.run('plan', '--application', 'orders');
  expect(one.out).toContain('ConfigMap shop/settings-5, apps/Deployment shop/orders; waits for');
  expect(one.out).toContain('  prunes ConfigMap shop/old\n');
  expect((await project.run('plan', '--application', 'none')).err).toContain(
    'dev has no Application none: expected one of orders',
  );
  expect(JSON.parse((await project.run('plan', '--json', '--env', 'dev')).out)).toMatchObject([
    { environment: 'dev', seconds: 2 },
  ]);
});

test('what would stop a sync is a finding', async () => {
  const project = new Project({
    dev: { ...shop, 'argocd/orders.yaml': [application('orders', 'dev/services/orders', { project: 'nobody' })] },
  });
  const { code, out } = await project.run('plan');
  expect(code).toBe(1);
  expect(out).toContain('! orders: there is no project nobody\n');
});
