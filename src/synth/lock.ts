import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../model/faults';

const PAUSE = 50;

/** Runs while no other process does so with the same state folder; waits for one that does, `patience` milliseconds. */
export function withLock<Result>(stateDir: string, run: () => Result, patience = 60_000): Result {
  fs.mkdirSync(stateDir, { recursive: true });
  const lock = path.join(stateDir, 'lock');
  acquire(lock, patience);
  try {
    return run();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function acquire(lock: string, patience: number): void {
  const owner = `${process.pid} ${startOf(process.pid)}`;
  const deadline = performance.now() + patience;
  while (!tryCreate(lock, owner)) {
    const holder = readIfThere(lock);
    if (holder === undefined) continue;
    if (!isAlive(holder)) clearStale(lock, holder);
    else if (performance.now() > deadline) {
      throw new UserError(`Another run (process ${holder.split(' ')[0]!}) holds ${lock}: wait for it, or end it`);
    } else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
}

/** Created with its content in one step, so that nobody reads an empty one. */
function tryCreate(lock: string, owner: string): boolean {
  const own = `${lock}.${process.pid}`;
  fs.writeFileSync(own, owner);
  try {
    fs.linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(own, { force: true });
  }
}

/** Takes a dead process's lock away; puts it back if another process was quicker and it is a live one's by now. */
function clearStale(lock: string, holder: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    fs.renameSync(lock, aside);
  } catch {
    return;
  }
  try {
    if (readIfThere(aside) !== holder) fs.linkSync(aside, lock);
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** A process id is used again after a while, with another time of start. */
function isAlive(holder: string): boolean {
  const [pid, start] = holder.split(' ');
  if (!/^\d+$/.test(pid ?? '')) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return startOf(Number(pid)) === (start ?? '');
}

/** When the process began, where the system tells; empty elsewhere. */
function startOf(pid: number): string {
  const status = readIfThere(`/proc/${pid}/stat`);
  // The name in parentheses may hold blanks; the time of start is the twentieth field after it.
  return status?.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
