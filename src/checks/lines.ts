import { isMap, isSeq, parseDocument } from 'yaml';
import type { Node } from 'yaml';

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

let last: { readonly text: string; readonly contents: unknown } | undefined;

/** The syntax tree of a document; the last one is kept, since a manifest with one violation often has more. */
function contentsOf(text: string): unknown {
  if (last?.text !== text) last = { text, contents: parseDocument(text).contents };
  return last.contents;
}

/** Lines between the beginning of a document and the value at a path, or the nearest parent that exists. */
export function lineOfPath(text: string, path: string): number {
  let node: unknown = path === '' ? undefined : contentsOf(text);
  let offset = 0;
  for (const key of keysOf(path)) {
    const next = isSeq(node)
      ? node.items[Number(key)]
      : isMap(node)
        ? node.items.find((pair) => String(pair.key) === String(key))
        : undefined;
    if (next === undefined || next === null) break;
    const at = (isMap(node) ? (next as { key: Node }).key : (next as Node)).range?.[0];
    offset = at ?? offset;
    node = isMap(node) ? (next as { value: unknown }).value : next;
  }
  return text.slice(0, offset).split('\n').length - 1;
}
