import type { Check } from '../check';

export const namespacePodSecurity: Check = {
  id: 'namespace-pod-security',
  severity: 'warning',
  what: 'Every namespace says which Pod Security Standard it enforces.',
  why: 'Without the label nothing is enforced, and a privileged pod is admitted.',
  remediation: 'Set pod-security.kubernetes.io/enforce.',
  peers: ['Trivy KSV117', 'Kyverno add-psa-labels'],
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-admission/',
  run: (tree, report) => {
    for (const at of tree.ofKind('Namespace', ''))
      if (at.manifest.metadata.labels?.['pod-security.kubernetes.io/enforce'] === undefined)
        report(at, 'metadata.labels', 'do not say which Pod Security Standard is enforced');
  },
};
