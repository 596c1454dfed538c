import type { ChangeGroup } from './diff-groups';
import type { Words } from './words';

/** Changes that one word explains, because it is in all of them and was nowhere before: a topic, a version, a name. */
export interface Cause {
  /** `payments.refund-issued.v1 is new`, or undefined for what nothing explains. */
  readonly title?: string;
  readonly groups: readonly ChangeGroup[];
}

/** Causes that explain more than one group first, by how much they explain; then what stands alone. */
export function causesOf(groups: readonly ChangeGroup[], { appeared, gone }: Words): Cause[] {
  const arrived = rootsOf(appeared);
  const left = rootsOf(gone);
  const rests = new Map(groups.map((group) => [group, textOf(group)]));
  const causes: Cause[] = [];
  for (const [roots, change] of [
    [arrived, 'new'],
    [left, 'gone'],
  ] as const) {
    for (;;) {
      const found = mostShared(roots, rests);
      if (found === undefined) break;
      found.groups.forEach((group) => rests.delete(group));
      const former = change === 'new' ? formerOf(left, found.groups) : undefined;
      const title = former === undefined ? `${found.root.word} is ${change}` : `${former} -> ${found.root.word}`;
      causes.push({ title, groups: found.groups });
    }
  }
  return rests.size === 0 ? causes : [...causes, { groups: [...rests.keys()] }];
}

/** A word as it is written, and as it is compared: `TOPIC_A_B` has `a.b` in it. */
interface Root {
  readonly word: string;
  readonly key: string;
}

const keyOf = (text: string): string => `-${text.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-`;

/** The shortest words: what only contains another is no cause of its own. Of several spellings, the small letters. */
function rootsOf(words: readonly string[]): Root[] {
  const isShouted = ({ word }: Root): number => (word === word.toLowerCase() ? 0 : 1);
  const byLength = words
    .map((word) => ({ word, key: keyOf(word) }))
    .sort((a, b) => a.key.length - b.key.length || isShouted(a) - isShouted(b));
  const roots: Root[] = [];
  for (const each of byLength) if (!roots.some(({ key }) => each.key.includes(key))) roots.push(each);
  return roots;
}

function textOf({ what, before, after, objects }: ChangeGroup): string {
  const whole = before === undefined && after === undefined;
  return keyOf(whole ? objects.join(' ') : `${what} ${JSON.stringify([before, after])}`);
}

function mostShared(
  roots: readonly Root[],
  texts: ReadonlyMap<ChangeGroup, string>,
): { root: Root; groups: readonly ChangeGroup[] } | undefined {
  let best: { root: Root; groups: readonly ChangeGroup[] } | undefined;
  for (const root of roots) {
    const groups = [...texts].filter(([, text]) => text.includes(root.key)).map(([group]) => group);
    if (groups.length > Math.max(1, best?.groups.length ?? 0)) best = { root, groups };
  }
  return best;
}

/** What the word stands in place of: the one that went from all the same places. */
function formerOf(left: readonly Root[], groups: readonly ChangeGroup[]): string | undefined {
  const replaced = groups.every(({ before, after }) => before !== undefined && after !== undefined);
  if (!replaced) return undefined;
  const texts = groups.map(({ before }) => keyOf(JSON.stringify(before)));
  return left.find(({ key }) => texts.every((text) => text.includes(key)))?.word;
}
