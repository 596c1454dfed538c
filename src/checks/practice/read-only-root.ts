import { ofContainers } from './pod-check';

export const readOnlyRoot = ofContainers(
  {
    id: 'read-only-root',
    severity: 'warning',
    what: 'The file system of a container is read-only.',
    why: 'Whoever gets in can change the program that runs.',
    remediation: 'Set readOnlyRootFilesystem: true, and mount an emptyDir where the program writes.',
    peers: [
      'kube-linter no-read-only-root-fs',
      'kube-score container-security-context-readonlyrootfilesystem',
      'Polaris notReadOnlyRootFilesystem',
      'Trivy KSV014',
      'Checkov CKV_K8S_22',
      'kubesec ReadOnlyRootFilesystem',
      'Kyverno require-ro-rootfs',
    ],
    source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  },
  ({ securityContext }, say) => {
    if (securityContext?.readOnlyRootFilesystem !== true)
      say('securityContext.readOnlyRootFilesystem', 'may write to its root file system');
  },
);
