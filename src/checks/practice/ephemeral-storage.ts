import { ofContainers } from './pod-check';

export const ephemeralStorage = ofContainers(
  {
    id: 'ephemeral-storage',
    severity: 'warning',
    what: 'Every container requests and limits the disk of the node that it may fill.',
    why: 'Logs and scratch files fill the node, and its pods are evicted, those of others among them.',
    remediation: 'Set requests and limits of ephemeral-storage.',
    peers: ['kube-score container-ephemeral-storage-request-and-limit'],
    source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage',
  },
  ({ resources: { requests = {}, limits = {} } = {} }, say) => {
    if (requests['ephemeral-storage'] === undefined)
      say('resources.requests', 'has no ephemeral-storage in its requests');
    if (limits['ephemeral-storage'] === undefined) say('resources.limits', 'has no ephemeral-storage in its limits');
  },
);
