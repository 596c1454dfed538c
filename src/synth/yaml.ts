import { UserError } from '../model/faults';
import type { Manifest } from '../model/manifest';
import { scalarOf, Unwritable } from './scalar';

/**
 * Writes plain JSON data as one YAML document in block style: the keys in their order, lists at their parent's
 * indentation, texts of several lines as literal blocks, and nothing that YAML 1.1 and 1.2 would read differently.
 */
export function emit(manifest: Manifest | Readonly<Record<string, unknown>>): string {
  try {
    const text = mapping(manifest, 0);
    return text === '' ? '{}\n' : text.slice(1) + '\n';
  } catch (error) {
    if (error instanceof Unwritable) throw explained(manifest, error);
    throw error;
  }
}

/** One file of several documents. */
export function emitAll(manifests: readonly Manifest[]): string {
  return manifests.map(emit).join('---\n');
}

/** No manifest is this deep: it refers to itself. */
const DEEPEST = 200;
const INDENTS = Array.from({ length: DEEPEST + 3 }, (_, depth) => '\n' + '  '.repeat(depth));
/** Longer keys need the `? ` form. */
const LONGEST_SIMPLE_KEY = 1000;
const KEYS = new Map<string, string>();

/** The entries, each after a line break; empty when there is none. */
function mapping(data: Readonly<Record<string, unknown>>, depth: number): string {
  const indent = INDENTS[depth] ?? unwritable('it is nested too deep, or refers to itself');
  let text = '';
  for (const name of Object.keys(data)) {
    const value = data[name];
    if (value !== undefined) text += indent + (KEYS.get(name) ?? key(name, depth)) + entryValue(value, depth);
  }
  return text;
}

function key(name: string, depth: number): string {
  const text = scalarOf(name);
  if (text.length > LONGEST_SIMPLE_KEY) return `? ${text}${INDENTS[depth]!}:`;
  // Field names repeat through the whole output; the bound keeps keys of data from gathering.
  if (KEYS.size < 5000) KEYS.set(name, text + ':');
  return text + ':';
}

/** What follows `key:`. */
function entryValue(value: unknown, depth: number): string {
  if (typeof value === 'string') return ' ' + string(value, depth);
  if (typeof value !== 'object' || value === null) return ' ' + atom(value);
  if (Array.isArray(value)) return value.length === 0 ? ' []' : sequence(value, depth);
  const text = mapping(plain(value), depth + 1);
  return text === '' ? ' {}' : text;
}

function sequence(items: readonly unknown[], depth: number): string {
  const dash = (INDENTS[depth] ?? unwritable('it is nested too deep, or refers to itself')) + '-';
  let text = '';
  for (const item of items) text += dash + itemValue(item, depth);
  return text;
}

/** What follows `-`: a map or list begins on the same line. */
function itemValue(value: unknown, depth: number): string {
  if (typeof value === 'string') return ' ' + string(value, depth);
  if (typeof value !== 'object' || value === null) return ' ' + (value === undefined ? 'null' : atom(value));
  const nested = Array.isArray(value) ? sequence(value, depth + 1) : mapping(plain(value), depth + 1);
  if (nested === '') return Array.isArray(value) ? ' []' : ' {}';
  return ' ' + nested.slice(INDENTS[depth + 1]!.length);
}

function string(value: string, depth: number): string {
  return value.includes('\n') && isBlock(value) ? block(value, depth) : scalarOf(value);
}

/**
 * Whether a literal block keeps the text: printable, something else than line breaks in it, and no blank at its very
 * end, where readers disagree.
 */
function isBlock(value: string): boolean {
  return (
    /^[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u.test(value) &&
    /[^\s]\n*$/.test(value)
  );
}

function block(value: string, depth: number): string {
  const indent = INDENTS[depth + 1]!;
  // Without the digit a reader takes the first line's blanks for indentation, and a tab there for an error.
  const indicator = /^\n*[ \t]/.test(value) ? '2' : '';
  const body = value.replace(/\n+$/, '');
  const breaks = value.length - body.length;
  const chomping = breaks === 0 ? '-' : breaks === 1 ? '' : '+';
  const lines = `\n${body}`.replace(/\n(?=[^\n])/g, indent);
  return `|${indicator}${chomping}${lines}${'\n'.repeat(Math.max(0, breaks - 1))}`;
}

function atom(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') return number(value);
  return unwritable(`a ${typeof value} is not data`);
}

function number(value: number): string {
  if (!Number.isFinite(value)) return unwritable(`${value} is not a number that YAML and JSON share`);
  const text = String(value === 0 ? 0 : value);
  // YAML 1.1 reads an exponent only after a fraction.
  return text.includes('e') && !text.includes('.') ? text.replace('e', '.0e') : text;
}

function plain(value: object): Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Plain objects of another realm have a prototype of their own, without a parent like ours.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return unwritable(`a ${value.constructor.name} is not plain data`);
  }
  return value as Readonly<Record<string, unknown>>;
}

function unwritable(reason: string): never {
  throw new Unwritable(reason);
}

/** The failure again, now with its place. */
function explained(manifest: Readonly<Record<string, unknown>>, error: Error): UserError {
  const { kind, metadata } = manifest as { kind?: unknown; metadata?: { name?: unknown } };
  const object = [kind, metadata?.name].filter((word) => typeof word === 'string').join(' ') || 'the manifest';
  const place = firstUnwritable(manifest, '', 0) ?? { where: 'manifest', what: error.message };
  return new UserError(`${object} cannot be written as YAML`, [place]);
}

function firstUnwritable(value: unknown, where: string, depth: number): { where: string; what: string } | undefined {
  if (depth > DEEPEST) return { where: where.slice(0, 200), what: 'it is nested too deep, or refers to itself' };
  if (typeof value !== 'object' || value === null)
    return reasonOf(where, () => (value === undefined ? '' : itemValue(value, 0)));
  const own = Array.isArray(value) ? undefined : reasonOf(where, () => plain(value));
  if (own) return own;
  for (const [name, item] of Object.entries(value)) {
    const child = Array.isArray(value) ? `${where}[${name}]` : where === '' ? name : `${where}.${name}`;
    const found = reasonOf(child, () => scalarOf(name)) ?? firstUnwritable(item, child, depth + 1);
    if (found) return found;
  }
  return undefined;
}

function reasonOf(where: string, attempt: () => unknown): { where: string; what: string } | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return { where, what: (error as Error).message };
  }
}
