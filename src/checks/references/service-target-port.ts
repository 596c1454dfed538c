import type { Service } from '../../../imports/kubernetes';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { called, containersOf, podsSelected, portsOf } from '../tree/pods';
import type { PodTemplate } from '../tree/pods';
import { expected } from './valid';

/** A Service's target port exists in the pods it selects. */
export const serviceTargetPort: Check = {
  id: 'service-target-port',
  severity: 'error',
  what: 'Every port of a Service leads to a port that a container of its pods declares.',
  why: 'A name that no container has gives an endpoint without ports: callers are refused, and nothing in the cluster says why.',
  remediation: 'Set targetPort to the name or number of a container port of the selected pods.',
  peers: ['kube-linter dangling-service'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  run: (tree, report) => {
    for (const at of tree.ofKind('Service', '')) {
      const { spec } = claimed<Service>(at);
      if (!spec?.selector) continue;
      const pods = podsSelected(tree, at, { matchLabels: spec.selector });
      (spec.ports ?? []).forEach((port, index) => {
        const target = port.targetPort ?? port.port ?? 0;
        const lacking = pods.find((pod) => !declares(pod, target, port.protocol ?? 'TCP'));
        if (lacking)
          report(
            at,
            `spec.ports[${index}].targetPort`,
            `leads to port ${target}, which ${called(lacking.at)} does not declare: ${expected(portsOf(lacking))}`,
          );
      });
    }
  },
};

function declares(pod: PodTemplate, target: string | number, protocol: string): boolean {
  return containersOf(pod).some(({ container }) =>
    (container.ports ?? []).some(
      (port) => (port.name === target || port.containerPort === target) && (port.protocol ?? 'TCP') === protocol,
    ),
  );
}
