import { ofContainers } from './pod-check';

export const capabilities = ofContainers(
  {
    id: 'capabilities',
    severity: 'error',
    what: 'Every container drops all capabilities and adds back at most NET_BIND_SERVICE.',
    why: 'Capabilities are parts of root, and most programs need none.',
    remediation: 'Set capabilities.drop to [ALL].',
    peers: [
      'kube-linter drop-net-raw-capability',
      'kubesec CapDropAny',
      'Polaris insecureCapabilities',
      'Polaris dangerousCapabilities',
      'Trivy KSV003',
      'Trivy KSV004',
      'Trivy KSV106',
      'Checkov CKV_K8S_25',
      'Checkov CKV_K8S_28',
      'Checkov CKV_K8S_37',
      'kubesec CapDropAll',
    ],
    source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  },
  ({ securityContext: { capabilities: { add = [], drop = [] } = {} } = {} }, say) => {
    if (!drop.includes('ALL')) say('securityContext.capabilities.drop', 'keeps capabilities; expected drop: [ALL]');
    for (const each of add.filter((capability) => capability !== 'NET_BIND_SERVICE'))
      say('securityContext.capabilities.add', `adds ${each}`);
  },
);
