import { identityOf } from '../../model/manifest';
import type { Check } from '../check';
import type { Located, Tree } from '../tree/tree';

/** One object, one manifest. */
export const duplicateObject: Check = {
  id: 'duplicate-object',
  severity: 'error',
  what: 'No two manifests of one folder have the same group, kind, namespace and name.',
  why: 'The last one read wins: the other is lost, and which it is depends on the order of files.',
  remediation: 'Remove one of the two, or give it a name of its own.',
  peers: ['Argo CD RepeatedResourceWarning', 'kustomize (id conflict)'],
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/diff-strategies/',
  run: (tree, report) => {
    const first = new Map<string, Located>();
    for (const at of namesakesOf(tree)) {
      const key = `${folderOf(at)} ${identityOf(at.manifest)}`;
      const before = first.get(key);
      if (before) report(at, '', `is defined at ${before.file}:${before.line} already`);
      else first.set(key, at);
    }
  },
};

/** What may be one object twice: of one kind, name and namespace, in the order of files. */
export const namesakesOf = (tree: Tree): readonly Located[] =>
  tree.namesakes.size === 0 ? [] : tree.located.filter((at) => tree.namesakes.has(at));

export const folderOf = ({ file }: Located): string => file.slice(0, Math.max(0, file.lastIndexOf('/')));
