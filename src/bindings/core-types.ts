import type { CoreKind, CoreTypes } from './core-definitions';
import type { Field } from './interfaces';
import { listOf, mapOf, printInterface, sortNames, union } from './interfaces';
import { hasFields } from './schema';
import type { Schema } from './schema';

/** Prints the types of the core kinds, kinds first. */
export function printCore({ kinds, types }: CoreTypes): string[] {
  const kindOf = new Map(kinds.map((kind) => [kind.definition, kind]));
  const required = new Set([...types].filter(([, schema]) => (schema.required ?? []).length > 0).map(([name]) => name));
  const printed = [...types].map(([name, schema]) => printType(name, schema, kindOf.get(name), required));
  return [...printed, NAMED_OBJECT_META];
}

const NAMED_OBJECT_META = printInterface({
  name: 'NamedObjectMeta',
  comment: 'Metadata of an object of its own; a template does without a name.',
  extends: 'ObjectMeta',
  fields: [{ name: 'name', type: 'string', optional: false }],
});

function printType(name: string, schema: Schema, kind: CoreKind | undefined, required: ReadonlySet<string>): string {
  const alias = aliasOf(name, schema);
  if (alias !== undefined) return `export type ${name} = ${alias};\n`;
  const fields = fieldsOf(schema);
  return printInterface({ name, fields: kind === undefined ? fields : kindFields(fields, kind, required) });
}

function aliasOf(name: string, schema: Schema): string | undefined {
  if (name === 'IntOrString' || name === 'Quantity') return 'number | string';
  if (!hasFields(schema))
    return schema.type === 'object' || schema.type === undefined ? mapOf('unknown') : typeOf(schema);
  return undefined;
}

function fieldsOf(schema: Schema): Field[] {
  const required = new Set(schema.required);
  const properties = schema.properties ?? {};
  return sortNames(Object.keys(properties)).map((name) => ({
    name,
    type: typeOf(properties[name]!),
    optional: !required.has(name),
  }));
}

/** A kind says what it is and has a name; a spec with required fields cannot be left out. */
function kindFields(fields: readonly Field[], { apiVersion, kind }: CoreKind, required: ReadonlySet<string>): Field[] {
  const identity: Readonly<Record<string, string>> = {
    apiVersion: union([apiVersion]),
    kind: union([kind]),
    metadata: 'NamedObjectMeta',
  };
  return fields.map((field) => ({
    ...field,
    type: identity[field.name] ?? field.type,
    optional: field.optional && !(field.name in identity) && !required.has(field.type),
  }));
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref;
  if (schema.enum !== undefined) return union(schema.enum);
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
      return schema.type;
    case 'array':
      return listOf(typeOf(schema.items ?? {}));
    default:
      return mapOf(typeof schema.additionalProperties === 'object' ? typeOf(schema.additionalProperties) : 'unknown');
  }
}
