import { leastReplicas } from './replicas';
import { ofPods, serves } from './pod-check';

export const podSpread = ofPods(
  {
    id: 'pod-spread',
    severity: 'warning',
    what: 'Replicas are kept apart, by zone or at least by node.',
    why: 'All replicas may lie on one node, and its end is the end of the service.',
    remediation: 'Set topologySpreadConstraints, or podAntiAffinity, by zone and host name.',
    peers: [
      'kube-linter no-anti-affinity',
      'kube-score deployment-has-host-podantiaffinity',
      'kube-score statefulset-has-host-podantiaffinity',
      'Polaris topologySpreadConstraint',
      'Kyverno topologyspreadconstraints-policy',
    ],
    source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  },
  (pod, say, tree) => {
    if (!serves(pod) || leastReplicas(tree, pod.at) < 2) return;
    const { topologySpreadConstraints = [], affinity } = pod.spec;
    if (topologySpreadConstraints.length === 0 && affinity?.podAntiAffinity === undefined)
      say('topologySpreadConstraints', 'nothing keeps the replicas apart');
  },
);
