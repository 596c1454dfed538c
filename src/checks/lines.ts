import { isMap, isSeq, parseDocument } from 'yaml';
import type { Node } from 'yaml';

/** Lines between the beginning of a document and the value at a path, or the nearest parent that exists. */
export function lineOfPath(text: string, path: string): number {
  if (path === '') return 0;
  let node: unknown = parseDocument(text).contents;
  let offset = 0;
  for (const segment of path.split(/\.|(?=\[)/)) {
    const key = segment.startsWith('[') ? Number(segment.slice(1, -1)) : segment;
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
