import type { CoreTypes } from './core-definitions';
import { hasFields } from './schema';
import type { Schema } from './schema';
import type { Scope } from './selection';
import { manifestSchema, METADATA, printSchemaFile, strict } from './strict-schemas';

/** Prints the schemas of the core kinds, with the types they share beside them. */
export function printCoreSchemas(head: Readonly<Record<string, unknown>>, core: CoreTypes): string {
  const { kinds, definitions } = coreEntries(core);
  return printSchemaFile(head, kinds, definitions);
}

/** The schemas of the core kinds, and the types they share. */
export function coreEntries({ kinds, types }: CoreTypes): {
  readonly kinds: readonly (readonly [string, { readonly scope: Scope; readonly schema: Schema }])[];
  readonly definitions: readonly (readonly [string, Schema])[];
} {
  const entries = kinds.map(({ apiVersion, kind, scope, definition }) => {
    const manifest = manifestSchema(apiVersion, kind, types.get(definition)!);
    const properties = { ...manifest.properties, metadata: { $ref: 'NamedObjectMeta' } };
    return [`${apiVersion}/${kind}`, { scope, schema: strict(pointing({ ...manifest, properties })) }] as const;
  });
  const parts = [...types].map(([name, schema]) => [name, strict(pointing(definitionOf(name, schema)))] as const);
  const named = ['NamedObjectMeta', strict(METADATA)] as const;
  return { kinds: entries, definitions: referenced([...parts, named], entries) };
}

/** A kind that no other type holds needs no definition beside its entry. */
function referenced(
  parts: readonly (readonly [string, Schema])[],
  entries: readonly unknown[],
): (readonly [string, Schema])[] {
  const text = JSON.stringify([parts, entries]);
  return parts.filter(([name]) => text.includes(`"$ref":"#/$defs/${name}"`));
}

/** Definitions say neither that an empty object is free, nor which scalars a quantity takes. */
function definitionOf(name: string, schema: Schema): Schema {
  if (name === 'IntOrString') return { 'x-kubernetes-int-or-string': true };
  if (name === 'Quantity') return { oneOf: [{ type: 'string' }, { type: 'number' }] };
  return schema.type === 'object' && !hasFields(schema)
    ? { ...schema, 'x-kubernetes-preserve-unknown-fields': true }
    : schema;
}

/** Short names of types become references. */
function pointing(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema), (keyword, value: unknown) =>
    keyword === '$ref' && typeof value === 'string' ? `#/$defs/${value}` : value,
  ) as Schema;
}
