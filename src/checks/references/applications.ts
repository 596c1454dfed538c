import { dirname } from 'node:path';
import type { Application } from '../../../imports/argo';
import { claimed } from '../tree/claimed';
import type { Located, Tree } from '../tree/tree';

/** An Argo CD Application, with the manifests of the tree that lie in its path. */
export interface Deployed {
  readonly at: Located;
  readonly wave: number;
  /** Path in its repository; undefined for a chart or another repository. */
  readonly path: string | undefined;
  readonly manifests: Located[];
}

const known = new WeakMap<Tree, readonly Deployed[]>();

/** https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/: no number is wave 0. */
export function waveOf(at: Located): number {
  return Number(at.manifest.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0) || 0;
}

/** Applications of the tree; a file belongs to the one whose path its folder ends with. */
export function applicationsOf(tree: Tree): readonly Deployed[] {
  const found = known.get(tree);
  if (found) return found;
  const applications = tree.ofKind('Application', 'argoproj.io').map((at): Deployed => {
    const { source } = claimed<Application>(at).spec ?? {};
    return { at, wave: waveOf(at), path: source?.chart === undefined ? source?.path : undefined, manifests: [] };
  });
  const byPath = new Map(applications.flatMap((each) => (each.path === undefined ? [] : [[each.path, each] as const])));
  const folders = new Map<string, Deployed | undefined>();
  // files come one after the other, and without applications nothing has an owner
  let [file, belongs]: [string | undefined, Deployed | undefined] = [undefined, undefined];
  for (const at of byPath.size === 0 ? [] : tree.located) {
    if (at.file !== file) {
      const folder = dirname(at.file);
      if (!folders.has(folder)) folders.set(folder, owner(folder, byPath));
      [file, belongs] = [at.file, folders.get(folder)];
    }
    belongs?.manifests.push(at);
  }
  known.set(tree, applications);
  return applications;
}

function owner(folder: string, byPath: ReadonlyMap<string, Deployed>): Deployed | undefined {
  for (let rest = folder; rest !== ''; rest = rest.includes('/') ? rest.slice(rest.indexOf('/') + 1) : '') {
    const found = byPath.get(rest);
    if (found) return found;
  }
  return undefined;
}
