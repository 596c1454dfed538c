import type { Ownership } from '../repository/ownership';
import type { PublishedFile, PublishedTree } from '../repository/published';

/** A file that stands in the way, and why it is not ours to change. */
export interface Conflict {
  readonly path: string;
  readonly reason: string;
}

/** What publishing an environment does to the files of a branch. */
export interface FileChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Number of files that are as they were. */
  readonly unchanged: number;
  /** None may be left, or nothing is published. */
  readonly conflicts: readonly Conflict[];
  /** Manifests that others put where Argo CD reads ours: it applies them, too. */
  readonly foreign: readonly string[];
}

interface ChangeInput {
  /** Ids of the files as rendered, by path in the repository. */
  readonly rendered: ReadonlyMap<string, string>;
  readonly tree: PublishedTree;
  readonly owned: Ownership;
  /** The folder of the environment, with a slash at its end; empty for the whole branch. */
  readonly folder: string;
  /** Paths that may be overwritten or removed whoever wrote them. */
  readonly overwrite: ReadonlySet<string>;
}

/** Compares what is rendered with what is published, and touches only what we wrote and nobody edited. */
export function changesOf({ rendered, tree, owned, folder, overwrite }: ChangeInput): FileChanges {
  const added: string[] = [];
  const changed: string[] = [];
  const removed: string[] = [];
  const conflicts: Conflict[] = [];
  let unchanged = 0;
  for (const [path, id] of rendered) {
    const present = tree.get(path);
    if (present === undefined) added.push(path);
    else if (isRegular(present) && present.id === id) unchanged++;
    else if (isOurs(path, present, owned) || overwrite.has(path)) changed.push(path);
    else conflicts.push({ path, reason: reasonAgainst(path, owned) });
  }
  for (const path of owned.keys()) {
    const present = tree.get(path);
    if (rendered.has(path) || present === undefined) continue;
    if (isOurs(path, present, owned) || overwrite.has(path)) removed.push(path);
    else conflicts.push({ path, reason: `${reasonAgainst(path, owned)}, and is not rendered any more` });
  }
  conflicts.push(...blocked(added, tree, new Set(removed)));
  return {
    added,
    changed,
    removed,
    unchanged,
    conflicts,
    foreign: foreignManifests({ rendered, tree, owned, folder }),
  };
}

function isRegular(file: PublishedFile): boolean {
  return file.mode === '100644';
}

function isOurs(path: string, present: PublishedFile, owned: Ownership): boolean {
  return isRegular(present) && owned.get(path) === present.id;
}

function reasonAgainst(path: string, owned: Ownership): string {
  return owned.has(path) ? 'was edited in the GitOps repository' : 'was written by somebody else';
}

/** A file where we need a folder, or a folder where we need a file. */
function blocked(added: readonly string[], tree: PublishedTree, removed: ReadonlySet<string>): Conflict[] {
  const staying = [...tree.keys()].filter((path) => !removed.has(path));
  const files = new Set(staying);
  const folders = new Set(staying.flatMap(foldersOf));
  return added.flatMap((path) => {
    const file = foldersOf(path).find((folder) => files.has(folder));
    if (file !== undefined) return [{ path: file, reason: `is a file where ${path} needs a folder` }];
    return folders.has(path) ? [{ path, reason: 'is a folder where we need a file' }] : [];
  });
}

function foldersOf(path: string): string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}

/** What Argo CD reads in a folder. */
const MANIFEST = /\.(yaml|yml|json|jsonnet)$/;

function foreignManifests({ rendered, tree, owned, folder }: Omit<ChangeInput, 'overwrite'>): string[] {
  return [...tree.keys()].filter(
    (path) =>
      path.startsWith(folder) &&
      !path.startsWith('.') &&
      MANIFEST.test(path) &&
      !rendered.has(path) &&
      !owned.has(path),
  );
}
