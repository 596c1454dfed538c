/** Words of an environment that came with a change, or went with it: in no manifest before, or in none after. */
export interface Words {
  readonly appeared: readonly string[];
  readonly gone: readonly string[];
}

/** Names, versions, references: what manifests spell with letters, digits and the marks between them. */
const WORD = /[A-Za-z0-9](?:[A-Za-z0-9._@:/-]*[A-Za-z0-9])?/g;

/** The words of `texts` that `others` lack. */
export function wordsLacking(texts: Iterable<string>, others: Iterable<string>): string[] {
  const words = new Set([...texts].flatMap((text) => text.match(WORD) ?? []));
  for (const text of words.size === 0 ? [] : others) for (const word of text.match(WORD) ?? []) words.delete(word);
  return [...words].filter((word) => !/^\d*$/.test(word)).sort();
}
