import type { FileChanges } from './changes';
import { trailersOf } from '../repository/source';
import type { Source } from '../repository/source';

interface Named extends FileChanges {
  readonly environment: string;
}

/** What changed, where it came from, and trailers that machines read. */
export function commitMessage(environments: readonly Named[], source: Source | undefined, subject?: string): string {
  const touched = environments.filter((each) => each.added.length + each.changed.length + each.removed.length > 0);
  const named = touched.length > 0 ? touched : environments;
  const first = subject ?? `Publish ${named.map((each) => each.environment).join(', ')}: ${total(named)}`;
  const lines = named.flatMap((each) => partsOf(each).map(([parts, number]) => `${parts}: ${number}`));
  const shown = lines.length > LONGEST ? [...lines.slice(0, LONGEST), `and ${lines.length - LONGEST} more`] : lines;
  const from = source === undefined ? [] : [`From: ${source.subject}`];
  const names = named.map((each) => each.environment);
  return [first, '', ...from, ...shown, '', ...trailersOf(source, names), ''].join('\n');
}

const LONGEST = 30;

/** `2 added, 1 changed, 0 removed` in words that leave out what is none. */
export function total(environments: readonly FileChanges[]): string {
  const count = (of: (changes: FileChanges) => readonly string[]): number =>
    environments.reduce((sum, each) => sum + of(each).length, 0);
  const parts = [
    [count((each) => each.added), 'added'],
    [count((each) => each.changed), 'changed'],
    [count((each) => each.removed), 'removed'],
  ] as const;
  const some = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return some.length === 0 ? 'nothing changed' : some.join(', ');
}

/** Number of files by folder, that is, by Application. */
function partsOf({ added, changed, removed }: FileChanges): [string, number][] {
  const numbers = new Map<string, number>();
  for (const path of [...added, ...changed, ...removed]) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    numbers.set(folder, (numbers.get(folder) ?? 0) + 1);
  }
  return [...numbers].sort(([left], [right]) => (left < right ? -1 : 1));
}

/** What a promoter of branches reads at the root of a branch: the commit this was rendered from. */
export function hydratorMetadata(source: Source): string {
  const { repository, commit, author, date, subject } = source;
  return `${JSON.stringify({ repoURL: repository ?? '', drySha: commit, author, date, subject }, undefined, 2)}\n`;
}
