import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../../model/faults';
import { Git, reasonOf } from './git';

/** A branch that shall lead to another commit. */
export interface BranchUpdate {
  readonly branch: string;
  /** Where it must still be; undefined if it must not exist yet. */
  readonly from: string | undefined;
  readonly to: string;
}

/** A GitOps repository: where it is read, and how its branches move. */
export interface Store {
  /** As people call it. */
  readonly name: string;
  /** Ours alone, so that branches come to be without asking. */
  readonly embedded: boolean;
  /** Holds the objects of every head that was asked for, and takes new ones. */
  readonly git: Git;
  /** The commits of all branches as they are now. */
  heads(): ReadonlyMap<string, string>;
  /** Makes the objects of a head readable. */
  fetch(branch: string, head: string): void;
  /** Moves all branches or none: false if one is not where it was, or somebody else is moving it right now. */
  move(updates: readonly BranchUpdate[]): boolean;
}

/** Where a repository is, and what its processes need. */
export interface StoreOptions {
  /** URL or path. @default - the embedded repository */
  readonly repo?: string;
  /** @default '.chartwright' */
  readonly stateDir?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Opens the repository; the embedded one is made when it is first asked for. */
export function openStore({ repo, stateDir = '.chartwright', environment }: StoreOptions): Store {
  if (repo === undefined) return new EmbeddedStore(bareRepository(path.join(stateDir, 'gitops.git'), environment));
  const address = isPath(repo) ? path.resolve(repo) : repo;
  if (isPath(repo) && !fs.existsSync(address)) {
    throw new UserError(`There is no repository at ${repo}: make one by git init --bare, or name another by --repo`);
  }
  const name = createHash('sha256').update(address).digest('hex').slice(0, 16);
  const cache = bareRepository(path.join(stateDir, 'remotes', `${name}.git`), environment);
  return new RemoteStore(cache, address, withoutPassword(repo));
}

function isPath(repo: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:\/\//i.test(repo) && (fs.existsSync(repo) || !/^[^/]+:/.test(repo));
}

/** Addresses end up in messages and logs. */
export function withoutPassword(address: string): string {
  return address.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}

/** Made beside its place and renamed, so that nobody sees half of one. */
function bareRepository(place: string, environment: StoreOptions['environment']): Git {
  const repository = path.resolve(place);
  if (!fs.existsSync(repository)) {
    const parent = path.dirname(repository);
    fs.mkdirSync(parent, { recursive: true });
    const fresh = fs.mkdtempSync(`${repository}.new-`);
    try {
      new Git(environment, { folder: parent }).run(['init', '--bare', '--quiet', '--initial-branch=main', fresh]);
      // What was fetched is reachable from no branch of ours: nothing may clear it away while a commit is made.
      new Git(environment, { repository: fresh }).run(['config', 'gc.auto', '0']);
      fs.chmodSync(fresh, 0o755);
      fs.renameSync(fresh, repository);
    } catch (error) {
      if (!fs.existsSync(path.join(repository, 'HEAD'))) throw error;
    } finally {
      fs.rmSync(fresh, { recursive: true, force: true });
    }
  }
  const git = new Git(environment, { repository });
  if (git.try(['rev-parse', '--git-dir']).code === 0) return git;
  throw new UserError(`${place} is no git repository: remove it, and the next run makes it anew`);
}

/** The bare repository inside the project, for who has no server. */
class EmbeddedStore implements Store {
  readonly embedded = true;
  readonly name: string;

  constructor(readonly git: Git) {
    this.name = path.relative('.', (git.place as { repository: string }).repository);
  }

  heads(): ReadonlyMap<string, string> {
    const list = this.git.run(['for-each-ref', '--format=%(objectname)\t%(refname)', 'refs/heads']);
    return headsOf(list);
  }

  fetch(): void {
    // It is all here.
  }

  move(updates: readonly BranchUpdate[]): boolean {
    for (const { branch } of updates) this.clearStaleLock(branch);
    const lines = updates.map(({ branch, from, to }) =>
      from === undefined ? `create refs/heads/${branch} ${to}` : `update refs/heads/${branch} ${to} ${from}`,
    );
    const { code, err } = this.git.try(['update-ref', '--stdin'], { input: `${lines.join('\n')}\n` });
    if (code === 0) return true;
    if (/cannot lock ref/.test(err) && !/Permission denied|No space|Read-only/.test(err)) return false;
    throw new UserError(`${this.name} cannot be changed: ${reasonOf(err)}`);
  }

  /** A git that was killed leaves its lock; none holds one for a minute. */
  private clearStaleLock(branch: string): void {
    const lock = path.join((this.git.place as { repository: string }).repository, 'refs/heads', `${branch}.lock`);
    const stats = fs.statSync(lock, { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > 60_000) fs.rmSync(lock, { force: true });
  }
}

/** A repository elsewhere, with its objects in a cache of ours. */
class RemoteStore implements Store {
  readonly embedded = false;

  constructor(
    readonly git: Git,
    private readonly address: string,
    readonly name: string,
  ) {}

  heads(): ReadonlyMap<string, string> {
    const { code, out, err } = this.git.try(['ls-remote', '--heads', '--', this.address]);
    if (code === 0) return headsOf(out);
    throw new UserError(`${this.name} cannot be read: ${reasonOf(err)}`);
  }

  fetch(branch: string, head: string): void {
    if (this.has(head)) return;
    const spec = `+refs/heads/${branch}:refs/heads/${branch}`;
    let reason = '';
    // Others of this project may be fetching the same branch into the same cache.
    for (let attempt = 0; attempt < 10 && !this.has(head); attempt++) {
      const { code, err } = this.git.try([
        'fetch',
        '--quiet',
        '--no-tags',
        '--no-write-fetch-head',
        '--',
        this.address,
        spec,
      ]);
      reason = code === 0 ? 'the branch was replaced meanwhile' : reasonOf(err);
      if (code !== 0 && !/cannot lock ref|\.lock/.test(err)) break;
    }
    if (!this.has(head)) throw new UserError(`${branch} of ${this.name} cannot be fetched: ${reason}`);
  }

  private has(head: string): boolean {
    return this.git.try(['cat-file', '-e', `${head}^{tree}`]).code === 0;
  }

  move(updates: readonly BranchUpdate[]): boolean {
    const leases = updates.map(({ branch, from }) => `--force-with-lease=refs/heads/${branch}:${from ?? ''}`);
    const atomic = updates.length > 1 ? ['--atomic'] : [];
    const specs = updates.map(({ branch, to }) => `${to}:refs/heads/${branch}`);
    const words = ['push', '--porcelain', '--no-verify', ...atomic, ...leases, '--', this.address, ...specs];
    const { code, out, err } = this.git.try(words);
    if (code === 0) return true;
    const rejected = out.split('\n').filter((line) => line.startsWith('!'));
    // Where one of several branches has moved, the others are refused for its sake.
    if (rejected.some((line) => MOVED.test(line))) return false;
    const said = err
      .split('\n')
      .filter((line) => line.startsWith('remote: '))
      .map((line) => line.slice(8).trim());
    const verdicts = rejected.map((line) => line.split('\t').slice(1).join(' '));
    const reason = [...verdicts, ...said.filter((line) => line !== '')].join('; ');
    throw new UserError(`${this.name} refused the commit, nothing was published: ${reason || reasonOf(err)}`);
  }
}

const MOVED =
  /\[rejected\] \((stale info|fetch first|non-fast-forward|already exists|needs force)|\[remote rejected\].*(cannot lock ref|failed to update ref|failed to lock|incorrect old value|reference already exists|fetch first|unable to (create|migrate))/;

function headsOf(list: string): ReadonlyMap<string, string> {
  const lines = list.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [head, ref] = line.split('\t') as [string, string];
      return [ref.replace(/^refs\/heads\//, ''), head];
    }),
  );
}
