import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv/dist/2020';
import { emptyFolder, everything, filesIn, runImport } from './importing';

interface SchemaFile {
  readonly kinds: Readonly<
    Record<string, { readonly scope: string; readonly stored?: boolean; readonly schema: object }>
  >;
  readonly $defs: Readonly<Record<string, object>>;
}

const imports = join(__dirname, '../../imports');
const out = emptyFolder();
let files: Record<string, string>;

beforeAll(() => {
  runImport(...everything, '--out', out);
  files = filesIn(out);
});

function parse(name: string): SchemaFile {
  return JSON.parse(files[`schemas/${name}.json`]!) as SchemaFile;
}

function validator(file: SchemaFile, kind: string): ValidateFunction {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  return ajv.compile({ ...file.kinds[kind]!.schema, $defs: file.$defs });
}

function problems(validate: ValidateFunction, manifest: object): string[] {
  return validate(manifest) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}

const widget = {
  apiVersion: 'widgets.example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w', labels: { a: 'b' } },
  spec: {
    repoURL: 'https://example.com',
    ports: [{ name: 'http', port: 80 }],
    maxSurge: '25%',
    limits: { cpu: 1, memory: '1Gi' },
    settings: { deep: { er: 1 } },
    'half-open': { known: true, other: 1 },
    template: { apiVersion: 'v1', kind: 'ConfigMap', data: {} },
    closedTemplate: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: 'x' },
    nothing: {},
    enabled: null,
    policy: null,
    byZone: { a: { weight: 1 } },
    exclusive: { a: 'x' },
  },
};

describe('schemas of a CustomResourceDefinition', () => {
  test('accept what the API server accepts', () => {
    expect(problems(validator(parse('widgets.example.com'), 'widgets.example.com/v1/Widget'), widget)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['an unknown field', { repoUrl: 'x' }, '/spec additionalProperties'],
    ['an unknown field in a list', { ports: [{ name: 'a', prot: 1 }] }, '/spec/ports/0 additionalProperties'],
    ['an unknown field in a map', { byZone: { a: { weight: 1, x: 1 } } }, '/spec/byZone/a additionalProperties'],
    ['a field in an object without any', { nothing: { a: 1 } }, '/spec/nothing additionalProperties'],
    ['an embedded object without a kind', { template: { apiVersion: 'v1' } }, '/spec/template required'],
    [
      'an unknown field of an embedded object',
      { closedTemplate: { apiVersion: 'v1', kind: 'A', x: 1 } },
      '/spec/closedTemplate additionalProperties',
    ],
    ['a value outside its enum', { mode: 'Slow' }, '/spec/mode enum'],
    ['a wrong type', { replicas: '2' }, '/spec/replicas type'],
    ['neither number nor string', { maxSurge: true }, '/spec/maxSurge type'],
    ['a value below its minimum', { replicas: -1 }, '/spec/replicas minimum'],
    ['two of which one', { exclusive: { a: 'x', b: 'y' } }, '/spec/exclusive oneOf'],
  ])('reject %s', (_name, spec, problem) => {
    const validate = validator(parse('widgets.example.com'), 'widgets.example.com/v1/Widget');
    expect(problems(validate, { ...widget, spec: { ...widget.spec, ...spec } })).toEqual([problem]);
  });

  test('reject status, and metadata that only the API server writes', () => {
    const validate = validator(parse('widgets.example.com'), 'widgets.example.com/v1/Widget');
    expect(problems(validate, { ...widget, status: {} })).toEqual([' additionalProperties']);
    expect(problems(validate, { ...widget, metadata: { name: 'w', uid: 'x' } })).toEqual([
      '/metadata additionalProperties',
    ]);
    expect(problems(validate, { ...widget, metadata: { name: 'a-name-of-more-than-20' } })).toEqual([
      '/metadata/name maxLength',
    ]);
  });

  test('hold every served version, and say which one is stored', () => {
    const { kinds } = parse('widgets.example.com');
    expect(Object.entries(kinds).map(([kind, { scope, stored }]) => [kind, scope, stored])).toEqual([
      ['widgets.example.com/v1beta1/Widget', 'Namespaced', false],
      ['widgets.example.com/v1/Widget', 'Namespaced', true],
    ]);
  });

  test('keep rules, defaults and list keys, and no prose', () => {
    const text = files['schemas/widgets.example.com.json']!;
    expect(text).toContain('"x-kubernetes-validations":[{"message":"a port has a number","rule":"has(self.port)"}]');
    expect(text).toContain('"x-kubernetes-validations":[{"message":"names are short"');
    expect(text).toContain('"default":1');
    expect(text).toContain('"x-kubernetes-list-map-keys":["name"]');
    expect(text).toContain('"description":{"type":"string"}');
    expect(text).not.toMatch(/[Pp]rose/);
  });

  test('have a kind a line, and share what occurs twice', () => {
    const lines = files['schemas/widgets.example.com.json']!.split('\n');
    expect(lines.filter((line) => line.startsWith('"widgets.example.com/'))).toHaveLength(2);
    expect(Object.keys(parse('widgets.example.com').$defs)).toContain('WidgetSpecAdminPort');
  });
});

describe('schemas of the core kinds', () => {
  const roller = {
    apiVersion: 'apps/v1',
    kind: 'Roller',
    metadata: { name: 'r' },
    spec: { selector: {}, size: 1.5, surge: 1, raw: { any: 1 }, policy: 'Never', template: { metadata: {} } },
  };

  test('accept and reject what the types do', () => {
    const validate = validator(parse('kubernetes'), 'apps/v1/Roller');
    expect(problems(validate, roller)).toEqual([]);
    expect(problems(validate, { ...roller, metadata: {} })).toEqual(['/metadata required']);
    expect(problems(validate, { ...roller, spec: { ...roller.spec, policy: 'Maybe', siz: 1 } })).toEqual([
      '/spec additionalProperties',
      '/spec/policy enum',
    ]);
  });

  test('name only types that something refers to', () => {
    expect(Object.keys(parse('kubernetes').$defs)).not.toContain('Roller');
  });
});

describe('the imported schemas', () => {
  test.each(readdirSync(join(imports, 'schemas')).filter((name) => name.endsWith('.json')))(
    '%s compiles, every kind of it',
    (name) => {
      // Patterns with RE2's `(?i)` are for the checker to translate.
      const text = readFileSync(join(imports, 'schemas', name), 'utf8').replaceAll('(?i)', '');
      const file = JSON.parse(text) as SchemaFile;
      for (const kind of Object.keys(file.kinds)) expect(validator(file, kind)).toBeInstanceOf(Function);
    },
  );

  test('reject a misspelt field of a Deployment', () => {
    const file = JSON.parse(readFileSync(join(imports, 'schemas/kubernetes.json'), 'utf8')) as SchemaFile;
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: {
          metadata: { labels: { a: 'b' } },
          spec: { containers: [{ name: 'a', imagePullPolicy: 'always', prots: [] }] },
        },
      },
    };
    expect(problems(validator(file, 'apps/v1/Deployment'), deployment)).toEqual([
      '/spec/template/spec/containers/0 additionalProperties',
      '/spec/template/spec/containers/0/imagePullPolicy enum',
    ]);
  });
});
