import type { Node, Pair } from 'yaml';
import { parseManifest } from './parse';
import type { Place } from './place';
import { plainPlaces } from './plain-places';
import { parseDocument } from './whole-parser';

/** A path one step deeper: `.key`, `[0]`, or `["a.b/c"]` for a key that would read as several. */
export function inside(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Keys and indices of a path: `metadata.annotations["a.b/c"]`, `spec.ports[0]`. */
export function keysOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|[^.[\]]+/g)].map((match) => {
    if (match[1] !== undefined) return Number(match[1]);
    return match[2] === undefined ? match[0] : (JSON.parse(match[2]) as string);
  });
}

/** Lines between the beginning of a document and the value at a path, or the nearest parent that exists. */
export function lineOfPath(document: Place, path: string): number {
  let place = document;
  for (const key of keysOf(path)) {
    const next = place.child(key);
    if (next === undefined) break;
    place = next;
  }
  return place.line;
}

/** The places of a document: found by indentation where that is all there is to it, else by a whole parser. */
export const placesIn = (text: string): Place =>
  parseManifest(text) === undefined ? new ParsedPlace(text, parseDocument(text).contents, 0) : plainPlaces(text);

/** A place in the syntax tree of a whole parser. */
class ParsedPlace implements Place {
  constructor(
    private readonly text: string,
    private readonly node: unknown,
    private readonly offset: number,
  ) {}

  get line(): number {
    return this.text.slice(0, this.offset).split('\n').length - 1;
  }

  child(key: string | number): Place | undefined {
    const { items } = (this.node ?? {}) as { readonly items?: readonly (Node | Pair<Node>)[] };
    const pairs = items?.filter((item) => 'key' in item) ?? [];
    const pair = pairs.find((each) => String(each.key) === String(key));
    if (pair) return new ParsedPlace(this.text, pair.value, pair.key.range?.[0] ?? this.offset);
    const item = pairs.length === 0 ? items?.[Number(key)] : undefined;
    return item && new ParsedPlace(this.text, item, (item as Node).range?.[0] ?? this.offset);
  }
}
