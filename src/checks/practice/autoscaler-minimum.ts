import type { Check } from '../check';

export const autoscalerMinimum: Check = {
  id: 'autoscaler-minimum',
  severity: 'warning',
  what: 'An autoscaler keeps at least two replicas of what two are asked of.',
  why: 'With one replica every update, drain and crash is an outage.',
  remediation: 'Set minReplicas to 2 or more.',
  peers: [
    'kube-linter minimum-three-replicas',
    'kube-score horizontalpodautoscaler-replicas',
    'Polaris deploymentMissingReplicas',
    'kube-linter hpa-minimum-three-replicas',
  ],
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/',
  run: (tree, report) => {
    for (const at of tree.ofKind('HorizontalPodAutoscaler')) {
      const { minReplicas = 1, maxReplicas = 1 } = (at.manifest['spec'] ?? {}) as {
        minReplicas?: number;
        maxReplicas?: number;
      };
      if (minReplicas < 2 && maxReplicas > 1)
        report(at, 'spec.minReplicas', `is ${minReplicas}; expected 2 or more where there may be ${maxReplicas}`);
    }
  },
};
