import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { earlierIndex } from '../../src/bindings/import-index';
import type { IndexEntry } from '../../src/bindings/import-index';
import { compile } from './compiling';

/** A strict schema as it lies in the file. */
interface Strict {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Strict[];
  readonly properties?: Readonly<Record<string, Strict>>;
  readonly required?: readonly string[];
  readonly items?: Strict;
  readonly additionalProperties?: Strict | boolean;
}

interface SchemaFile {
  readonly kinds: Readonly<Record<string, { readonly schema: Strict }>>;
  readonly $defs: Readonly<Record<string, Strict>>;
}

const imports = join(__dirname, '../../imports');
const index = earlierIndex(imports).filter((entry) => entry.handWritten !== true);

function schemasOf({ file, group }: IndexEntry): SchemaFile {
  const name = file === 'kubernetes' ? file : group;
  return JSON.parse(readFileSync(join(imports, 'schemas', `${name}.json`), 'utf8')) as SchemaFile;
}

/** Every field with a value; a shared part is written out once, and then with its required fields only. */
class Example {
  private readonly written = new Set<string>();

  constructor(private readonly file: SchemaFile) {}

  of(schema: Strict, complete: boolean): unknown {
    if (schema.$ref !== undefined) return this.shared(schema.$ref.replace('#/$defs/', ''), complete);
    if (schema.enum !== undefined) return schema.enum[schema.enum.length - 1];
    const type = [schema.type ?? schema.oneOf?.[0]?.type].flat()[0];
    if (type === 'object' || schema.properties !== undefined) return this.object(schema, complete);
    if (type === 'array') return [this.of(schema.items!, complete)];
    return { string: 'x', boolean: true, integer: 1, number: 1.5 }[type ?? ''] ?? { any: 'thing' };
  }

  private shared(name: string, complete: boolean): unknown {
    const first = !this.written.has(name);
    if (complete) this.written.add(name);
    return this.of(this.definition(name), complete && first);
  }

  /** A kind within another (the claims of a StatefulSet) says what it is in the types; the API server does without. */
  private definition(name: string): Strict {
    const kind = Object.keys(this.file.kinds).find((key) => key.endsWith(`/${name}`));
    return kind === undefined ? this.file.$defs[name]! : this.file.kinds[kind]!.schema;
  }

  private object(schema: Strict, complete: boolean): Record<string, unknown> {
    const { properties = {}, required = [], additionalProperties } = schema;
    const names = complete ? Object.keys(properties) : required;
    const fields = names.map((name) => [name, this.of(properties[name]!, complete)] as const);
    const entry =
      typeof additionalProperties === 'object' && complete ? [['any key', this.of(additionalProperties, true)]] : [];
    return Object.fromEntries([...fields, ...entry]) as Record<string, unknown>;
  }
}

function snippet(entry: IndexEntry, complete: boolean): string {
  const file = schemasOf(entry);
  const apiVersion = entry.group === '' ? entry.version : `${entry.group}/${entry.version}`;
  const { schema } = file.kinds[`${apiVersion}/${entry.kind}`]!;
  const example = new Example(file);
  const manifest = example.of(schema, complete) as Record<string, unknown>;
  const spec = schema.properties?.['spec'];
  // The types ask for a spec where it has required fields; the API server does not.
  if (spec !== undefined) manifest['spec'] ??= example.of(spec, false);
  return `import type { ${entry.kind} } from './imports/${entry.file}';\nexport const manifest: ${entry.kind} = ${JSON.stringify(manifest)};\n`;
}

describe('the types of every imported kind', () => {
  const name = ({ group, kind }: IndexEntry, what: string): string => `${group} ${kind} with ${what} fields`;
  const snippets = Object.fromEntries(
    index.flatMap((entry) => [
      [name(entry, 'all'), snippet(entry, true)],
      [name(entry, 'required'), snippet(entry, false)],
    ]),
  );
  let messages: Record<string, string[]>;

  beforeAll(() => {
    messages = compile(snippets);
  });

  test.each(Object.keys(snippets))('allow what its schema allows: %s', (name) => {
    expect(messages[name]).toEqual([]);
  });
});
