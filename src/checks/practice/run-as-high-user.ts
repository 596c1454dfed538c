import { ofContainers } from './pod-check';

export const runAsHighUser = ofContainers(
  {
    id: 'run-as-high-user',
    severity: 'warning',
    what: 'A container runs as a user and a group above 10000.',
    why: 'A low number is an account of the node for whoever escapes from the container.',
    remediation: 'Set runAsUser and runAsGroup above 10000, of the pod or of the container.',
    peers: [
      'kube-score container-security-context-user-group-id',
      'kubesec RunAsUser',
      'kubesec RunAsGroup',
      'Trivy KSV020',
      'Trivy KSV021',
      'Checkov CKV_K8S_40',
      'kube-linter run-as-non-root',
      'Polaris runAsRootAllowed',
      'Trivy KSV012',
      'Checkov CKV_K8S_23',
    ],
    source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  },
  ({ securityContext = {} }, say, pod) => {
    for (const field of ['runAsUser', 'runAsGroup'] as const) {
      const value = securityContext[field] ?? pod.spec.securityContext?.[field];
      if (value === undefined) say('securityContext', `has no ${field}; expected a number above 10000`);
      else if (!(value > 10000))
        say(`securityContext.${field}`, `has ${field} ${value}; expected a number above 10000`);
    }
  },
);
