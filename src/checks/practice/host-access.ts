import { ofPods } from './pod-check';

export const hostAccess = ofPods(
  {
    id: 'host-access',
    severity: 'error',
    what: 'No pod uses the network, processes, paths or ports of its node.',
    why: 'It sees and changes what belongs to every other pod of the node.',
    remediation: 'Remove the field; what really looks after nodes lives in a namespace of its own, with a waiver.',
    peers: [
      'kube-linter host-network',
      'kube-linter host-pid',
      'kube-linter host-ipc',
      'kube-linter sensitive-host-mounts',
      'kube-linter docker-sock',
      'Polaris hostNetworkSet',
      'Polaris hostPIDSet',
      'Polaris hostIPCSet',
      'Polaris hostPortSet',
      'Trivy KSV008',
      'Trivy KSV009',
      'Trivy KSV010',
      'Trivy KSV023',
      'Trivy KSV024',
      'Checkov CKV_K8S_17',
      'Checkov CKV_K8S_18',
      'Checkov CKV_K8S_19',
      'Checkov CKV_K8S_26',
      'Checkov CKV_K8S_27',
    ],
    source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  },
  ({ spec }, say) => {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'] as const)
      if (spec[field] === true) say(field, `${field} is true`);
    (spec.volumes ?? []).forEach(({ name, hostPath }, index) => {
      if (hostPath !== undefined) say(`volumes[${index}].hostPath`, `volume "${name}" is ${hostPath.path} of the node`);
    });
    spec.containers.forEach(({ ports = [] }, index) => {
      for (const { hostPort } of ports.filter((port) => (port.hostPort ?? 0) !== 0))
        say(`containers[${index}].ports`, `takes port ${hostPort!} of the node`);
    });
  },
);
