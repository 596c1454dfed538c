import type { Field, Interface } from './interfaces';
import { listOf, mapOf, pascalCase, printInterface, sortNames, union } from './interfaces';
import { hasFields, isOpen, requiredFields, withIdentity } from './schema';
import type { Schema } from './schema';

/** A kind at the version whose fields become types. */
export interface TypedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: Schema;
}

/** Metadata for a group file that stands alone, without the core kinds beside it. */
export const OWN_METADATA = printInterface({
  name: 'NamedObjectMeta',
  fields: [
    { name: 'annotations', type: mapOf('string'), optional: true },
    { name: 'labels', type: mapOf('string'), optional: true },
    { name: 'name', type: 'string', optional: false },
    { name: 'namespace', type: 'string', optional: true },
  ],
});

/** Says which type stands for an object with named fields: its shape, or an interface's name. */
type ObjectType = (schema: Schema, name: string) => string;

const IDENTITY = ['apiVersion', 'kind', 'metadata'];

/**
 * Prints the interfaces of a group's kinds. Objects of the same shape share one interface, named after the place nearest to the
 * root of the first kind that has it: kinds added at the end rename nothing.
 */
export function printKinds(kinds: readonly TypedKind[]): string[] {
  const printer = new GroupPrinter(kinds);
  return kinds.flatMap((kind) => printer.print(kind));
}

class GroupPrinter {
  private readonly nameOfShape = new Map<string, string>();
  private readonly taken: Set<string>;
  private readonly shapes = new WeakMap<Schema, string>();
  private queue: { readonly name: string; readonly schema: Schema }[] = [];

  constructor(kinds: readonly TypedKind[]) {
    this.taken = new Set(['NamedObjectMeta', ...kinds.map((kind) => pascalCase(kind.kind))]);
  }

  print(kind: TypedKind): string[] {
    const printed = [printInterface(this.root(kind))];
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      printed.push(printInterface(this.interfaceOf(next.name, next.schema)));
    }
    return printed;
  }

  private root({ group, version, kind, schema }: TypedKind): Interface {
    const name = pascalCase(kind);
    const own = Object.fromEntries(
      Object.entries(schema.properties ?? {}).filter(([field]) => !IDENTITY.includes(field) && field !== 'status'),
    );
    const rest = this.interfaceOf(name, { ...schema, properties: own });
    // An object that has required fields is of no use when it is left out at the root.
    const fields = rest.fields.map((field) =>
      requiredFields(own[field.name]!).length > 0 ? { ...field, optional: false } : field,
    );
    const identity: Field[] = [
      { name: 'apiVersion', type: `'${group}/${version}'`, optional: false },
      { name: 'kind', type: `'${kind}'`, optional: false },
      { name: 'metadata', type: 'NamedObjectMeta', optional: false },
    ];
    return { ...rest, fields: [...identity, ...fields] };
  }

  private interfaceOf(name: string, schema: Schema): Interface {
    const named: ObjectType = (inner, hint) => this.nameFor(inner, hint);
    return { name, fields: fieldsOf(schema, name, named), open: isOpen(schema) };
  }

  private nameFor(schema: Schema, hint: string): string {
    const shape = this.shapeOf(schema);
    const known = this.nameOfShape.get(shape);
    if (known !== undefined) return known;
    const name = this.freeName(hint);
    this.nameOfShape.set(shape, name);
    this.queue.push({ name, schema });
    return name;
  }

  private shapeOf(schema: Schema): string {
    const known = this.shapes.get(schema);
    if (known !== undefined) return known;
    const inline: ObjectType = (inner) => this.shapeOf(inner);
    const fields = fieldsOf(schema, '', inline).map(
      ({ name, optional, type }) => `${JSON.stringify(name)}${optional ? '?' : ''}: ${type}`,
    );
    const shape = `{ ${[...fields, ...(isOpen(schema) ? ['[open]'] : [])].join('; ')} }`;
    this.shapes.set(schema, shape);
    return shape;
  }

  private freeName(hint: string): string {
    let name = hint;
    for (let count = 2; this.taken.has(name); count += 1) name = `${hint}${count}`;
    this.taken.add(name);
    return name;
  }
}

function fieldsOf(schema: Schema, name: string, objectType: ObjectType): Field[] {
  const properties = schema.properties ?? {};
  const required = new Set(requiredFields(schema));
  return sortNames(Object.keys(properties)).map((field) => ({
    name: field,
    type: typeOf(properties[field]!, name + pascalCase(field), objectType),
    optional: !required.has(field),
  }));
}

function typeOf(schema: Schema, name: string, objectType: ObjectType): string {
  const type = plainType(schema, name, objectType);
  return schema.nullable === true && type !== 'unknown' ? `${type} | null` : type;
}

function plainType(raw: Schema, name: string, objectType: ObjectType): string {
  const schema = withIdentity(raw);
  if (schema['x-kubernetes-int-or-string'] === true) return 'number | string';
  if (schema.enum !== undefined && schema.enum.length > 0) return union(schema.enum);
  if (hasFields(schema)) return objectType(schema, name);
  switch (schema.type) {
    case 'string':
    case 'boolean':
      return schema.type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return listOf(typeOf(schema.items ?? {}, name, objectType));
    case 'object':
      return mapType(schema, name, objectType);
    default:
      return 'unknown';
  }
}

function mapType(schema: Schema, name: string, objectType: ObjectType): string {
  const values = schema.additionalProperties;
  if (typeof values === 'object') return mapOf(typeOf(values, name, objectType));
  return values === true || isOpen(schema) ? mapOf('unknown') : mapOf('never');
}
