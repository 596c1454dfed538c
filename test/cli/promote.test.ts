import * as fs from 'node:fs';
import * as path from 'node:path';
import { parityOf } from '../../src/gitops/diff/parity';
import type { PlatformApp } from '../../src/synth/app';
import { application, configMap, deployment } from '../gitops/fixtures/manifests';
import { forgetProjects, Project } from '../gitops/fixtures/project';
import { appOf } from '../gitops/fixtures/shop/main';

afterAll(forgetProjects);

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const entry = (name: string, tag: string, digit: string) =>
  `${name}: # ${name}\n  tag: "${tag}"\n  digest: ${digest(digit)}\n`;
const workload = (name: string, tag: string, digit: string) => ({
  [`services/${name}/workload.yaml`]: [deployment(name, { image: `registry.test/${name}:${tag}@${digest(digit)}` })],
});

function project(): Project {
  const made = new Project({
    dev: { ...workload('orders', '1.5.0', '1'), ...workload('catalog', '1.2.0', '2') },
    staging: { ...workload('orders', '1.4.0', '3'), ...workload('catalog', '1.2.0', '2') },
  });
  fs.mkdirSync(path.join(made.folder, 'releases'));
  fs.writeFileSync(
    path.join(made.folder, 'releases/dev.yaml'),
    entry('orders', '1.5.0', '1') + entry('catalog', '1.2.0', '2'),
  );
  fs.writeFileSync(
    path.join(made.folder, 'releases/staging.yaml'),
    entry('orders', '1.4.0', '3') + entry('catalog', '1.2.0', '2'),
  );
  return made;
}

function staging(made: Project): string {
  return fs.readFileSync(path.join(made.folder, 'releases/staging.yaml'), 'utf8');
}

test('tag and digest move, and nothing else', async () => {
  const made = project();
  await made.run('publish', '--env', 'dev');
  const before = staging(made);
  const dry = await made.run('promote', 'orders', 'dev', 'staging', '--dry-run');
  expect(dry).toMatchObject({ code: 0, out: 'staging: orders 1.4.0 -> 1.5.0\nNothing was written.\n' });
  expect(staging(made)).toBe(before);
  const { code, out } = await made.run('promote', 'orders', 'dev', 'staging');
  expect({ code, out }).toEqual({
    code: 0,
    out: 'staging: orders 1.4.0 -> 1.5.0\nPublish it: chartwright publish --env staging\n',
  });
  expect(staging(made)).toBe(entry('orders', '1.5.0', '1') + entry('catalog', '1.2.0', '2'));
  expect((await made.run('promote', '--all', 'dev', 'staging')).out).toBe('staging: nothing changed\n');
});

test('what the source has not published is refused, all of it at once', async () => {
  const made = project();
  const before = staging(made);
  const nothing = await made.run('promote', '--all', 'dev', 'staging');
  expect(nothing.code).toBe(2);
  expect(nothing.err).toContain('[orders] 1.5.0 is not published in dev');
  expect(nothing.err).toContain('[catalog] 1.2.0 is not published in dev');
  await made.run('publish', '--env', 'dev');
  await made.run('release', 'set', 'orders', `1.6.0@${digest('4')}`, '--env', 'dev');
  const { err } = await made.run('promote', '--all', 'dev', 'staging');
  expect(err).toContain('[orders] 1.6.0 is not published in dev: publish it there first');
  expect(err).not.toContain('catalog');
  expect(staging(made)).toBe(before);
});

test.each([
  [['dev'], 'Name two environments'],
  [['dev', 'moon'], 'There is no environment moon: expected one of dev, staging'],
  [['dev', 'dev'], 'dev is both where from and where to'],
  [['dev', 'staging'], 'Name the microservices to promote'],
  [['--all', 'orders', 'dev', 'staging'], 'Pass --all or the names'],
  [['order', 'dev', 'staging'], 'staging has no microservice order: expected one of catalog, orders'],
])('promote %j is refused', async (words, message) => {
  const made = project();
  expect(await made.run('promote', ...words)).toMatchObject({
    code: 2,
    err: expect.stringContaining(message) as string,
  });
});

test('a microservice without a release in the source is named', async () => {
  const made = project();
  fs.writeFileSync(path.join(made.folder, 'releases/dev.yaml'), entry('catalog', '1.2.0', '2'));
  expect((await made.run('promote', 'orders', 'dev', 'staging')).err).toContain('[orders] has no release in dev');
});

describe('parity', () => {
  /** The typed description of a microservice, as far as it matters here. */
  function inputs(environment: string, scale: unknown, more: object = {}) {
    const domain = `${environment}.shop.test`;
    return {
      environment: { name: environment, domain, hosts: [`a.${domain}`, `b.${domain}`] },
      namespace: 'shop',
      scale,
      ...more,
    };
  }

  const override = { deployment: { reason: 'The index is large', patch: { spec: { minReadySeconds: 5 } } } };
  const files = {
    staging: {
      'argocd/orders.yaml': [application('orders', 'staging/services/orders')],
      'platform/dns/config.yaml': [configMap('dns', 'ten')],
      'services/orders/workload.yaml': [
        deployment('orders', {}, { replicas: 2 }),
        configMap('orders', 'https://staging.shop.test'),
      ],
      'services/tester/workload.yaml': [deployment('tester')],
    },
    production: {
      'argocd/orders.yaml': [application('orders', 'production/services/orders')],
      'platform/dns/config.yaml': [configMap('dns', 'twenty')],
      'services/orders/workload.yaml': [
        deployment('orders', {}, { minReadySeconds: 5 }),
        {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          metadata: { name: 'orders', namespace: 'shop' },
          spec: { maxReplicas: 30 },
        },
        configMap('orders', 'https://production.shop.test'),
        configMap('limits', 'one'),
      ],
    },
  };
  const app: PlatformApp = {
    environments: ['staging', 'production'],
    folders: (only) =>
      [...appOf(() => files).folders(only)].map((folder) => {
        const environment = folder.path.split('/')[0]!;
        const scale = environment === 'staging' ? 2 : { min: 3, max: 30 };
        if (!folder.path.endsWith('/orders'))
          return folder.path.endsWith('/tester') ? { ...folder, inputs: inputs(environment, 1) } : folder;
        return {
          ...folder,
          inputs: inputs(environment, scale, { overrides: environment === 'production' ? override : {} }),
        };
      }),
  };

  test('every difference is told with the declaration that makes it', () => {
    const found = parityOf(app, 'staging', 'production').map(
      ({ object, path: field, reason }) => `${object} ${field ?? ''}: ${reason ?? 'none'}`,
    );
    expect(found).toEqual([
      'argoproj.io/Application argocd/orders spec.source.path: environment.name',
      'ConfigMap shop/dns data.VALUE: the add-on dns',
      'ConfigMap shop/limits : scale',
      'ConfigMap shop/orders data.VALUE: environment.domain',
      'apps/Deployment shop/orders spec.replicas: scale',
      'apps/Deployment shop/orders spec.minReadySeconds: override: The index is large',
      'autoscaling/HorizontalPodAutoscaler shop/orders : scale',
      'apps/Deployment shop/tester : tester is only in one of the environments',
    ]);
  });

  test('the command groups them by declaration; what nothing declares is a finding', async () => {
    const made = new Project({
      a: { 'services/x/x.yaml': [configMap('x')] },
      b: { 'services/x/x.yaml': [configMap('x', 'two')] },
    });
    const { code, out } = await made.run('promote', '--parity', 'a', 'b');
    expect(code).toBe(1);
    expect(out).toBe(
      'a and b differ at 1 places\nnothing declares: 1 in 1 part\n  services/x: ConfigMap shop/x data.VALUE: one | two\n',
    );
    expect(JSON.parse((await made.run('promote', '--parity', '--json', 'a', 'b')).out)).toMatchObject([
      { left: 'one', right: 'two' },
    ]);
    expect(await made.run('promote', '--parity', 'y', 'a', 'b')).toMatchObject({
      code: 0,
      out: 'a and b are the same\n',
    });
  });
});
