import type { Check } from '../check';

export const defaultNamespace: Check = {
  id: 'default-namespace',
  severity: 'warning',
  what: 'Nothing lies in the namespace default.',
  why: 'It has no owner, no quota and no policy, and everybody finds it.',
  remediation: 'Write a namespace of its own.',
  peers: [
    'kube-linter use-namespace',
    'Polaris (namespace)',
    'Trivy KSV110',
    'Checkov CKV_K8S_21',
    'Kyverno disallow-default-namespace',
  ],
  source:
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#when-to-use-multiple-namespaces',
  run: (tree, report) => {
    for (const at of tree.located)
      if (at.manifest.metadata.namespace === 'default')
        report(at, 'metadata.namespace', 'is default; expected one of its own');
  },
};
