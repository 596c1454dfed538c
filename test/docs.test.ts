import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from '../main';
import { main } from '../src/cli/main';
import type { Context } from '../src/cli/command';
import { folderManifests } from '../src/synth/folder';

const files = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)];
const textOf = (file: string): string => readFileSync(file, 'utf8');
const all = (pattern: RegExp, text: string): string[] => [...text.matchAll(pattern)].map(([, found]) => found!);

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

test.each(files)('every link of %s leads somewhere', (file) => {
  const broken = all(/\]\((?!https?:)([^)]+)\)/g, textOf(file)).filter((link) => {
    const [path = '', fragment] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    if (!existsSync(target)) return true;
    return (
      fragment !== undefined &&
      !all(/^#+ (.*)$/gm, textOf(target))
        .map(anchor)
        .includes(fragment)
    );
  });
  expect(broken).toEqual([]);
});

test.each(files)('every command that %s names exists', async (file) => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  expect(all(/npm run ([a-z]+)/g, textOf(file)).filter((name) => !(name in scripts))).toEqual([]);
  const commands = all(/(?:`|npx |^)chartwright ([a-z]+)/gm, textOf(file));
  for (const command of new Set(commands)) {
    let help = '';
    const context = { print: (text: string) => (help += text), warn: () => undefined } as unknown as Context;
    expect([command, await main([command, '--help'], context, '')]).toEqual([command, 0]);
    expect(help).toContain(`chartwright ${command}`);
  }
});

test('every variable that docs/programs.md names is given to some microservice, or to its tests', () => {
  const given = new Set(['KAFKA_SECURITY_PROTOCOL', 'REDIS_TLS']);
  for (const folder of app.folders(['production']))
    if (folder.path.includes('/services/'))
      for (const name of all(/"name":"([A-Z0-9_]+)","value/g, JSON.stringify(folderManifests(folder)))) given.add(name);
  const named = all(/`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`/g, textOf('docs/programs.md'));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !given.has(name))).toEqual([]);
});

test('the README counts what orders gives in production, and shows whom payments lets in', () => {
  const manifestsOf = (name: string) =>
    [...app.folders(['production'])]
      .filter(({ path }) => path === `production/services/${name}`)
      .flatMap((folder) => folderManifests(folder));
  expect(/gives (\d+) objects in `dist\/production\/services\/orders\/`/.exec(textOf('README.md'))?.[1]).toBe(
    String(manifestsOf('orders').length),
  );
  const callers = manifestsOf('payments').find(({ metadata }) => metadata.name === 'payments-grpc-callers');
  const references = all(/- \{ kind: ServiceAccount, name: ([a-z]+), namespace: \1 \}/g, textOf('README.md'));
  expect(callers).toMatchObject({ spec: { identityRefs: references.map((name) => ({ name, namespace: name })) } });
});
