import type { Check } from '../check';
import { podsSelected, podTemplates } from '../tree/pods';
import type { LabelSelector, PodTemplate } from '../tree/pods';
import type { Located } from '../tree/tree';
import { serves } from './pod-check';
import { leastReplicas } from './replicas';

interface Budget {
  readonly maxUnavailable?: number | string;
  readonly minAvailable?: number | string;
  readonly selector?: LabelSelector;
}
const specOf = (at: Located): Budget => at.manifest['spec'] ?? {};

export const disruptionBudget: Check = {
  id: 'disruption-budget',
  severity: 'error',
  what: 'A PodDisruptionBudget lets at least one pod go, and none of it is in vain.',
  why: 'With maxUnavailable 0, or minAvailable of all replicas, no node can be drained: updates of nodes and of the cluster hang.',
  remediation: 'Set maxUnavailable: 1.',
  peers: [
    'kube-linter pdb-max-unavailable',
    'kube-linter pdb-min-available',
    'kube-linter pdb-unhealthy-pod-eviction-policy',
    'kube-score deployment-has-poddisruptionbudget',
    'Polaris pdbDisruptionsIsZero',
    'Polaris missingPodDisruptionBudget',
    'Kyverno pdb-minavailable',
    'Kyverno require-pdb',
  ],
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  run: (tree, report) => {
    const covered = new Set<PodTemplate>();
    for (const at of tree.ofKind('PodDisruptionBudget')) {
      const { maxUnavailable, minAvailable, selector } = specOf(at);
      if (maxUnavailable === 0 || maxUnavailable === '0%')
        report(at, 'spec.maxUnavailable', 'is 0, which lets no pod go');
      if (minAvailable === '100%') report(at, 'spec.minAvailable', 'is 100%, which lets no pod go');
      for (const pod of podsSelected(tree, at, selector)) {
        covered.add(pod);
        if (typeof minAvailable !== 'number' || !serves(pod)) continue;
        const replicas = leastReplicas(tree, pod.at);
        if (minAvailable >= replicas)
          report(
            at,
            'spec.minAvailable',
            `is ${minAvailable} of ${replicas} replicas of ${pod.at.manifest.kind} ${pod.at.manifest.metadata.name}, which lets no pod go`,
          );
      }
    }
    for (const pod of podTemplates(tree))
      if (serves(pod) && !covered.has(pod) && leastReplicas(tree, pod.at) >= 2)
        report(pod.at, '', 'has no PodDisruptionBudget: a drain may take all its replicas at once');
  },
};
