import { emptyFolder, everything, filesIn, runImport } from './importing';

const out = emptyFolder();
let files: Record<string, string>;

beforeAll(() => {
  runImport(...everything, '--out', out);
  files = filesIn(out);
});

/** The lines of one interface. */
function fieldsOf(file: string, name: string): string[] {
  const lines = files[file]!.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`export interface ${name} `)) + 1;
  return lines.slice(start, lines.indexOf('}', start)).map((line) => line.trim());
}

describe('types of a CustomResourceDefinition', () => {
  test('say what the kind is, without status', () => {
    expect(fieldsOf('widgets.ts', 'Widget')).toEqual([
      "readonly apiVersion: 'widgets.example.com/v1';",
      "readonly kind: 'Widget';",
      'readonly metadata: NamedObjectMeta;',
      'readonly spec: WidgetSpec;',
      'readonly data?: { readonly [key: string]: string };',
    ]);
  });

  test('cover every structural feature, in the spelling of Kubernetes', () => {
    expect(fieldsOf('widgets.ts', 'WidgetSpec')).toEqual([
      'readonly $ref?: string;',
      "readonly '123abc'?: string;",
      'readonly adminPort?: WidgetSpecAdminPort;',
      'readonly any?: { readonly [key: string]: unknown };',
      'readonly anything?: unknown;',
      'readonly byZone?: { readonly [key: string]: WidgetSpecByZone };',
      'readonly closedTemplate?: WidgetSpecClosedTemplate;',
      'readonly description?: string;',
      'readonly enabled?: boolean | null;',
      'readonly exclusive?: WidgetSpecExclusive;',
      "readonly 'half-open'?: WidgetSpecHalfOpen;",
      'readonly level?: 1 | 2;',
      'readonly limits?: { readonly [key: string]: number | string };',
      'readonly matrix?: readonly (readonly string[])[];',
      'readonly maxSurge?: number | string;',
      "readonly mode?: 'Fast' | 'it\\'s slow' | '';",
      "readonly modes?: readonly ('a' | 'b')[];",
      'readonly nothing?: { readonly [key: string]: never };',
      "readonly policy?: 'Keep' | null;",
      'readonly ports: readonly WidgetSpecAdminPort[];',
      'readonly ratio?: number;',
      'readonly replicas?: number;',
      'readonly repoURL: string;',
      'readonly settings?: { readonly [key: string]: unknown };',
      'readonly template?: WidgetSpecTemplate;',
    ]);
  });

  test('keep unknown fields open where the API server keeps them', () => {
    expect(fieldsOf('widgets.ts', 'WidgetSpecHalfOpen')).toEqual([
      'readonly known?: boolean;',
      'readonly [key: string]: unknown;',
    ]);
    expect(fieldsOf('widgets.ts', 'WidgetSpecTemplate').slice(0, 2)).toEqual([
      'readonly apiVersion: string;',
      'readonly kind: string;',
    ]);
    expect(fieldsOf('widgets.ts', 'WidgetSpecClosedTemplate')).toEqual([
      'readonly apiVersion: string;',
      'readonly kind: string;',
      'readonly metadata?: { readonly [key: string]: unknown };',
      'readonly data?: string;',
    ]);
  });

  test('do not require what the API server fills in', () => {
    expect(fieldsOf('widgets.ts', 'WidgetSpec')).toContain("readonly mode?: 'Fast' | 'it\\'s slow' | '';");
  });

  test('share one interface between objects of the same shape', () => {
    expect(files['widgets.ts']).not.toContain('WidgetSpecPorts');
    expect(files['widgets.ts']!.match(/^export /gm)).toHaveLength(8);
  });

  test('come from the variant that was asked for', () => {
    expect(fieldsOf('twins.ts', 'TwinSpec')).toEqual(['readonly vendor?: string;']);
  });
});

describe('types of the core kinds', () => {
  test('have short names, and the stable version has the plain one', () => {
    expect(fieldsOf('kubernetes.ts', 'Claim')).toEqual(['readonly stable?: string;']);
    expect(fieldsOf('kubernetes.ts', 'V1alpha1Claim')).toEqual(['readonly early?: string;']);
    expect(files['kubernetes.ts']).not.toContain('Unused');
  });

  test('require identity, a name, and a spec that has required fields', () => {
    expect(fieldsOf('kubernetes.ts', 'Roller')).toEqual([
      "readonly apiVersion: 'apps/v1';",
      "readonly kind: 'Roller';",
      'readonly metadata: NamedObjectMeta;',
      'readonly spec: RollerSpec;',
    ]);
    expect(fieldsOf('kubernetes.ts', 'NamedObjectMeta')).toEqual(['readonly name: string;']);
    expect(fieldsOf('kubernetes.ts', 'Template')).toEqual(['readonly metadata?: ObjectMeta;']);
  });

  test('leave out what only the API server writes', () => {
    expect(fieldsOf('kubernetes.ts', 'ObjectMeta')).toEqual([
      'readonly labels?: { readonly [key: string]: string };',
      'readonly name?: string;',
    ]);
  });

  test('take enums from beside the definitions', () => {
    const fields = fieldsOf('kubernetes.ts', 'RollerSpec');
    expect(fields).toContain("readonly policy?: 'Always' | 'Never';");
    expect(fields).toContain("readonly modes?: readonly ('A' | 'B')[];");
  });

  test('name scalars that are two', () => {
    for (const alias of ['Quantity = number | string', 'IntOrString = number | string', 'Time = string']) {
      expect(files['kubernetes.ts']).toContain(`export type ${alias};\n`);
    }
    expect(files['kubernetes.ts']).toContain('export type RawExtension = { readonly [key: string]: unknown };\n');
  });
});
