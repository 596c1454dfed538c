import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../src/cli/main';

const WIDGET = 'apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n  size: large\n';
const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: widgets.example.com
spec:
  group: example.com
  names: {kind: Widget, plural: widgets}
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                size: {type: integer, x-kubernetes-validations: [{rule: self > 0, message: must be positive}]}
`;

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'chartwright-check-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function check(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const context = {
    codeKey: '',
    app: () => {
      throw new Error('not needed');
    },
    print: (text: string) => void (out += text),
    warn: (text: string) => void (err += text),
    isTerminal: false,
    environment: {},
    rememberRun: () => undefined,
  };
  const code = await main(['check', ...words], context, '0.0.0');
  return { code, out, err };
}

const only = ['--only', 'schema', 'unknown-kind', '--format', 'text'];

test('a kind that nobody knows is a warning, and strict makes it fail', async () => {
  const root = folder({ 'widget.yaml': WIDGET });
  const lenient = await check(root, ...only);
  expect([lenient.code, lenient.out]).toEqual([0, expect.stringContaining('has no schema for example.com/v1 Widget')]);
  expect(lenient.err).toBe('1 manifest, 2 checks, 1 violation (0 errors, 1 warning)\n');
  expect((await check(root, ...only, '--strict')).code).toBe(1);
});

test('a definition that defines nothing stops nobody', async () => {
  const halves = [
    'spec: {group: a.example, versions: [{name: v1, schema: {openAPIV3Schema: {type: object}}}]}',
    'spec: {}',
    '',
  ];
  for (const half of halves) {
    const text = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: a\n${half}\n`;
    const found = await check(folder({ 'widget.yaml': WIDGET, 'crd.yaml': text }), ...only);
    expect(found.out).toContain('has no schema for example.com/v1 Widget');
  }
});

test('the user brings schemas, or the tree does', async () => {
  const root = folder({ 'widget.yaml': WIDGET });
  const kinds = folder({ 'crd.yaml': CRD });
  const found = await check(root, ...only, '--schemas', kinds);
  expect([found.code, found.out]).toEqual([
    1,
    expect.stringContaining('spec.size: is "large", a string; expected an integer'),
  ]);
  const own = folder({ 'widget.yaml': WIDGET.replace('large', '0'), 'crd.yaml': CRD });
  expect((await check(own, ...only)).out).toContain('spec.size: must be positive');
  const none = await check(root, ...only, '--schemas', root);
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('there is no CustomResourceDefinition in there')]);
  const broken = await check(root, ...only, '--schemas', folder({ 'a.yaml': 'a: [' }));
  expect([broken.code, broken.err]).toEqual([2, expect.stringContaining('--schemas')]);
});

test('waivers are named, shown, and never left behind', async () => {
  const root = folder({ 'widget.yaml': WIDGET });
  const waivers = (name: string): string =>
    join(
      folder({ 'w.yaml': `- check: unknown-kind\n  match: { name: ${name} }\n  reason: tried out\n  owner: shop\n` }),
      'w.yaml',
    );
  const waived = await check(root, ...only, '--strict', '--waivers', waivers('w'));
  expect([waived.code, waived.out, waived.err]).toEqual([
    0,
    '',
    'waived unknown-kind once: tried out (shop)\n1 manifest, 2 checks, 0 violations\n',
  ]);
  const unused = await check(root, ...only, '--waivers', waivers('gone'));
  expect([unused.code, unused.out]).toEqual([1, expect.stringContaining('accepts nothing of unknown-kind any more')]);
  expect((await check(root, ...only, '--waivers', join(root, 'no.yaml'))).err).toContain('there is no file');
});

test('the folder of several environments is a cluster for each, as synth wrote them', async () => {
  const map = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: a\n`;
  const files = { 'argocd/a.yaml': map('a'), 'services/b/b.yaml': map('b') };
  const within = (name: string) =>
    Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}/${file}`, text]));
  const several = folder({ ...within('dev'), ...within('live') });
  const judged = await check(several, '--only', 'duplicate-object', 'shared-ownership');
  expect(judged).toMatchObject({ code: 0, err: expect.stringContaining('4 manifests') as string });
  const one = folder({ ...within('dev'), 'live/services/b/b.yaml': map('b') });
  expect((await check(one, '--only', 'duplicate-object', 'shared-ownership')).code).toBe(1);
});
