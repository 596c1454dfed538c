import type { Service } from '../../../imports/kubernetes';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { podsIn, podsSelected, spelled } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import { expected } from './valid';

/** A Service selects pods. */
export const serviceSelector: Check = {
  id: 'service-selector',
  severity: 'error',
  what: 'The selector of a Service selects the pods of a workload in its namespace.',
  why: 'A Service without pods has no endpoints: every call to it is refused, while all objects look healthy.',
  remediation: 'Set spec.selector to labels of the pod template, or leave it out if the endpoints are written by hand.',
  peers: ['kube-score service-targets-pod', 'kube-linter dangling-service', 'popeye POP-1100'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  run: (tree, report) => {
    for (const at of tree.ofKind('Service', '')) {
      const { spec } = claimed<Service>(at);
      if (!spec?.selector || spec.type === 'ExternalName') continue;
      const selector = { matchLabels: spec.selector };
      if (podsSelected(tree, at, selector).length > 0) continue;
      const names = podsIn(tree, namespaceOf(at)).flatMap(({ labels }) =>
        Object.keys(spec.selector!).flatMap((label) =>
          labels[label] === undefined ? [] : [`${label}=${labels[label]}`],
        ),
      );
      report(
        at,
        'spec.selector',
        `selects ${spelled(selector)}, which no pod of the namespace has: ${expected(names)}`,
      );
    }
  },
};
