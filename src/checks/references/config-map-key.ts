import type { Check } from '../check';
import { reportDangling } from './key-references';

/** What is read from a ConfigMap is in it. */
export const configMapKey: Check = {
  id: 'config-map-key',
  severity: 'error',
  what: 'Every ConfigMap that environment variables, volumes or custom resources read exists, with the key they read.',
  why: 'A container whose ConfigMap or key does not exist is never started: CreateContainerConfigError, or a pod that waits for its volume.',
  remediation: 'Create the ConfigMap or the key, name one that exists, or mark the reference optional.',
  peers: ['kube-linter non-existent-config-map', 'popeye POP-307'],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/#restrictions',
  run: (tree, report) => {
    reportDangling(tree, 'ConfigMap', report);
  },
};
