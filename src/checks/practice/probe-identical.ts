import { ofContainers } from './pod-check';

export const probeIdentical = ofContainers(
  {
    id: 'probe-identical',
    severity: 'warning',
    what: 'Liveness and readiness ask different questions.',
    why: 'A dependency that is away for a moment makes pods unready and has them restarted as well, which only makes it worse.',
    remediation: 'Let liveness ask for the process alone, or wait longer than readiness does (failureThreshold).',
    peers: ['kube-score pod-probes-identical'],
    source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  },
  ({ livenessProbe, readinessProbe }, say) => {
    if (livenessProbe && readinessProbe && JSON.stringify(livenessProbe) === JSON.stringify(readinessProbe))
      say('livenessProbe', 'has a liveness probe identical to its readiness probe');
  },
);
