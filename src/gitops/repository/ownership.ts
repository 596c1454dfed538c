import { UserError } from '../../model/faults';
import type { Git } from './git';
import type { PublishedTree } from './published';
import { readTexts } from './published';

/** What we wrote, by path, with git's name of the content: nothing else is ours to change. */
export type Ownership = ReadonlyMap<string, string>;

/** Where the ownership of an environment lies: outside of every folder that Argo CD reads. */
export function ownershipPath(environment: string): string {
  return `.chartwright/ownership-${environment}.json`;
}

/** Environments that were published to this tree. */
export function ownedEnvironments(tree: PublishedTree): string[] {
  return [...tree.keys()].flatMap((path) => /^\.chartwright\/ownership-(.+)\.json$/.exec(path)?.[1] ?? []);
}

/** One line a file, in order, so that a change of one file is a change of one line. */
export function ownershipText(files: Ownership): string {
  const sorted = [...files].sort(([left], [right]) => (left < right ? -1 : 1));
  return `${JSON.stringify({ files: Object.fromEntries(sorted) }, undefined, 1)}\n`;
}

/** What we own of an environment in this tree; nothing if it was never published. */
export function readOwnership(git: Git, tree: PublishedTree, environment: string): Ownership {
  const path = ownershipPath(environment);
  const file = tree.get(path);
  if (file === undefined) return new Map();
  const text = readTexts(git, [file.id]).get(file.id)!;
  try {
    const { files } = JSON.parse(text) as { files: Record<string, unknown> };
    const entries = Object.entries(files);
    if (entries.every(([, id]) => typeof id === 'string')) return new Map(entries as [string, string][]);
  } catch {
    // The same message for all that is wrong with it.
  }
  throw new UserError(`${path} in the GitOps repository is damaged: restore it from the commit before`);
}
