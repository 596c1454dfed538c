import type { Check } from '../check';
import type { Located } from '../tree';
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
    for (const at of tree.located) {
      const folder = folders.get(folderOf(at)) ?? { at, size: 0 };
      folder.size += at.text().length;
      folders.set(folderOf(at), folder);
    }
    for (const [folder, { at, size }] of folders)
      if (size > MOST) report(at, '', `lies in ${folder} with ${size} bytes of manifests; expected at most ${MOST}`);
  },
};
