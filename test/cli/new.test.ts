import * as fs from 'node:fs';
import * as path from 'node:path';
import { forgetProjects, Project } from '../gitops/fixtures/project';

afterAll(forgetProjects);

const release = `0.1.0@sha256:${'1'.repeat(64)}`;
const FLEET = `import type { Fleet } from '../src/model/fleet';
import { environments } from './environments';
import { kubernetes } from './platform/kubernetes';
import { linkerd, linkerdCrds } from './platform/linkerd';
import { bff } from './services/bff';
import { orders } from './services/orders';

/** Everything. */
export const fleet: Fleet = {
  name: 'mall',
  environments,
  addOns: [kubernetes, linkerd, linkerdCrds],
  microservices: [
    bff,
    orders,
  ],
};
`;

function project(fleet = FLEET): Project {
  const made = new Project({ dev: {}, production: {} });
  const files = {
    'charts/fleet.ts': fleet,
    'charts/teams.ts':
      "export const data = team('data', {});\nexport const platform = team('platform-engineering', {});\n",
    'charts/platform/kubernetes.ts': '',
    'releases/dev.yaml': '# Kept.\n',
    'releases/production.yaml': '',
  };
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(made.folder, file)), { recursive: true });
    fs.writeFileSync(path.join(made.folder, file), text);
  }
  return made;
}

const read = (made: Project, file: string) => fs.readFileSync(path.join(made.folder, file), 'utf8');
const microservice = (name: string, ...words: string[]) => [
  'new',
  'microservice',
  name,
  '--team',
  'platform-engineering',
  '--release',
  release,
  ...words,
];

test('a microservice is a file, a line in the fleet, and a release in each environment', async () => {
  const made = project();
  const { code, out } = await made.run(...microservice('credit-notes', '--description', "Pays customers' money back"));
  expect(code).toBe(0);
  expect(out).toContain(
    'wrote charts/services/credit-notes.ts\nwrote releases/dev.yaml\nwrote releases/production.yaml\nwrote charts/fleet.ts\n',
  );
  expect(read(made, 'charts/services/credit-notes.ts')).toBe(`import { grpc } from '../../src/model/ports';
import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { platform } from '../teams';

/** Pays customers' money back. */
export const creditNotes = microservice('credit-notes', {
  description: 'Pays customers\\' money back',
  team: platform,
  runtime: rust(),
  serves: { grpc: grpc(50051, 'mall.credit_notes.v1.CreditNotes') },
});
`);
  expect(read(made, 'charts/fleet.ts')).toBe(
    FLEET.replace(
      'import { orders }',
      "import { creditNotes } from './services/credit-notes';\nimport { orders }",
    ).replace('microservices: [\n    bff,\n    orders,\n  ]', 'microservices: [bff, creditNotes, orders]'),
  );
  expect(read(made, 'releases/dev.yaml')).toContain('# Kept.');
  expect(read(made, 'releases/production.yaml')).toBe(
    `credit-notes:\n  tag: "0.1.0"\n  digest: sha256:${'1'.repeat(64)}\n`,
  );
});

test('a Kotlin program begins with HTTP; the last name goes to the end of a long list', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `aVeryLongServiceName${index + 10}`);
  const made = project(FLEET.replace('    bff,\n    orders,\n', names.map((name) => `    ${name},\n`).join('')));
  await made.run(...microservice('web', '--runtime', 'spring-boot'));
  expect(read(made, 'charts/services/web.ts')).toContain('  runtime: springBoot(),\n  serves: { http: http(8080) },\n');
  expect(read(made, 'charts/fleet.ts')).toContain('    aVeryLongServiceName21,\n    web,\n  ],\n');
  expect(read(made, 'charts/fleet.ts')).toContain(
    "import { orders } from './services/orders';\nimport { web } from './services/web';\n",
  );
});

test('an add-on is a file and a line in the fleet', async () => {
  const made = project();
  const { out } = await made.run('new', 'add-on', 'backup', '--why', 'Copies of all volumes every night */', '--json');
  expect(JSON.parse(out)).toEqual(['charts/platform/backup.ts', 'charts/fleet.ts']);
  expect(read(made, 'charts/platform/backup.ts')).toBe(`import { addOn } from '../../src/model/add-on';
import { kubernetes } from './kubernetes';

/** Copies of all volumes every night * /. */
export const backup = addOn('backup', {
  why: 'Copies of all volumes every night */',
  namespace: 'backup',
  needs: [kubernetes],
});
`);
  expect(read(made, 'charts/fleet.ts')).toContain('  addOns: [backup, kubernetes, linkerd, linkerdCrds],\n');
  expect(read(made, 'charts/fleet.ts')).toContain("import { backup } from './platform/backup';\nimport { kubernetes }");
});

test.each([
  [microservice('Orders'), '"Orders" cannot be a name'],
  [microservice('orders'), 'orders is in charts/fleet.ts already: choose another name'],
  [
    ['new', 'microservice', 'web', '--team', 'nobody', '--release', release],
    'There is no team nobody in charts/teams.ts: expected one of data, platform-engineering',
  ],
  [['new', 'microservice', 'web', '--team', 'data', '--release', '1.0.0'], '--release has no digest, expected sha256:'],
  [['new', 'microservice', 'web', '--team', 'data'], "required option '--release <tag@digest>' not specified"],
  [[...microservice('web'), '--releases', 'nowhere'], 'There is no nowhere/dev.yaml'],
  [['new', 'add-on', 'linkerd'], 'linkerd is in charts/fleet.ts already'],
  [['new', 'add-on', 'x', '--charts', 'nowhere'], 'There is no nowhere/fleet.ts'],
])('%j is refused, and nothing changes', async (words, message) => {
  const made = project();
  expect(await made.run(...words)).toMatchObject({ code: 2, err: expect.stringContaining(message) as string });
  expect(read(made, 'charts/fleet.ts')).toBe(FLEET);
  expect(fs.existsSync(path.join(made.folder, 'charts/services'))).toBe(false);
});

test('a run cut short before its last step is completed by the same run; a file of somebody is left alone', async () => {
  const made = project();
  await made.run(...microservice('web'));
  fs.writeFileSync(path.join(made.folder, 'charts/fleet.ts'), FLEET);
  expect(await made.run(...microservice('web'))).toMatchObject({ code: 0 });
  fs.writeFileSync(path.join(made.folder, 'charts/fleet.ts'), FLEET);
  fs.appendFileSync(path.join(made.folder, 'charts/services/web.ts'), '// mine\n');
  expect((await made.run(...microservice('web'))).err).toContain(
    'charts/services/web.ts is there already, and is left as it is',
  );
});

test('a fleet that is written otherwise is not guessed at', async () => {
  const made = project("import { a } from './a';\nexport const fleet = build();\n");
  expect((await made.run(...microservice('web'))).err).toContain(
    "cannot be edited: add `import { web } from './services/web';`, and web to its `microservices`",
  );
});
