import type { Service } from '../../imports/kubernetes';
import type { Check } from './check';
import { containersOf, podTemplates, selects } from './pods';
import type { PodTemplate } from './pods';

/** A Service's target port exists in the pods it selects. */
export const serviceTargetPort: Check = {
  id: 'service-target-port',
  severity: 'error',
  what: 'Every port of a Service leads to a port that a container of its pods declares.',
  why: 'A name that no container has gives an endpoint without ports: callers are refused, and nothing in the cluster says why.',
  remediation: 'Set targetPort to the name or number of a container port of the selected pods.',
  peers: ['kube-score service-targets-pod', 'kube-linter dangling-service'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  run: (tree, report) => {
    for (const at of tree.ofKind('Service', '')) {
      const { metadata, spec } = at.manifest as unknown as Service;
      if (!spec?.selector) continue;
      const selector = { matchLabels: spec.selector };
      const pods = podTemplates(tree).filter(
        (pod) => pod.at.manifest.metadata.namespace === metadata.namespace && selects(selector, pod.labels),
      );
      (spec.ports ?? []).forEach((port, index) => {
        const target = port.targetPort ?? port.port;
        const lacking = pods.find((pod) => !hasPort(pod, target, port.protocol ?? 'TCP'));
        if (lacking)
          report(
            at,
            `spec.ports[${index}].targetPort`,
            `leads to port ${target}, which ${lacking.at.manifest.kind} ${lacking.at.manifest.metadata.name} does not declare; it has ${portsOf(lacking).join(', ') || 'none'}`,
          );
      });
    }
  },
};

function hasPort(pod: PodTemplate, target: string | number, protocol: string): boolean {
  return containersOf(pod).some(({ container }) =>
    (container.ports ?? []).some(
      (port) => (port.name === target || port.containerPort === target) && (port.protocol ?? 'TCP') === protocol,
    ),
  );
}

const portsOf = (pod: PodTemplate): string[] =>
  containersOf(pod).flatMap(({ container }) =>
    (container.ports ?? []).map(
      (port) => `${port.name ?? ''}${port.name === undefined ? '' : ' '}${port.containerPort}`,
    ),
  );
