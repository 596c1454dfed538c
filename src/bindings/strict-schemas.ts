import { pascalCase } from './interfaces';
import { byCodeUnit, hasFields, isOpen, isRecord, requiredFields, withIdentity } from './schema';
import type { Schema } from './schema';

/** A kind at one version, as a group's schema file holds it. */
export interface KindSchema {
  readonly apiVersion: string;
  readonly kind: string;
  /** The head of the entry: scope, stored version and the like. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly schema: Schema;
}

/** Keywords for people and for clients of the API, not for checking. */
const IGNORED = new Set([
  'description',
  'example',
  'externalDocs',
  'title',
  'x-kubernetes-group-version-kind',
  'x-kubernetes-patch-merge-key',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-unions',
]);
const SHARED_FROM = 200;
const STRING_MAP: Schema = { type: 'object', additionalProperties: { type: 'string' } };

/** What a manifest's own metadata may hold. */
export const METADATA: Schema = {
  type: 'object',
  required: ['name'],
  properties: {
    annotations: STRING_MAP,
    finalizers: { type: 'array', items: { type: 'string' } },
    labels: STRING_MAP,
    name: { type: 'string' },
    namespace: { type: 'string' },
    ownerReferences: {
      type: 'array',
      items: {
        type: 'object',
        required: ['apiVersion', 'kind', 'name', 'uid'],
        properties: {
          apiVersion: { type: 'string' },
          blockOwnerDeletion: { type: 'boolean' },
          controller: { type: 'boolean' },
          kind: { type: 'string' },
          name: { type: 'string' },
          uid: { type: 'string' },
        },
      },
    },
  },
};

/** The schema of a whole manifest: its identity, and neither status nor any field that is not named. */
export function manifestSchema(apiVersion: string, kind: string, schema: Schema): Schema {
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([field]) => field !== 'status'),
  );
  return {
    ...schema,
    required: [...new Set(['apiVersion', 'kind', 'metadata', ...(schema.required ?? [])])].filter(
      (field) => field !== 'status',
    ),
    properties: {
      ...properties,
      apiVersion: { type: 'string', enum: [apiVersion] },
      kind: { type: 'string', enum: [kind] },
      metadata: metadataSchema(properties['metadata']),
    },
  };
}

/** Some kinds restrict their names. */
function metadataSchema(own: Schema | undefined): Schema {
  return { ...METADATA, properties: { ...METADATA.properties, ...own?.properties } };
}

/**
 * Turns a structural schema into a JSON Schema in which every field that the API server would drop is an error. Keeps
 * `x-kubernetes-*` (rules, list keys) and defaults, which need not be written even where they are required; drops prose and hints
 * for clients; sorts every key.
 */
export function strict(raw: Schema): Schema {
  const schema = withIdentity(raw);
  const { properties, items, additionalProperties, nullable, anyOf, ...rest } = relevant(schema);
  const required = requiredFields(schema);
  const intOrString = schema['x-kubernetes-int-or-string'] === true;
  const result: Record<string, unknown> = { ...rest };
  if (anyOf !== undefined && !intOrString) result['anyOf'] = anyOf;
  if (intOrString) result['type'] = ['integer', 'string'];
  if (items !== undefined) result['items'] = strict(items);
  if (required.length === 0) delete result['required'];
  else result['required'] = required;
  if (properties !== undefined) result['properties'] = mapValues(properties, strict);
  if (typeof additionalProperties === 'object') result['additionalProperties'] = strict(additionalProperties);
  else if (additionalProperties !== true && isClosed(schema)) result['additionalProperties'] = false;
  return sorted(nullable === true ? withNull(result) : result) as Schema;
}

function isClosed(schema: Schema): boolean {
  return !isOpen(schema) && (schema.type === 'object' || hasFields(schema));
}

function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  return {
    ...schema,
    ...(schema['type'] === undefined ? {} : { type: [schema['type'], 'null'].flat() }),
    ...(Array.isArray(schema['enum']) ? { enum: [...new Set([...(schema['enum'] as unknown[]), null])] } : {}),
  };
}

function relevant(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !IGNORED.has(keyword)));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return isRecord(value) ? mapValues(value, sorted) : value;
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  const entries = Object.entries(record).sort(([a], [b]) => byCodeUnit(a, b));
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)]));
}

/** Prints a schema file: its head, a kind a line, then a line for each part that several places share. */
export function printSchemas(head: Readonly<Record<string, unknown>>, kinds: readonly KindSchema[]): string {
  const parts = new SharedParts(kinds);
  const entries = kinds.map(
    (kind) => [`${kind.apiVersion}/${kind.kind}`, { ...kind.about, schema: parts.replaceIn(kind.schema) }] as const,
  );
  return printSchemaFile(head, entries, parts.definitions());
}

/** Prints a schema file whose shared parts are known. */
export function printSchemaFile(
  head: Readonly<Record<string, unknown>>,
  kinds: Iterable<readonly [string, unknown]>,
  definitions: Iterable<readonly [string, unknown]>,
): string {
  const fields = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},\n`);
  return `{${fields.join('')}"kinds":{\n${lines(kinds)}},\n"$defs":{\n${lines(definitions)}}}\n`;
}

function lines(entries: Iterable<readonly [string, unknown]>): string {
  const texts = [...entries].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return texts.length === 0 ? '' : `${texts.join(',\n')}\n`;
}

/** Parts of schemas that occur more than once, each under the name of the first place that has it. */
class SharedParts {
  private readonly seen = new Map<string, { readonly name: string; count: number; readonly schema: Schema }>();
  private readonly texts = new WeakMap<Schema, string>();
  private readonly taken = new Set<string>();

  constructor(kinds: readonly KindSchema[]) {
    for (const kind of kinds) this.count(kind.schema, pascalCase(kind.kind));
  }

  /** The schema with its shared parts as references. */
  replaceIn(schema: Schema): Schema {
    return mapChildren(schema, '', (child) => {
      const name = this.sharedName(child);
      return name === undefined ? this.replaceIn(child) : { $ref: `#/$defs/${name}` };
    });
  }

  definitions(): (readonly [string, Schema])[] {
    return [...this.seen.values()]
      .filter((part) => part.count > 1)
      .map((part) => [part.name, this.replaceIn(part.schema)] as const)
      .sort(([a], [b]) => byCodeUnit(a, b));
  }

  private sharedName(schema: Schema): string | undefined {
    const part = this.seen.get(this.text(schema));
    return part !== undefined && part.count > 1 ? part.name : undefined;
  }

  /** What lies inside a part that was met before is shared through it, and not counted again. */
  private count(schema: Schema, path: string): void {
    mapChildren(schema, path, (child, place) => {
      const text = this.text(child);
      const part = this.seen.get(text);
      if (part !== undefined) part.count += 1;
      else {
        if (text.length >= SHARED_FROM) this.seen.set(text, { name: this.freeName(place), count: 1, schema: child });
        this.count(child, place);
      }
      return child;
    });
  }

  private freeName(hint: string): string {
    let name = hint;
    for (let number = 2; this.taken.has(name); number += 1) name = `${hint}${number}`;
    this.taken.add(name);
    return name;
  }

  private text(schema: Schema): string {
    const text = this.texts.get(schema) ?? JSON.stringify(schema);
    this.texts.set(schema, text);
    return text;
  }
}

function mapChildren(schema: Schema, path: string, change: (child: Schema, path: string) => Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(typeof additionalProperties === 'object' ? { additionalProperties: change(additionalProperties, path) } : {}),
    ...(items === undefined ? {} : { items: change(items, path) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, child]) => [name, change(child, path + pascalCase(name))]),
          ),
        }),
  };
}
