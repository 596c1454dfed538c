import { byCodeUnit } from './schema';

const FIRST = ['apiVersion', 'kind', 'metadata', 'spec'];

/** A TypeScript interface to print. */
export interface Interface {
  readonly name: string;
  readonly fields: readonly Field[];
  /** Fields beyond the named ones are allowed, of any type. */
  readonly open?: boolean;
  /** The sentence above it. */
  readonly comment?: string;
  readonly extends?: string;
}

/** One property of an interface, its type as TypeScript text. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

/** Prints an exported interface whose properties cannot be assigned. */
export function printInterface({ name, fields, open = false, comment, extends: base }: Interface): string {
  const lines = [
    ...(comment === undefined ? [] : [`/** ${comment} */`]),
    `export interface ${name}${base === undefined ? '' : ` extends ${base}`} {`,
    ...fields.map((field) => `  readonly ${propertyName(field.name)}${field.optional ? '?' : ''}: ${field.type};`),
    ...(open ? ['  readonly [key: string]: unknown;'] : []),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** A type of string literals, or of the other scalars an enum may list. */
export function union(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === 'string' ? quote(value) : String(value))).join(' | ');
}

/** A list that cannot be changed. */
export function listOf(type: string): string {
  const single = /^[\w.]+$/.test(type) || (type.startsWith('{') && type.endsWith('}'));
  return `readonly ${single ? type : `(${type})`}[]`;
}

/** A map from any name. */
export function mapOf(type: string): string {
  return `{ readonly [key: string]: ${type} }`;
}

/** Names of fields in the order of printing, whatever their order upstream; identity, metadata and spec of a manifest first. */
export function sortNames(names: readonly string[]): string[] {
  const isManifest = names.includes('metadata') || names.includes('spec');
  const rank = (name: string): number => (isManifest && FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  return [...names].sort((a, b) => rank(a) - rank(b) || byCodeUnit(a, b));
}

/** `requiredDuring` becomes `RequiredDuring`, `$ref` `Ref`, `a-b` `AB`. */
export function pascalCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(joined) ? joined : `Field${joined}`;
}

/** A string literal in single quotes. */
function quote(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}
