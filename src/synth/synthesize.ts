import type { App } from 'cdk8s';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../model/faults';
import type { Disk, Stamp } from './disk';
import { awaitNextTick, holds, isSameStamp, machineDisk, stampOf } from './disk';
import type { Folder, RenderedFile } from './folder';
import { renderApp, renderFolder } from './folder';
import { Identities } from './identities';
import { withLock } from './lock';
import type { KnownFile, KnownFolder, Memo } from './memo';
import { assertPlain, keyOf, readMemo, writeMemo } from './memo';
import type { Places } from './swap';
import { apply, clear, recover } from './swap';
import type { Listing } from './tree';
import { foldersAbove, list, outputFolder } from './tree';

export interface SynthOptions {
  /** The output folder, wholly ours: whatever else lies there is removed. */
  readonly outdir: string;
  /** What a run tells the next one. @default '.chartwright' */
  readonly stateDir?: string;
  /** Of all code that renders: another key renders everything again. */
  readonly codeKey: string;
  /** Top folders of the output; the others are left alone. @default - all */
  readonly only?: readonly string[];
  readonly onProgress?: (foldersDone: number) => void;
  /** For tests. @default - the disk of the machine */
  readonly disk?: Disk;
}

/** What a run did. */
export interface SynthResult {
  /** Files that are new or other than before, by path within the output folder. */
  readonly written: readonly string[];
  /** Files and whole folders that were there and are not any more. */
  readonly removed: readonly string[];
  /** Number of files that are as they were. */
  readonly unchanged: number;
  /** Number of folders that were rendered. */
  readonly rendered: number;
  /** Number of folders known to be as they were without rendering them. */
  readonly memoized: number;
  /** Every file that is as it should be, by path within the output folder, as it was then. */
  readonly stamps: ReadonlyMap<string, Stamp>;
}

/**
 * Writes the folders, and only what differs from what is there. A reader sees the old output or the new one, never
 * some of each, and a run that fails leaves the old one.
 */
export function synthesize(folders: Iterable<Folder>, options: SynthOptions): SynthResult {
  return synthesizeWith(options, (run) => {
    for (const folder of folders) run.add(folder);
  });
}

/** Writes any cdk8s app: a chart's file is its path in the tree of constructs. */
export function synthesizeApp(app: App, outdir: string, stateDir?: string): SynthResult {
  const options = { outdir, codeKey: '', ...(stateDir !== undefined && { stateDir }) };
  return synthesizeWith(options, (run) => {
    run.addFiles('.', renderApp(app), undefined);
  });
}

function synthesizeWith(options: SynthOptions, fill: (run: Run) => void): SynthResult {
  const stateDir = path.resolve(options.stateDir ?? '.chartwright');
  const outdir = outputFolder(options.outdir, stateDir);
  const disk = options.disk ?? machineDisk;
  return withLock(stateDir, () => {
    const places = placesOf(outdir, stateDir);
    recover(disk, places);
    try {
      const run = new Run(options, disk, places, stateDir);
      fill(run);
      const result = run.finish();
      tidy(disk, places);
      return result;
    } catch (error) {
      recover(disk, places);
      throw error;
    }
  });
}

/** The output is complete by now; what cannot be cleared is cleared by the next run. */
function tidy(disk: Disk, places: Places): void {
  try {
    clear(disk, places);
  } catch {
    return;
  }
}

/** Files are made ready beside the output: in the state folder if renaming works from there. */
function placesOf(outdir: string, stateDir: string): Places {
  let parent = path.dirname(outdir);
  while (!fs.existsSync(parent)) parent = path.dirname(parent);
  const beside = fs.statSync(parent).dev === fs.statSync(stateDir).dev;
  const base = beside ? `${stateDir}/` : `${parent}/.${path.basename(outdir)}.`;
  return { outdir, next: `${base}next`, old: `${base}old`, journal: path.join(stateDir, 'journal.json') };
}

/** One run: what it found, and what it makes ready. */
class Run {
  private readonly memo: Memo;
  private readonly present: Listing;
  private readonly known: Memo = new Map();
  private readonly expected = new Set<string>();
  private readonly staged: string[] = [];
  private readonly identities = new Identities();
  private rendered = 0;
  private memoized = 0;
  private stagedFolder = '';

  constructor(
    private readonly options: SynthOptions,
    private readonly disk: Disk,
    private readonly places: Places,
    private readonly stateDir: string,
  ) {
    this.memo = readMemo(stateDir, places.outdir);
    this.present = list(places.outdir, options.only);
  }

  add(folder: Folder): void {
    if (this.known.has(folder.path)) throw new UserError(`Two folders are called ${folder.path}`);
    const key = keyOf(folder, this.options.codeKey);
    const before = this.memo.get(folder.path);
    if (key !== undefined && before?.key === key && before.files.every((file) => this.isUntouched(file))) {
      this.keep(folder.path, before);
    } else {
      assertPlain(folder.inputs, `${folder.path} inputs`);
      this.addFiles(folder.path, renderFolder(folder), key);
    }
    this.options.onProgress?.(this.rendered + this.memoized);
  }

  addFiles(folder: string, files: Iterable<RenderedFile>, key: string | undefined): void {
    const known: KnownFile[] = [];
    for (const file of files) {
      this.expect(file.path, file.identities);
      known.push(this.ready(file));
    }
    this.known.set(folder, { ...(key !== undefined && { key }), files: known });
    this.rendered++;
  }

  finish(): SynthResult {
    this.identities.check();
    const removed = this.superfluous();
    // First, because a memo of files that did not come to be only makes the next run look closer.
    this.remember();
    if (this.staged.length > 0) awaitNextTick();
    if (this.staged.length + removed.length > 0) apply(this.disk, this.places, { staged: this.staged, removed });
    return {
      written: this.staged,
      removed,
      unchanged: this.expected.size - this.staged.length,
      rendered: this.rendered,
      memoized: this.memoized,
      stamps: new Map([...this.known.values()].flatMap(({ files }) => files.map((file) => [file.path, file]))),
    };
  }

  private keep(path: string, folder: KnownFolder): void {
    for (const file of folder.files) this.expect(file.path, file.identities);
    this.known.set(path, folder);
    this.memoized++;
  }

  private expect(file: string, identities: readonly string[]): void {
    if (this.expected.has(file)) throw new UserError(`Two charts would be written to ${file}`);
    this.expected.add(file);
    this.identities.add(file, identities);
  }

  private isUntouched(file: KnownFile): boolean {
    return this.present.files.has(file.path) && isSameStamp(file, stampOf(`${this.places.outdir}/${file.path}`));
  }

  /** Leaves alone what is there already: writing over a file costs several times a comparison. */
  private ready({ path: file, text, identities }: RenderedFile): KnownFile {
    const present = `${this.places.outdir}/${file}`;
    if (this.present.files.has(file) && holds(present, text)) return { path: file, ...stampOf(present)!, identities };
    const next = `${this.places.next}/${file}`;
    this.makeFolder(path.dirname(next));
    this.disk.write(next, text);
    this.staged.push(file);
    return { path: file, ...stampOf(next)!, identities };
  }

  private makeFolder(folder: string): void {
    if (folder !== this.stagedFolder) this.disk.makeFolder(folder);
    this.stagedFolder = folder;
  }

  private superfluous(): string[] {
    const { files, folders } = this.present;
    const needed = foldersAbove(this.expected);
    const gone = [
      ...[...folders].filter((folder) => !needed.has(folder)),
      ...[...files].filter((file) => !this.expected.has(file)),
    ];
    const all = new Set(gone);
    return gone.filter((place) => !all.has(path.posix.dirname(place)));
  }

  /** Whatever was left out of this run is known as before. */
  private remember(): void {
    const others = [...this.memo].filter(([folder]) => this.options.only?.includes(folder.split('/')[0]!) === false);
    const memo: Memo = new Map([...others, ...this.known]);
    if (this.rendered > 0 || memo.size !== this.memo.size)
      writeMemo(this.disk, this.stateDir, this.places.outdir, memo);
  }
}
