import type { Manifest } from '../../model/manifest';
import { UserError } from '../../model/faults';
import type { RenderedEnvironment } from './rendered';
import { manifestsOf } from './rendered';

/** Which branch and folder an environment has in the GitOps repository. */
export interface Layout {
  /** With `{environment}` in it, each environment has a branch of its own. @default 'main' */
  readonly branch?: string;
  /** Publish beside each environment's branch, for a pull request to bring it there. */
  readonly next?: boolean;
}

/** Where an environment goes. */
export interface Place {
  readonly branch: string;
  /** The branch that a new one begins on. */
  readonly base: string;
  /** With a slash at its end; empty for the whole branch. */
  readonly folder: string;
}

/** The branch of an environment, by name alone. */
export function branchOf(environment: string, { branch = 'main', next = false }: Layout): Omit<Place, 'folder'> {
  const base = branch.replaceAll('{environment}', environment);
  if (!/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(base) || /\.\.|\/\/|\/\.|\.lock$|[./]$/.test(base)) {
    throw new UserError(`"${base}" is no name of a branch`);
  }
  if (!next) return { branch: base, base };
  return { branch: branch.includes('{environment}') ? `${base}-next` : `${environment}-next`, base };
}

/** Puts an environment where its own root Application looks for it, so that layout and Applications agree. */
export function placeOf(environment: RenderedEnvironment, layout: Layout): Place {
  const root = rootFolder(environment);
  const folder = root ?? ((layout.branch ?? '').includes('{environment}') ? '' : environment.name);
  return { ...branchOf(environment.name, layout), folder: folder === '' ? '' : `${folder}/` };
}

/** From `dev/argocd`, which the Application in `argocd/` reads, comes `dev`. */
function rootFolder({ name, files }: RenderedEnvironment): string | undefined {
  for (const root of roots(files)) {
    const path = pathOf(root.manifest);
    if (path === root.folder) return '';
    if (path?.endsWith(`/${root.folder}`)) return path.slice(0, -root.folder.length - 1);
    throw new UserError(
      `The root Application of ${name} reads ${path ?? 'no folder'}, expected a path that ends in ${root.folder}: set \`gitops.path\` of the environment`,
    );
  }
  return undefined;
}

function roots(files: ReadonlyMap<string, string>): { folder: string; manifest: Manifest }[] {
  return [...files]
    .filter(([path]) => /^[^/]+\/root\.yaml$/.test(path))
    .flatMap(([path, text]) =>
      manifestsOf(text)
        .filter((manifest) => manifest.kind === 'Application')
        .map((manifest) => ({ folder: path.slice(0, path.indexOf('/')), manifest })),
    );
}

function pathOf(application: Manifest): string | undefined {
  const { source } = (application['spec'] ?? {}) as { source?: { path?: string } };
  return source?.path?.replace(/^\.?\/+|\/+$/g, '');
}

/** The revision that the root Application reads, if there is one. */
export function revisionOf({ files }: RenderedEnvironment): string | undefined {
  const [root] = roots(files);
  const { source } = (root?.manifest['spec'] ?? {}) as { source?: { targetRevision?: string } };
  return source?.targetRevision;
}
