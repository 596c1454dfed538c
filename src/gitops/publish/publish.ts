import type { Fault } from '../../model/faults';
import { UserError, validNames } from '../../model/faults';
import { changesOf } from './changes';
import type { FileChanges } from './changes';
import { commitTree, editTree, writeContents } from '../repository/commit';
import { Git } from '../repository/git';
import { placeOf, revisionOf } from '../repository/layout';
import type { Layout, Place } from '../repository/layout';
import { commitMessage, hydratorMetadata } from './message';
import { ownedEnvironments, ownershipPath, ownershipText, readOwnership } from '../repository/ownership';
import { idOf, readTree } from '../repository/published';
import type { RenderedEnvironment } from '../repository/rendered';
import { committerSettings, isOlder, publishedSource, readSource } from '../repository/source';
import type { Source } from '../repository/source';
import type { BranchUpdate, Store } from '../repository/store';

/** What is wrong with the files of an environment. */
export type Verify = (environment: RenderedEnvironment) => readonly Fault[];

/** How to publish. */
export interface PublishOptions extends Layout {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the project, whose commit is named. @default '.' */
  readonly project?: string;
  /** Compare only. */
  readonly dryRun?: boolean;
  /** Create the branch, or begin on one that holds other files. */
  readonly init?: boolean;
  /** Paths to write or remove although somebody else did last. */
  readonly overwrite?: readonly string[];
  /** Publish from a commit older than what is published: a rollback. */
  readonly allowOlder?: boolean;
  /** First line of the message. @default - the number of changes */
  readonly message?: string;
  /** Judges the manifests of an environment first; a fault that is no warning stops the publishing. @default - nobody */
  readonly verify?: Verify;
  /** How long to try again when others publish at the same time, in milliseconds. @default 120000 */
  readonly patience?: number;
}

/** What publishing did to one environment. */
export interface PublishedEnvironment extends FileChanges {
  readonly environment: string;
  readonly branch: string;
  readonly folder: string;
  /** The branch leads elsewhere than the Applications look. */
  readonly warning?: string;
}

/** What a run did. */
export interface PublishResult {
  readonly repository: string;
  readonly environments: readonly PublishedEnvironment[];
  /** By branch; none where nothing changed or nothing may change. */
  readonly commits: Readonly<Record<string, string>>;
  /** What `verify` found; nothing is published then. */
  readonly violations: readonly Fault[];
  /** How often the branches had to be read. */
  readonly attempts: number;
}

interface Placed {
  readonly environment: RenderedEnvironment;
  readonly place: Place;
  /** Ids by path in the repository. */
  readonly ids: ReadonlyMap<string, string>;
  readonly texts: ReadonlyMap<string, string>;
}

/** Brings the repository to what is rendered: one commit for each branch, all branches or none. */
export function publish(
  store: Store,
  environments: readonly RenderedEnvironment[],
  options: PublishOptions,
): PublishResult {
  const violations = environments.flatMap((each) => options.verify?.(each) ?? []);
  if (violations.some(({ severity }) => severity !== 'warning')) {
    return { repository: store.name, environments: [], commits: {}, violations, attempts: 0 };
  }
  const project = new Git(options.environment, { folder: options.project ?? '.' });
  const publisher = new Publisher(store, options, project, readSource(project));
  const placed = environments.map((environment) => publisher.place(environment));
  const deadline = performance.now() + (options.patience ?? 120_000);
  for (let attempts = 1; ; attempts++) {
    const result = publisher.attempt(placed);
    if (result) return { ...result, repository: store.name, violations, attempts };
    if (performance.now() > deadline) {
      throw new UserError(
        `Others changed ${store.name} all the time, ${attempts} attempts: nothing was published, try again`,
      );
    }
    // Longer each time, or many publishers keep one another from getting anywhere.
    pause(Math.random() * Math.min(100 * 2 ** attempts, 4000));
  }
}

function pause(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

class Publisher {
  private readonly git: Git;
  private readonly format: string;
  private readonly written = new Set<string>();
  private committer?: ReturnType<typeof committerSettings>;

  constructor(
    private readonly store: Store,
    private readonly options: PublishOptions,
    private readonly project: Git,
    private readonly source: Source | undefined,
  ) {
    this.git = store.git;
    this.format = this.git.run(['rev-parse', '--show-object-format']);
  }

  place(environment: RenderedEnvironment): Placed {
    const place = placeOf(environment, this.options);
    const files = [...environment.files].map(([path, text]) => [place.folder + path, text] as const);
    const ids = new Map(files.map(([path, text]) => [path, idOf(text, this.format)]));
    return { environment, place, ids, texts: new Map(files) };
  }

  /** Undefined if somebody else published meanwhile. */
  attempt(placed: readonly Placed[]): Pick<PublishResult, 'environments' | 'commits'> | undefined {
    const heads = this.store.heads();
    const branches = [...new Set(placed.map(({ place }) => place.branch))];
    const edits = branches.map((branch) =>
      this.edit(
        branch,
        placed.filter(({ place }) => place.branch === branch),
        heads,
      ),
    );
    const environments = edits.flatMap((edit) => edit.environments);
    const blocked = environments.some(({ conflicts }) => conflicts.length > 0);
    if (blocked || this.options.dryRun) return { environments, commits: {} };
    const updates = edits.flatMap((edit) => edit.commit() ?? []);
    if (updates.length > 0 && !this.store.move(updates)) return undefined;
    return { environments, commits: Object.fromEntries(updates.map(({ branch, to }) => [branch, to])) };
  }

  private edit(branch: string, placed: readonly Placed[], heads: ReadonlyMap<string, string>) {
    const base = this.baseOf(branch, placed[0]!.place.base, heads);
    const tree = readTree(this.git, base);
    this.checkHistory(branch, tree, placed);
    const overwrite = new Set(this.options.overwrite ?? []);
    const environments = placed.map(({ environment, place, ids }): PublishedEnvironment => {
      if (base !== undefined) this.checkAge(environment.name, base);
      const owned = readOwnership(this.git, tree, environment.name);
      const changes = changesOf({ rendered: ids, tree, owned, folder: place.folder, overwrite });
      const { folder } = place;
      return { environment: environment.name, branch, folder, ...changes, ...this.warning(environment, branch) };
    });
    const commit = (): BranchUpdate | undefined => {
      const written = new Map<string, { id: string; text: string }>();
      const write = (path: string, text: string): void => {
        const id = idOf(text, this.format);
        if (tree.get(path)?.id !== id) written.set(path, { id, text });
      };
      placed.forEach(({ environment, ids, texts }, index) => {
        const { added, changed } = environments[index]!;
        for (const path of [...added, ...changed]) write(path, texts.get(path)!);
        write(ownershipPath(environment.name), ownershipText(ids));
      });
      const removed = environments.flatMap((each) => each.removed);
      if (written.size + removed.length === 0) return undefined;
      if (this.options.next && this.source) write('hydrator.metadata', hydratorMetadata(this.source));
      return { branch, from: heads.get(branch), to: this.commit(base, { written, removed }, environments) };
    };
    return { environments, commit };
  }

  private commit(
    base: string | undefined,
    edit: Parameters<typeof editTree>[2],
    environments: readonly PublishedEnvironment[],
  ): string {
    const fresh = new Map(
      [...edit.written.values()].filter(({ id }) => !this.written.has(id)).map(({ id, text }) => [id, text]),
    );
    writeContents(this.git, fresh.values());
    for (const id of fresh.keys()) this.written.add(id);
    const tree = editTree(this.git, base, edit);
    const message = commitMessage(environments, this.source, this.options.message);
    this.committer ??= committerSettings(this.project);
    return commitTree(this.git, { tree, parent: base, message, ...this.committer });
  }

  /** The commit to go on from; undefined in an empty repository. */
  private baseOf(branch: string, base: string, heads: ReadonlyMap<string, string>): string | undefined {
    const from = heads.has(branch) ? branch : base;
    const head = heads.get(from);
    if (head !== undefined) {
      this.store.fetch(from, head);
      return head;
    }
    if (this.store.embedded || heads.size === 0 || this.options.init) return undefined;
    throw new UserError(
      `${this.store.name} has no branch ${from}, ${validNames(heads.keys())}: --init creates it, --branch names another`,
    );
  }

  /** Somebody else's branch is not ours to fill by mistake. */
  private checkHistory(branch: string, tree: ReturnType<typeof readTree>, placed: readonly Placed[]): void {
    if (tree.size === 0 || ownedEnvironments(tree).length > 0 || this.options.init) return;
    const [{ environment }] = placed as [Placed];
    throw new UserError(
      `${branch} of ${this.store.name} holds ${tree.size} files and nothing of ours: pass --init to publish ${environment.name} beside them, or name another branch`,
    );
  }

  private checkAge(environment: string, head: string): void {
    if (this.options.allowOlder || this.source === undefined) return;
    const published = publishedSource(this.git, head, ownershipPath(environment));
    if (published === undefined || !isOlder(this.project, this.source, published)) return;
    throw new UserError(
      `${environment} was published from ${published.slice(0, 12)}, which came after ${this.source.commit.slice(0, 12)}: --allow-older goes back on purpose`,
    );
  }

  private warning(environment: RenderedEnvironment, branch: string): { warning?: string } {
    const revision = revisionOf(environment);
    if (this.options.next || revision === undefined || revision.replace(/^refs\/heads\//, '') === branch) return {};
    return {
      warning: `the Applications of ${environment.name} read ${revision}, not ${branch}: set \`gitops.revision\` of the environment`,
    };
  }
}
