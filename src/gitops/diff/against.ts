import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError, validNames } from '../../model/faults';
import type { PlacedManifest } from './diff';
import { branchOf } from '../repository/layout';
import type { Layout } from '../repository/layout';
import { readOwnership } from '../repository/ownership';
import { readTexts, readTree } from '../repository/published';
import { manifestsOf } from '../repository/rendered';
import type { RenderedEnvironment } from '../repository/rendered';
import type { Store } from '../repository/store';

/** A state of the manifests to compare with. */
export interface State {
  /** As people call it. */
  readonly name: string;
  /** What it holds of an environment; undefined if that is not in it at all. */
  manifests(environment: string): PlacedManifest[] | undefined;
}

/** The same text gives the same manifests: most files are the same on both sides. */
export class Parsed {
  private readonly known = new Map<string, ReturnType<typeof manifestsOf>>();

  of(path: string, text: string): PlacedManifest[] {
    const manifests = this.known.get(text) ?? manifestsOf(text);
    this.known.set(text, manifests);
    return manifests.map((manifest) => ({ path, manifest }));
  }
}

/** What is rendered now. */
export function renderedManifests({ files }: RenderedEnvironment, parsed: Parsed): PlacedManifest[] {
  return [...files].flatMap(([file, text]) => parsed.of(file, text));
}

/** What was published, on the branch of each environment or at one revision. */
export function publishedState(store: Store, layout: Layout, parsed: Parsed, revision?: string): State {
  const heads = store.heads();
  const commit = revision === undefined ? undefined : resolve(store, heads, revision);
  const commitOf = (environment: string): string | undefined => {
    if (commit !== undefined) return commit;
    const { branch, base } = branchOf(environment, layout);
    const found = heads.has(branch) ? branch : base;
    const head = heads.get(found);
    if (head !== undefined) store.fetch(found, head);
    return head;
  };
  return {
    name: revision === undefined ? store.name : `${revision} of ${store.name}`,
    manifests: (environment) => {
      const tree = readTree(store.git, commitOf(environment));
      const owned = [...readOwnership(store.git, tree, environment).keys()];
      if (owned.length === 0) return undefined;
      const files = owned.filter((file) => tree.has(file));
      const texts = readTexts(
        store.git,
        files.map((file) => tree.get(file)!.id),
      );
      const folder = commonFolder(owned, environment);
      return files.flatMap((file) => parsed.of(file.slice(folder.length), texts.get(tree.get(file)!.id)!));
    },
  };
}

/** The folder of the environment in the repository, with a slash at its end: above `argocd`, `platform`, `services`. */
function commonFolder(files: readonly string[], environment: string): string {
  const [marked] = files.flatMap((file) => /^(.*?)(?:argocd|platform|services)\//.exec(file)?.[1] ?? []);
  const folder = marked ?? `${environment}/`;
  return files.every((file) => file.startsWith(folder)) ? folder : '';
}

function resolve(store: Store, heads: ReadonlyMap<string, string>, revision: string): string {
  const head = heads.get(revision);
  if (head !== undefined) {
    store.fetch(revision, head);
    return head;
  }
  for (const [branch, each] of heads) store.fetch(branch, each);
  const commit = store.git.find(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  if (commit !== undefined) return commit;
  throw new UserError(
    `There is no folder ${revision}, nor such a commit or branch in ${store.name}: ${validNames(heads.keys())}`,
  );
}

/** A folder that synth wrote: a folder for each environment. */
export function folderState(folder: string, parsed: Parsed): State {
  return {
    name: folder,
    manifests: (environment) => {
      const root = path.join(folder, environment);
      if (!fs.existsSync(root)) return undefined;
      return fs
        .readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.ya?ml$/.test(file))
        .sort()
        .flatMap((file) => parsed.of(file.split(path.sep).join('/'), fs.readFileSync(path.join(root, file), 'utf8')));
    },
  };
}
