import { isDeepStrictEqual } from 'node:util';
import { compareQuantities } from '../../model/quantity';
import { align } from './alignment';
import { namesOfItems } from './list-keys';

/** One field that is other than before; an absent value was not there, or is not any more. */
export interface FieldChange {
  /** Names of fields, and of items of lists in brackets: `spec`, `containers`, `[app]`. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** The items are the same, their order is not. */
  readonly order?: true;
}

/** What differs between two values as Kubernetes reads them, as few and as deep as possible. */
export function fieldChanges(before: unknown, after: unknown, path: readonly string[] = []): FieldChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (before === undefined) return [{ path, after }];
  if (after === undefined) return [{ path, before }];
  if (isMap(before) && isMap(after)) return mapChanges(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path);
  const inside = jsonChanges(before, after, path);
  if (inside.length > 0) return inside;
  return isSameQuantity(before, after, path) ? [] : [{ path, before, after }];
}

type Data = Readonly<Record<string, unknown>>;

function isMap(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapChanges(before: Data, after: Data, path: readonly string[]): FieldChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => fieldChanges(before[key], after[key], [...path, key]));
}

function listChanges(before: readonly unknown[], after: readonly unknown[], path: readonly string[]): FieldChange[] {
  const names = namesOfItems(path.at(-1) ?? '', before, after);
  if (names === undefined) return placeChanges(before, after, path);
  const earlier = new Map(names.before.map((name, index) => [name, before[index]]));
  const later = new Map(names.after.map((name, index) => [name, after[index]]));
  const all = new Set([...names.before, ...names.after]);
  const changes = [...all].flatMap((name) => fieldChanges(earlier.get(name), later.get(name), [...path, `[${name}]`]));
  const kept = names.before.filter((name) => later.has(name));
  const order = names.after.filter((name) => earlier.has(name));
  if (isDeepStrictEqual(kept, order)) return changes;
  return [...changes, { path, before: kept, after: order, order: true }];
}

/** Inside of texts that are both JSON, as dashboards are; none where only the spelling differs. */
function jsonChanges(before: unknown, after: unknown, path: readonly string[]): FieldChange[] {
  const [earlier, later] = [documentIn(before), documentIn(after)];
  return earlier === undefined || later === undefined ? [] : fieldChanges(earlier, later, path);
}

function documentIn(value: unknown): object | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as object;
  } catch {
    return undefined;
  }
}

/** Without names: what is equal is matched, and between that what differs, by its place. */
function placeChanges(before: readonly unknown[], after: readonly unknown[], path: readonly string[]): FieldChange[] {
  const pairs = align(before.map(textOf), after.map(textOf));
  const gone = pairs.flatMap((pair) => (pair.after === undefined ? [before[pair.before!]] : []));
  const come = pairs.flatMap((pair) => (pair.before === undefined ? [after[pair.after!]] : []));
  if (![...gone, ...come].every(isMap)) return [{ path, before: spread(gone), after: spread(come) }];
  const changes: FieldChange[] = [];
  let removed: number[] = [];
  let added: number[] = [];
  const flush = (): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++) {
      const [from, to] = [removed[index], added[index]];
      const sides = [from === undefined ? undefined : before[from], to === undefined ? undefined : after[to]];
      changes.push(...fieldChanges(sides[0], sides[1], [...path, `[${to ?? from!}]`]));
    }
    [removed, added] = [[], []];
  };
  for (const pair of pairs) {
    if (pair.before !== undefined && pair.after !== undefined) flush();
    else if (pair.before !== undefined) removed.push(pair.before);
    else added.push(pair.after!);
  }
  flush();
  return changes;
}

/** Equal for equal values, whatever the order of their keys. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isMap(each) ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1))) : each,
  );
}

/** Nothing rather than an empty list, since items came or went. */
function spread(items: readonly unknown[]): unknown {
  return items.length === 0 ? undefined : items;
}

/** Maps from a resource to an amount, and fields that are one. */
const AMOUNTS = new Set([
  'capacity',
  'default',
  'defaultRequest',
  'hard',
  'limits',
  'max',
  'min',
  'overhead',
  'requests',
]);
const AMOUNT = new Set(['averageValue', 'divisor', 'sizeLimit']);
/** Below these, text is text. */
const TEXTS = new Set(['annotations', 'binaryData', 'data', 'labels', 'stringData']);

function isSameQuantity(before: unknown, after: unknown, path: readonly string[]): boolean {
  if (!AMOUNTS.has(path.at(-2) ?? '') && !AMOUNT.has(path.at(-1) ?? '')) return false;
  if (!isAmount(before) || !isAmount(after) || path.some((step) => TEXTS.has(step))) return false;
  try {
    return compareQuantities(before, after) === 0;
  } catch {
    return false;
  }
}

function isAmount(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && /^[+-]?[\d.]/.test(value));
}

/** `spec.template.spec.containers[app].image`, with what holds dots in quotes. */
export function pathText(path: readonly string[]): string {
  return path.reduce((text, step) => {
    if (step.startsWith('[')) return text + step;
    const word = /[./]/.test(step) ? `"${step}"` : step;
    return text === '' ? word : `${text}.${word}`;
  }, '');
}
