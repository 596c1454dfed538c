import { ofPods } from './pod-check';

export const defaultServiceAccount = ofPods(
  {
    id: 'default-service-account',
    severity: 'warning',
    what: 'Every workload has a ServiceAccount of its own.',
    why: 'Rights and mesh identity that are given to the default account are given to every pod of the namespace.',
    remediation: 'Name a ServiceAccount in serviceAccountName.',
    peers: ['kube-linter default-service-account', 'Checkov CKV_K8S_41', 'Checkov CKV_K8S_42'],
    source: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  },
  ({ spec }, say) => {
    if (spec.serviceAccountName === undefined || spec.serviceAccountName === 'default')
      say('serviceAccountName', 'the pod runs as the default ServiceAccount of its namespace');
  },
);
