import type { Check } from '../check';
import { endpointsOf, podsBehind, podsRunning } from './collector-endpoints';
import { isMeshed, meshAllows } from './mesh';
import { networkFault } from '../tree/network';
import { called } from '../tree/pods';

/** A collector may send where it is configured to send. */
export const collectorReachable: Check = {
  id: 'collector-reachable',
  severity: 'error',
  what: "Where a collector sends is open to it: for its NetworkPolicy, for that of the receiver, and for Linkerd's authorization.",
  why: 'A refused connection looks like an outage of the receiver: the queue fills and telemetry is dropped.',
  remediation:
    'Allow the connection on both sides (port 4143 between meshed pods), and name the ServiceAccount in the authentication of the receiving Server.',
  peers: [],
  source: 'https://linkerd.io/2/features/server-policy/',
  run: (tree, report) => {
    for (const { collector, path, exporter, service, namespace, port } of endpointsOf(tree)) {
      const target = tree.find('Service', namespace, service);
      if (!target) continue;
      for (const from of podsRunning(tree, collector))
        for (const [to, number] of podsBehind(tree, target, port)) {
          const way = isMeshed(tree, from) && isMeshed(tree, to) ? 4143 : number;
          const fault = networkFault(tree, from, to, way);
          if (fault)
            report(
              collector.at,
              path,
              `${exporter} sends to port ${way} of ${called(to.at)}, which NetworkPolicy does not let ${fault === 'Egress' ? `leave ${called(from.at)}` : 'in'}`,
            );
          if (!meshAllows(tree, from, to, number))
            report(
              collector.at,
              path,
              `${exporter} sends to port ${number} of ${called(to.at)}, which does not authorise ${from.spec.serviceAccountName ?? 'default'} of ${called(from.at)}`,
            );
        }
    }
  },
};
