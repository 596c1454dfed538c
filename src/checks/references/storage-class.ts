import type { Check } from '../check';
import { fieldsNamed } from './named-fields';
import { expected } from './valid';

/** Every storage class that a volume claim names exists. */
export const storageClass: Check = {
  id: 'storage-class',
  severity: 'error',
  what: 'Every storage class that a volume claim names exists.',
  why: 'A claim of a class that does not exist stays Pending, and so does the pod that needs the volume.',
  remediation: 'Name a StorageClass of the cluster, or add one to the platform.',
  peers: ['popeye POP-1004'],
  source: 'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1',
  run: (tree, report) => {
    for (const { at, path, value } of fieldsNamed(tree, 'storageClassName'))
      if (!tree.find('StorageClass', '', value))
        report(
          at,
          path,
          `names StorageClass ${value}, which does not exist: ${expected(tree.namesOf('StorageClass', ''))}`,
        );
  },
};
