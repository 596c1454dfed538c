import { ofContainers, serves } from './pod-check';

export const probeMissing = ofContainers(
  {
    id: 'probe-missing',
    severity: 'warning',
    what: 'A container that serves says when it is ready and when it hangs.',
    why: 'Without a readiness probe callers are sent to a pod that cannot answer yet; without a liveness probe one that hangs stays.',
    remediation: 'Set readinessProbe and livenessProbe.',
    peers: [
      'kube-linter no-readiness-probe',
      'kube-linter no-liveness-probe',
      'kube-score pod-probes',
      'Polaris readinessProbeMissing',
      'Polaris livenessProbeMissing',
      'Checkov CKV_K8S_8',
      'Checkov CKV_K8S_9',
      'Kyverno require-pod-probes',
    ],
    source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  },
  (container, say, pod, init) => {
    if (!serves(pod) || init || (container.ports ?? []).length === 0) return;
    for (const probe of ['readinessProbe', 'livenessProbe'] as const)
      if (container[probe] === undefined) say('', `has ports but no ${probe}`);
  },
);
