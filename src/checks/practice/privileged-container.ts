import { ofContainers } from './pod-check';

export const privilegedContainer = ofContainers(
  {
    id: 'privileged-container',
    severity: 'error',
    what: 'No container is privileged or gains privileges.',
    why: 'A privileged process is root on the node, and so every pod there.',
    remediation: 'Set privileged and allowPrivilegeEscalation to false.',
    peers: [
      'kube-linter privileged-container',
      'kube-linter privilege-escalation-container',
      'kube-score container-security-context-privileged',
      'kubesec Privileged',
      'Polaris runAsPrivileged',
      'Polaris privilegeEscalationAllowed',
      'Trivy KSV017',
      'Trivy KSV001',
      'Checkov CKV_K8S_16',
      'Checkov CKV_K8S_20',
      'Kyverno disallow-privileged-containers',
    ],
    source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  },
  ({ securityContext = {} }, say) => {
    if (securityContext.privileged === true) say('securityContext.privileged', 'is privileged');
    if (securityContext.allowPrivilegeEscalation !== false)
      say('securityContext.allowPrivilegeEscalation', 'may gain privileges; expected allowPrivilegeEscalation: false');
  },
);
