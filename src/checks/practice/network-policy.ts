import type { Check } from '../check';
import { policiesOn } from '../tree/network';
import { podTemplates } from '../tree/pods';

export const networkPolicy: Check = {
  id: 'network-policy',
  severity: 'warning',
  what: 'Every pod is selected by a NetworkPolicy for what comes in and for what goes out.',
  why: 'A pod that no policy selects may call, and be called by, everything.',
  remediation:
    'Add a NetworkPolicy with both policyTypes that selects the pod; a default one for the namespace will do.',
  peers: [
    'kube-linter non-isolated-pod',
    'kube-score pod-networkpolicy',
    'Polaris missingNetworkPolicy',
    'Trivy KSV038',
    'Checkov CKV2_K8S_6',
    'Kyverno require-netpol',
  ],
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  run: (tree, report) => {
    for (const pod of podTemplates(tree)) {
      if (pod.spec.hostNetwork === true) continue;
      const policies = policiesOn(tree, pod);
      for (const type of ['Ingress', 'Egress'] as const)
        if (!policies.some((policy) => (policy?.policyTypes ?? ['Ingress']).includes(type)))
          report(
            pod.at,
            '',
            `no NetworkPolicy says what ${type === 'Ingress' ? 'may call' : 'may be called by'} its pods`,
          );
    }
  },
};
