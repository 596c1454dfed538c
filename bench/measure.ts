import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { FleetSize } from './fleet';

/** What one process took. */
export interface Sample {
  /** Seconds of processor, of user and system together. */
  readonly cpu: number;
  /** The most it held, in MiB. */
  readonly memory: number;
  /** What it printed. */
  readonly output: string;
}

/** Runs node with these words in a folder, to its end. */
export function measure(words: readonly string[], folder: string): Sample {
  const meter = path.resolve('bench/meter.cjs');
  const { status, stdout, stderr, output } = spawnSync(process.execPath, ['--require', meter, ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status ?? 'a signal'}: ${stderr}`);
  return { ...(JSON.parse(output[3]!) as { cpu: number; memory: number }), output: stdout };
}

/** The middle of the samples by processor time. */
export function median(samples: readonly Sample[]): Sample {
  return [...samples].sort((left, right) => left.cpu - right.cpu)[Math.floor(samples.length / 2)]!;
}

/** A folder for runs of one size. */
export function prepareFolder(folder: string, fleet: FleetSize): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, 'releases'), { recursive: true });
  release(folder, fleet);
}

/** Replaces the only data that the benchmarked apps read. */
export function release(folder: string, fleet: FleetSize): void {
  fs.writeFileSync(path.join(folder, 'releases/fleet.json'), JSON.stringify(fleet));
}

/**
 * So that the next run begins with nothing. Moved aside, not deleted: for some seconds ext4 looks for each new file
 * through all those just deleted, which would be measured as well.
 */
export function forget(folder: string): void {
  const aside = fs.mkdtempSync(`${folder}-aside-`);
  for (const name of ['dist', '.chartwright']) {
    if (fs.existsSync(path.join(folder, name))) fs.renameSync(path.join(folder, name), path.join(aside, name));
  }
}
