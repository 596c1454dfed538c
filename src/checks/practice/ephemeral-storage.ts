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
  ({ resources: { requests = {}, limits = {} } = {} }) =>
    (
      [
        ['requests', requests],
        ['limits', limits],
      ] as const
    )
      .filter(([, amounts]) => amounts['ephemeral-storage'] === undefined)
      .map(([field]) => [`resources.${field}`, `has no ephemeral-storage in its ${field}`] as const),
);
