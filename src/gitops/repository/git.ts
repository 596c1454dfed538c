import { spawnSync } from 'node:child_process';
import type { SpawnSyncReturns } from 'node:child_process';
import { UserError } from '../../model/faults';

/** What a run of git gave. */
export interface GitResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a run may need beside its arguments. */
interface GitInput {
  readonly input?: string | Buffer;
  readonly index?: string;
  /** Settings of this run, such as `user.name=...`. */
  readonly settings?: readonly string[];
}

/** Variables by which a surrounding git, of a hook for instance, would lead ours to another repository. */
const LEADING_ASTRAY =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX|NAMESPACE|QUARANTINE_PATH|SHALLOW_FILE|GRAFT_FILE)$/;

/** Runs the git binary in one repository. No shell, no prompt, messages in English. */
export class Git {
  private readonly variables: Record<string, string | undefined>;

  constructor(
    readonly environment: Readonly<Record<string, string | undefined>>,
    /** A folder to run in, or a bare repository. */
    readonly place: { readonly folder: string } | { readonly repository: string },
  ) {
    const kept = Object.entries(environment).filter(([name]) => !LEADING_ASTRAY.test(name));
    this.variables = { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' };
  }

  /** Runs and tells how it went. */
  try(words: readonly string[], input: GitInput = {}): GitResult {
    const { code, bytes, err } = this.start(words, input);
    return { code, out: bytes.toString('utf8'), err };
  }

  /** Runs and returns what it printed, which may be no text. */
  bytes(words: readonly string[], input: GitInput = {}): Buffer {
    const { code, bytes, err } = this.start(words, input);
    if (code === 0) return bytes;
    throw new UserError(`git ${words[0]!} failed: ${reasonOf(err)}`);
  }

  private start(words: readonly string[], { input, index, settings = [] }: GitInput) {
    const where = 'repository' in this.place ? [`--git-dir=${this.place.repository}`] : ['-C', this.place.folder];
    const line = [...where, ...settings.flatMap((setting) => ['-c', setting]), ...words];
    const run = spawnSync('git', line, {
      env: { ...this.variables, ...(index !== undefined && { GIT_INDEX_FILE: index }) },
      ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
      maxBuffer: 1 << 30,
    });
    if (run.error && !stoppedReading(run)) throw noGit(run.error);
    if (run.signal) throw new UserError(`git ${words[0]!} was ended by ${run.signal}: nothing was published`);
    return { code: run.status ?? 1, bytes: run.stdout, err: run.stderr.toString('utf8') };
  }

  /** Runs and returns what it printed, without the last line break. */
  run(words: readonly string[], input: GitInput = {}): string {
    return this.bytes(words, input).toString('utf8').replace(/\n$/, '');
  }

  /** What it printed, or undefined when it failed. */
  find(words: readonly string[]): string | undefined {
    const { code, out } = this.try(words);
    return code === 0 ? out.trim() : undefined;
  }
}

/** A git that fails before it has read its input breaks our pipe; its own complaint says more than that. */
function stoppedReading({ error, status, signal }: SpawnSyncReturns<Buffer>): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE' && (status !== 0 || signal !== null);
}

function noGit(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return error;
  return new UserError('git cannot be started: install git, and have it in PATH');
}

/** The lines of git's complaint that tell something, as one. */
export function reasonOf(err: string): string {
  const lines = err.split('\n').map((line) => line.replace(/^(fatal|error): /, '').trim());
  const telling = lines.filter(
    (line) => line !== '' && !/^(hint:|Please make sure you have|and the repository exists)/.test(line),
  );
  return telling.slice(0, 6).join('; ') || 'it gave no reason';
}
