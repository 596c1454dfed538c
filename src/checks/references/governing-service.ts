import type { StatefulSet } from '../../../imports/kubernetes';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { serviceFault } from './service-ports';
import { namespaceOf } from '../tree/tree';

/** The Service that names the pods of a StatefulSet. */
export const governingService: Check = {
  id: 'governing-service',
  severity: 'error',
  what: 'The Service that a StatefulSet names in serviceName exists in its namespace.',
  why: 'Nobody else creates it: without it no pod of the set has a name that can be looked up, and replicas never find each other.',
  remediation: 'Add a headless Service of that name which selects the pods, or correct serviceName.',
  peers: ['kube-score statefulset-has-servicename'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
  run: (tree, report) => {
    for (const at of tree.ofKind('StatefulSet', 'apps')) {
      const name = claimed<StatefulSet>(at).spec?.serviceName;
      const fault = name ? serviceFault(tree, namespaceOf(at), name, undefined) : undefined;
      if (fault) report(at, 'spec.serviceName', fault.message);
    }
  },
};
