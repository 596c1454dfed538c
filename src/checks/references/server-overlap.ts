import type { Server } from '../../../imports/linkerd-policy';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { INJECTED_PORTS } from '../tree/injected-ports';
import { called, containersOf, podsSelected } from '../tree/pods';
import type { PodTemplate } from '../tree/pods';

/** A port of a pod has one Server. */
export const serverOverlap: Check = {
  id: 'server-overlap',
  severity: 'error',
  what: 'No two Linkerd Servers select the same port of the same pod.',
  why: 'Which of the two decides is not defined: a port may be open or closed, and may change when a controller restarts.',
  remediation: 'Keep one Server for the port, and put the other policies on it.',
  peers: [],
  source: 'https://linkerd.io/2/reference/authorization-policy/#server',
  run: (tree, report) => {
    const taken = new Map<PodTemplate, Map<number, string>>();
    for (const at of tree.ofKind('Server', 'policy.linkerd.io')) {
      const { podSelector, port = 0 } = claimed<Server>(at).spec ?? {};
      if (podSelector === undefined) continue;
      for (const pod of podsSelected(tree, at, podSelector)) {
        const number = numberOf(pod, port);
        const ports = taken.get(pod) ?? new Map<number, string>();
        const other = ports.get(number);
        if (other !== undefined)
          report(
            at,
            'spec.port',
            `is port ${number} of ${called(pod.at)}, which Server ${other} has: expected one Server`,
          );
        taken.set(pod, ports.set(number, at.manifest.metadata.name));
      }
    }
  },
};

/** A port by number, however it is written. */
export function numberOf(pod: PodTemplate, port: string | number): number {
  if (typeof port === 'number') return port;
  const declared = containersOf(pod)
    .flatMap(({ container }) => container.ports ?? [])
    .find(({ name }) => name === port);
  return declared?.containerPort ?? INJECTED_PORTS.get(port) ?? 0;
}
