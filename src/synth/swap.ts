import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Disk } from './disk';

/** What is to change in an output folder, by path within it. */
export interface Change {
  /** Files that lie ready beside it. */
  readonly staged: readonly string[];
  /** Files and folders that are there and shall not be; of nested ones only the outermost. */
  readonly removed: readonly string[];
}

/** Where a change happens. */
export interface Places {
  readonly outdir: string;
  /** The staged files; on the same file system as the output. */
  readonly next: string;
  /** What was replaced, for as long as it may have to come back. */
  readonly old: string;
  /** Tells the next run of a replacement that was cut short. */
  readonly journal: string;
}

/**
 * Makes a change visible as one: by a single rename where that is possible, else by replacing the smallest folder that
 * holds all of it, in which what does not change is linked, not copied.
 */
export function apply(disk: Disk, places: Places, change: Change): void {
  const { outdir, next } = places;
  const [staged] = change.staged;
  const [removed] = change.removed;
  if (isMissing(outdir)) {
    if (staged !== undefined) install(disk, next, outdir);
  } else if (change.staged.length + change.removed.length === 1) {
    if (staged === undefined) disk.rename(path.join(outdir, removed!), places.old);
    else install(disk, path.join(next, firstMissing(outdir, staged)), path.join(outdir, firstMissing(outdir, staged)));
  } else replace(disk, places, change);
}

/** Puts back what a run that was killed had taken away, and clears what it left behind. */
export function recover(disk: Disk, places: Places): void {
  const entry = readJournal(places.journal);
  if (entry && isMissing(entry.place) && !isMissing(entry.old)) disk.rename(entry.old, entry.place);
  clear(disk, places);
  if (entry) disk.remove(entry.old);
}

/** Removes everything that a run needs only while it lasts. */
export function clear(disk: Disk, places: Places): void {
  disk.remove(places.next);
  disk.remove(places.journal);
  disk.remove(places.old);
}

function install(disk: Disk, from: string, to: string): void {
  disk.makeFolder(path.dirname(to));
  disk.rename(from, to);
}

/** The outermost folder above the file that is not there yet, or the file itself. */
function firstMissing(outdir: string, file: string): string {
  const segments = file.split('/');
  for (let count = 1; count < segments.length; count++) {
    const folder = segments.slice(0, count).join('/');
    if (isMissing(path.join(outdir, folder))) return folder;
  }
  return file;
}

function replace(disk: Disk, places: Places, change: Change): void {
  const { outdir, next, old, journal } = places;
  const folder = smallestFolder(outdir, change);
  const place = path.join(outdir, folder);
  if (isMissing(place)) {
    install(disk, path.join(next, folder), place);
    return;
  }
  linkUnchanged(disk, places, change, folder);
  disk.write(journal, JSON.stringify({ place, old }));
  disk.rename(place, old);
  try {
    disk.rename(path.join(next, folder), place);
  } catch (error) {
    disk.rename(old, place);
    throw error;
  }
}

/** The deepest folder that holds every change and can be replaced: it is there, or only its parent is. */
function smallestFolder(outdir: string, change: Change): string {
  const changed = [...change.staged, ...change.removed].map((file) => file.split('/').slice(0, -1));
  const [first = [], ...others] = changed;
  let depth = first.length;
  for (const segments of others)
    while (!first.slice(0, depth).every((name, index) => segments[index] === name)) depth--;
  for (let count = 1; count <= depth; count++) {
    const folder = first.slice(0, count).join('/');
    const stats = fs.lstatSync(path.join(outdir, folder), { throwIfNoEntry: false });
    if (!stats) return folder;
    if (!stats.isDirectory()) return first.slice(0, count - 1).join('/');
  }
  return first.slice(0, depth).join('/');
}

function linkUnchanged(disk: Disk, places: Places, change: Change, folder: string): void {
  const replaced = new Set([...change.staged, ...change.removed]);
  const walk = (within: string): void => {
    disk.makeFolder(path.join(places.next, within));
    for (const entry of fs.readdirSync(path.join(places.outdir, within), { withFileTypes: true })) {
      const place = within === '' ? entry.name : `${within}/${entry.name}`;
      if (replaced.has(place)) continue;
      if (entry.isDirectory()) walk(place);
      else disk.link(path.join(places.outdir, place), path.join(places.next, place));
    }
  };
  walk(folder);
}

function isMissing(place: string): boolean {
  return fs.lstatSync(place, { throwIfNoEntry: false }) === undefined;
}

function readJournal(journal: string): { place: string; old: string } | undefined {
  try {
    return JSON.parse(fs.readFileSync(journal, 'utf8')) as { place: string; old: string };
  } catch {
    return undefined;
  }
}
