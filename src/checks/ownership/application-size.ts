import type { Check } from '../check';
import type { Located } from '../tree/tree';
import { folderOf } from './duplicate-object';

/** `reposerver.max.combined.directory.manifests.size`, as Argo CD ships it. */
const MOST = 10 * 1000 * 1000;

export const applicationSize: Check = {
  id: 'application-size',
  severity: 'error',
  what: 'The files of one folder are less than 10 MB together.',
  why: 'Argo CD refuses to render a larger folder, and the Application shows an error instead of its objects.',
  remediation: 'Split the folder into two Applications, or raise reposerver.max.combined.directory.manifests.size.',
  peers: [],
  source: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cmd-params-cm-yaml/',
  run: (tree, report) => {
    const folders = new Map<string, { readonly at: Located; size: number }>();
    let last: { readonly at: Located; size: number } | undefined;
    for (const at of tree.located) {
      const folder = last?.at.file === at.file ? last : (folders.get(folderOf(at)) ?? { at, size: 0 });
      folder.size += at.text().length;
      if (folder !== last) folders.set(folderOf(at), folder);
      last = folder;
    }
    for (const [folder, { at, size }] of folders)
      if (size > MOST) report(at, '', `lies in ${folder} with ${size} bytes of manifests; expected at most ${MOST}`);
  },
};
