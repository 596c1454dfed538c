import * as fs from 'node:fs';

/** The few steps that change a disk, so that tests can stop after each of them. */
export interface Disk {
  makeFolder(path: string): void;
  write(path: string, text: string): void;
  link(existing: string, path: string): void;
  rename(from: string, to: string): void;
  remove(path: string): void;
}

/** The disk of the machine. */
export const machineDisk: Disk = {
  makeFolder: (path) => void fs.mkdirSync(path, { recursive: true }),
  write: (path, text) => {
    fs.writeFileSync(path, text);
  },
  link: (existing, path) => {
    fs.linkSync(existing, path);
  },
  rename: (from, to) => {
    fs.renameSync(from, to);
  },
  remove: (path) => {
    fs.rmSync(path, { recursive: true, force: true });
  },
};

/** By what a file is known to be unchanged without reading it. */
export interface Stamp {
  readonly size: number;
  /** In milliseconds, with the fraction the file system keeps. */
  readonly modified: number;
  readonly inode: number;
}

/** The stamp of a regular file; undefined for anything else, and for nothing. */
export function stampOf(path: string): Stamp | undefined {
  const stats = fs.lstatSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? { size: stats.size, modified: stats.mtimeMs, inode: stats.ino } : undefined;
}

/** Whether nobody wrote to the file since. */
export function isSameStamp(left: Stamp, right: Stamp | undefined): boolean {
  return right?.size === left.size && right.modified === left.modified && right.inode === left.inode;
}

/** Whether the file holds exactly this text. */
export function holds(path: string, text: string): boolean {
  const stamp = stampOf(path);
  return stamp?.size === Buffer.byteLength(text) && fs.readFileSync(path, 'utf8') === text;
}

/**
 * Waits until a later write gives another time of modification, which a file system counts in ticks of up to ten
 * milliseconds: otherwise an edit right after a run would look like the run's own.
 */
export function awaitNextTick(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 12);
}
