import * as fs from 'node:fs';
import * as path from 'node:path';
import { service } from '../gitops/fixtures/manifests';
import { forgetProjects, git, Project } from '../gitops/fixtures/project';

afterAll(forgetProjects);

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const DEV = `# What runs in dev.

# The oldest of all.
catalog:
  tag: "1.2.0" # pinned
  digest: ${digest('a')}
orders: { tag: '1.4.2', digest: "${digest('b')}" }

# The last.
pricing:
    digest: ${digest('c')}
    tag: "0.9.5"
`;

function project(dev = DEV, production = ''): Project {
  const all = {
    ...service('catalog'),
    ...service('orders'),
    ...service('payments'),
    ...service('pricing'),
    ...service('accounts'),
  };
  const made = new Project({ dev: all, production: all });
  fs.mkdirSync(path.join(made.folder, 'releases'));
  fs.writeFileSync(path.join(made.folder, 'releases/dev.yaml'), dev);
  fs.writeFileSync(path.join(made.folder, 'releases/production.yaml'), production);
  return made;
}

function text(made: Project, environment = 'dev'): string {
  return fs.readFileSync(path.join(made.folder, `releases/${environment}.yaml`), 'utf8');
}

test('only the tag and the digest change: comments, order, quotes and indentation stay', async () => {
  const made = project();
  const words = ['orders', `1.5.0@${digest('1')}`, 'pricing', `1.0@${digest('2')}`];
  const { code, out } = await made.run('release', 'set', ...words, '--env', 'dev');
  expect(code).toBe(0);
  expect(out).toBe(
    `dev: orders 1.4.2@${digest('b').slice(0, 19)} -> 1.5.0@${digest('1').slice(0, 19)}\n` +
      `dev: pricing 0.9.5@${digest('c').slice(0, 19)} -> 1.0@${digest('2').slice(0, 19)}\n`,
  );
  expect(text(made)).toBe(
    DEV.replace("'1.4.2'", '"1.5.0"')
      .replace(digest('b'), digest('1'))
      .replace('0.9.5', '1.0')
      .replace(digest('c'), digest('2')),
  );
  const again = await made.run('release', 'set', ...words, '--env', 'dev', '--json');
  expect(JSON.parse(again.out)).toEqual([{ environment: 'dev', changes: [] }]);
});

test('a new microservice takes its place among names in order, below the heading of the file', async () => {
  const made = project();
  const words = ['payments', `2.0.0@${digest('1')}`, 'accounts', `1.0.0@${digest('2')}`];
  expect(await made.run('release', 'set', ...words, '--env', 'dev')).toMatchObject({ code: 0 });
  const names = [...text(made).matchAll(/^([a-z]+):/gm)].map(([, name]) => name);
  expect(names).toEqual(['accounts', 'catalog', 'orders', 'payments', 'pricing']);
  expect(text(made)).toMatch(/^# What runs in dev\.\n/);
  expect(text(made)).toContain(`payments:\n  tag: "2.0.0"\n  digest: ${digest('1')}\n`);
});

test('an empty file, and one that has only a heading, get their first entry', async () => {
  const entry = `orders:\n  tag: "1.0"\n  digest: ${digest('1')}\n`;
  for (const heading of ['', '# What runs here.\n']) {
    const made = project(heading);
    await made.run('release', 'set', 'orders', `1.0@${digest('1')}`, '--env', 'dev');
    expect(text(made).replace('\n\n', '\n')).toBe(heading + entry);
  }
});

test.each([
  [['typo', `1@${digest('1')}`], /\[dev\] has no microservice typo: expected one of accounts, catalog/],
  [['orders', 'latest'], /\[orders\] has the tag latest, which names no version/],
  [['orders', '1.0.0'], /\[orders\] has no digest, expected sha256:/],
  [['orders', `latest@${digest('1')}`], /names no version/],
  [['orders'], /Expected pairs of a microservice and its release as tag@digest, but nothing follows orders/],
  [['orders', `1@${digest('1')}`, 'orders', `2@${digest('1')}`], /\[orders\] is set twice/],
  [['orders', `1@${digest('1')}`, '--env', 'moon'], /There is no environment moon: expected one of dev, production/],
])('release set %j is refused, and nothing changes', async (words, message) => {
  const made = project();
  const { code, err } = await made.run(
    'release',
    'set',
    '--env',
    'dev',
    '--releases',
    'releases',
    '--',
    ...words.filter((word) => !/--env|moon/.test(word)),
  );
  const other = words.includes('moon') ? await made.run('release', 'set', ...words) : { code, err };
  expect(other.code).toBe(2);
  expect(other.err).toMatch(message);
  if (!words.includes('moon')) expect(text(made)).toBe(DEV);
});

test('without --env, and with files that are broken, it says what is expected', async () => {
  const made = project();
  expect((await made.run('release', 'set', 'orders', `1@${digest('1')}`)).err).toContain('Say where by --env');
  for (const [broken, message] of [
    ['- a list', 'is no map of microservices'],
    ['a: [', 'is no YAML'],
    ['orders: {tag: latest, digest: x}', 'releases are not pinned'],
  ] as const) {
    fs.writeFileSync(path.join(made.folder, 'releases/dev.yaml'), broken);
    expect((await made.run('release', 'list')).err).toContain(message);
  }
  fs.rmSync(path.join(made.folder, 'releases/dev.yaml'));
  expect((await made.run('release', 'list')).err).toContain('There is no releases/dev.yaml');
});

test('release list shows what runs where', async () => {
  const made = project(DEV, `orders: {tag: "1.3.0", digest: "${digest('d')}"}`);
  expect((await made.run('release', 'list')).out).toBe(
    ['         dev    production', 'catalog  1.2.0  -', 'orders   1.4.2  1.3.0', 'pricing  0.9.5  -', ''].join('\n'),
  );
  const { out } = await made.run('release', 'list', '--env', 'production', '--json');
  expect(JSON.parse(out)).toEqual({ production: { orders: { tag: '1.3.0', digest: digest('d') } } });
});

test('release history tells what came when, from the commits of the project', async () => {
  const made = project();
  expect((await made.run('release', 'history')).err).toContain('the project has no commit in git yet');
  git(made.folder, 'init', '--quiet');
  git(made.folder, 'add', 'releases');
  git(made.folder, 'commit', '--quiet', '-m', 'Begin');
  await made.run('release', 'set', 'orders', `1.5.0@${digest('1')}`, '--env', 'dev');
  git(made.folder, 'commit', '--quiet', '-am', 'Release orders');
  fs.writeFileSync(path.join(made.folder, 'releases/dev.yaml'), 'orders: [');
  git(made.folder, 'commit', '--quiet', '-am', 'Break it');
  const { out } = await made.run('release', 'history', 'orders', '--env', 'dev', '--json');
  expect(JSON.parse(out)).toMatchObject([
    { subject: 'Break it', from: { tag: '1.5.0' } },
    { subject: 'Release orders', from: { tag: '1.4.2' }, to: { tag: '1.5.0' }, author: 'Tester' },
    { subject: 'Begin', to: { tag: '1.4.2' } },
  ]);
  const lines = (await made.run('release', 'history', '--env', 'dev', '--limit', '4')).out.trimEnd().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.join('\n')).toMatch(/dev {2}orders +1\.4\.2 -> 1\.5\.0 +[0-9a-f]{12} {2}Tester {2}Release orders/);
  expect((await made.run('release', 'history', 'typo')).out).toBe('No commit sets a release of typo.\n');
  expect((await made.run('release', 'history', '--limit', 'all')).err).toContain('--limit is all');
});

test('twenty runs at once lose nothing', async () => {
  const all = Array.from({ length: 20 }, (_, index) => `service-${index}`);
  const made = new Project({ dev: Object.assign({}, ...all.map((name) => service(name))) as Record<string, never> });
  fs.mkdirSync(path.join(made.folder, 'releases'));
  fs.writeFileSync(path.join(made.folder, 'releases/dev.yaml'), '# Kept.\n');
  await made.start(['release', 'list']);
  const runs = await Promise.all(
    all.map((name, index) => made.start(['release', 'set', name, `1.${index}@${digest('1')}`, '--env', 'dev'])),
  );
  expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(all.map(() => ({ code: 0, err: '' })));
  const { out } = await made.run('release', 'list', '--json');
  const { dev } = JSON.parse(out) as { dev: Record<string, { tag: string }> };
  expect(all.map((name) => dev[name]?.tag)).toEqual(all.map((_, index) => `1.${index}`));
  expect(text(made)).toContain('# Kept.');
  expect(fs.readdirSync(path.join(made.folder, 'releases'))).toEqual(['dev.yaml']);
});

test('killed at any moment, the file is the old or the new, and the next run completes', async () => {
  const states = new Set<string>();
  const made = project();
  await made.start(['release', 'list']);
  const expected = DEV.replace("'1.4.2'", '"1.5.0"').replace(digest('b'), digest('1'));
  for (let delay = 60; delay < 300; delay += 12) {
    fs.writeFileSync(path.join(made.folder, 'releases/dev.yaml'), DEV);
    const words = ['release', 'set', 'orders', `1.5.0@${digest('1')}`, '--env', 'dev'];
    await made.start(words, (pid) => {
      setTimeout(() => {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It was quicker.
        }
      }, delay);
    });
    expect([DEV, expected]).toContain(text(made));
    states.add(text(made));
    expect(await made.run(...words)).toMatchObject({ code: 0 });
    expect(text(made)).toBe(expected);
  }
  expect(fs.readdirSync(path.join(made.folder, 'releases')).sort()).toEqual(['dev.yaml', 'production.yaml']);
});
