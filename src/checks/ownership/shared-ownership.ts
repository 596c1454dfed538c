import { identityOf } from '../../model/manifest';
import type { Check } from '../check';
import type { Located } from '../tree/tree';
import { folderOf, namesakesOf } from './duplicate-object';

/** One object, one Application. */
export const sharedOwnership: Check = {
  id: 'shared-ownership',
  severity: 'error',
  what: 'No object lies in the folders of two Applications.',
  why: 'Each of them takes the object from the other at every sync, and deleting one deletes it for both.',
  remediation: 'Leave the object in one folder, and let what both need be an Application of its own.',
  peers: ['Argo CD SharedResourceWarning'],
  source:
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found',
  run: (tree, report) => {
    const first = new Map<string, Located>();
    for (const at of namesakesOf(tree)) {
      const identity = identityOf(at.manifest);
      const before = first.get(identity);
      if (before === undefined) first.set(identity, at);
      else if (folderOf(before) !== folderOf(at))
        report(at, '', `belongs to ${folderOf(before)} already, where ${before.file}:${before.line} defines it`);
    }
  },
};
