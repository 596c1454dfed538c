import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { UserError } from '../../model/faults';
import { reasonOf } from './git';
import type { Git } from './git';

/** Files to write and to remove on top of a commit. */
export interface TreeEdit {
  /** Texts by path. */
  readonly written: ReadonlyMap<string, { readonly id: string; readonly text: string }>;
  readonly removed: readonly string[];
}

/** Writes contents that the repository may not have yet, by one process. Until a tree names them, they are nothing. */
export function writeContents(git: Git, texts: Iterable<string>): void {
  const parts: Buffer[] = [];
  for (const text of texts) {
    const bytes = Buffer.from(text, 'utf8');
    parts.push(Buffer.from(`blob\ndata ${bytes.length}\n`), bytes, Buffer.from('\n'));
  }
  if (parts.length === 0) return;
  git.run(['fast-import', '--quiet', '--done'], { input: Buffer.concat([...parts, Buffer.from('done\n')]) });
}

/** The tree of a commit with these files written and removed; by an index of its own, so that nobody's changes. */
export function editTree(git: Git, base: string | undefined, { written, removed }: TreeEdit): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'chartwright-'));
  const index = path.join(folder, 'index');
  try {
    if (base !== undefined) git.run(['read-tree', base], { index });
    const lines = [
      ...removed.map((file) => `0 ${'0'.repeat(40)}\t${file}`),
      ...[...written].map(([file, { id }]) => `100644 ${id}\t${file}`),
    ];
    git.run(['update-index', '-z', '--index-info'], { index, input: lines.map((line) => `${line}\0`).join('') });
    return git.run(['write-tree'], { index });
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

interface CommitInput {
  readonly tree: string;
  readonly parent: string | undefined;
  readonly message: string;
  readonly settings: readonly string[];
  readonly sign: boolean;
}

/** Makes a commit that no branch leads to yet. */
export function commitTree(git: Git, { tree, parent, message, settings, sign }: CommitInput): string {
  const parents = parent === undefined ? [] : ['-p', parent];
  const words = ['commit-tree', ...parents, ...(sign ? ['-S'] : []), '-F', '-', tree];
  const { code, out, err } = git.try(words, { input: message, settings });
  if (code === 0) return out.trim();
  const advice = sign ? ': signing is asked for by commit.gpgsign' : '';
  throw new UserError(`The commit cannot be made: ${reasonOf(err)}${advice}`);
}
