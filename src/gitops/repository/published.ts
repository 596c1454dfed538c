import { createHash } from 'node:crypto';
import type { Git } from './git';

/** A file of a commit. */
export interface PublishedFile {
  /** `100644` for a regular one. */
  readonly mode: string;
  /** Git's name of its content. */
  readonly id: string;
}

/** The files of a commit by path. */
export type PublishedTree = ReadonlyMap<string, PublishedFile>;

/** Every file of a commit; none of none. */
export function readTree(git: Git, commit: string | undefined): PublishedTree {
  if (commit === undefined) return new Map();
  const lines = git.run(['ls-tree', '-r', '-z', '--full-tree', commit]).split('\0');
  const files = new Map<string, PublishedFile>();
  for (const line of lines) {
    const [head, path] = line.split('\t');
    if (head === undefined || path === undefined) continue;
    const [mode, , id] = head.split(' ');
    files.set(path, { mode: mode!, id: id! });
  }
  return files;
}

/** The text of contents by their ids, all by one process. */
export function readTexts(git: Git, ids: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const bytes = git.bytes(['cat-file', '--batch'], { input: `${wanted.join('\n')}\n` });
  const texts = new Map<string, string>();
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at);
    const [id, , size] = bytes.toString('utf8', at, end).split(' ');
    texts.set(id!, bytes.toString('utf8', end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return texts;
}

/** Git's name of a content, computed without asking git. */
export function idOf(text: string, format: string): string {
  const bytes = Buffer.from(text, 'utf8');
  return createHash(format).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
