import { namespaceOf } from '../tree/tree';
import { ofPods } from './pod-check';

export const serviceAccountToken = ofPods(
  {
    id: 'service-account-token',
    severity: 'warning',
    what: 'A pod gets a token of the API server only if it says so.',
    why: 'A token that nobody uses is one that whoever gets in can use.',
    remediation:
      'Set automountServiceAccountToken: false, of the pod or its ServiceAccount; a pod that calls the API server says true.',
    peers: [
      'kube-linter access-to-secrets',
      'Polaris automountServiceAccountToken',
      'Trivy KSV036',
      'Checkov CKV_K8S_38',
      'kubesec AutomountServiceAccountToken',
      'Kyverno restrict-automount-sa-token',
    ],
    source:
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  },
  (pod, say, tree) => {
    const account = tree.find('ServiceAccount', namespaceOf(pod.at), pod.spec.serviceAccountName ?? 'default');
    const said = pod.spec.automountServiceAccountToken ?? account?.manifest['automountServiceAccountToken'];
    if (said === undefined)
      say('automountServiceAccountToken', 'nothing says whether the pod gets a token of the API server, so it does');
  },
);
