import type { Check } from '../check';
import { fieldsNamed } from './named-fields';
import { expected } from './valid';

/** Every priority class that a pod names exists. */
export const priorityClass: Check = {
  id: 'priority-class',
  severity: 'error',
  what: 'Every priority class that a pod names exists.',
  why: 'The API server refuses to create pods of a priority that does not exist: the workload stays at 0 of n.',
  remediation: 'Name a PriorityClass of the cluster, or add one to the platform.',
  peers: ['kube-linter priority-class-name'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
  run: (tree, report) => {
    for (const { at, path, value } of fieldsNamed(tree, 'priorityClassName'))
      if (!tree.find('PriorityClass', '', value))
        report(
          at,
          path,
          `names PriorityClass ${value}, which does not exist: ${expected(tree.namesOf('PriorityClass', ''))}`,
        );
  },
};
