import { ofContainers } from './pod-check';

export const resourceRequests = ofContainers(
  {
    id: 'resource-requests',
    severity: 'warning',
    what: 'Every container requests CPU and memory, and limits its memory to what it requests.',
    why: 'The scheduler cannot place what says nothing, and a node whose memory was promised twice kills pods. A CPU limit is not asked for, though some peers do: it throttles a start or a burst while the node idles.',
    remediation: 'Set requests.cpu, requests.memory, and limits.memory to the same as requests.memory.',
    peers: [
      'kube-linter unset-cpu-requirements',
      'kube-linter unset-memory-requirements',
      'kube-score container-resources',
      'kube-score container-memory-requests-equal-limits',
      'Polaris cpuRequestsMissing',
      'Polaris memoryRequestsMissing',
      'Polaris memoryLimitsMissing',
      'Trivy KSV015',
      'Trivy KSV016',
      'Trivy KSV018',
      'Checkov CKV_K8S_10',
      'Checkov CKV_K8S_12',
      'Checkov CKV_K8S_13',
      'Kyverno require-requests-limits',
    ],
    source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  },
  ({ resources: { requests = {}, limits = {} } = {} }, say) => {
    if (requests['cpu'] === undefined) say('resources.requests', 'requests no cpu');
    const [asked, most] = [requests['memory'], limits['memory']];
    if (asked === undefined && most === undefined) say('resources.requests', 'requests no memory');
    if (most === undefined) say('resources.limits', 'has no memory limit');
    if (asked !== undefined && most !== undefined && asked !== most)
      say('resources.limits.memory', `limits memory to ${most} but requests ${asked}`);
  },
);
