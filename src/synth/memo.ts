import { hash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Disk, Stamp } from './disk';
import type { Folder } from './folder';

/** What is known of a file that was written. */
export interface KnownFile extends Stamp {
  readonly path: string;
  readonly identities: readonly string[];
}

/** What is known of a folder that was rendered. */
export interface KnownFolder {
  /** Of the code and the inputs; undefined where only rendering tells. */
  readonly key?: string;
  readonly files: readonly KnownFile[];
}

/** What the last run wrote, by folder: the next one leaves alone what would come out the same. */
export type Memo = Map<string, KnownFolder>;

/** The memo of an output folder; empty if there is none, or none that can be read. */
export function readMemo(stateDir: string, outdir: string): Memo {
  try {
    const memo = JSON.parse(fs.readFileSync(memoFile(stateDir), 'utf8')) as {
      outdir: string;
      folders: [string, KnownFolder][];
    };
    return new Map(memo.outdir === outdir ? memo.folders : []);
  } catch {
    return new Map();
  }
}

/** Replaces the memo in one step. */
export function writeMemo(disk: Disk, stateDir: string, outdir: string, memo: Memo): void {
  const file = memoFile(stateDir);
  disk.write(`${file}.new`, JSON.stringify({ outdir, folders: [...memo] }));
  disk.rename(`${file}.new`, file);
}

function memoFile(stateDir: string): string {
  return path.join(stateDir, 'memo.json');
}

/** The key of everything that determines the folder; undefined when it does not say what that is. */
export function keyOf(folder: Folder, codeKey: string): string | undefined {
  if (folder.inputs === undefined) return undefined;
  return hash('sha256', `${codeKey}\0${folder.path}\0${JSON.stringify(folder.inputs)}`, 'base64');
}

/** Inputs that JSON would drop or blur could change without the key changing. */
export function assertPlain(value: unknown, where: string): void {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  const prototype: unknown = typeof value === 'object' ? Object.getPrototypeOf(value) : undefined;
  const isPlain =
    Array.isArray(value) ||
    prototype === null ||
    (prototype !== undefined && Object.getPrototypeOf(prototype) === null);
  if (!isPlain) throw new TypeError(`${where} is not plain data, so nobody could tell whether it changed`);
  for (const [key, item] of Object.entries(value as object)) assertPlain(item, `${where}.${key}`);
}
