import type { Server } from '../../../imports/linkerd-policy';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { INJECTED_PORTS } from '../tree/injected-ports';
import { hasPort, podsIn, podsSelected, portsOf, spelled } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import { expected } from './valid';

/** A Linkerd Server is about pods and a port that exist. */
export const serverPort: Check = {
  id: 'server-port',
  severity: 'error',
  what: "A Linkerd Server selects pods of its namespace, and they have its port; the proxy's own ports count.",
  why: 'A Server that matches nothing authorises nothing: the default policy of the pod decides, which denies.',
  remediation: 'Set podSelector to labels of the pod template, and port to a port of its containers.',
  peers: ['linkerd check --proxy'],
  source: 'https://linkerd.io/2/reference/authorization-policy/#server',
  run: (tree, report) => {
    for (const at of tree.ofKind('Server', 'policy.linkerd.io')) {
      const { podSelector, port = 0 } = claimed<Server>(at).spec ?? {};
      if (podSelector === undefined) continue;
      const pods = podsSelected(tree, at, podSelector);
      if (pods.length === 0) {
        const labels = podsIn(tree, namespaceOf(at)).map((pod) => spelled({ matchLabels: pod.labels }));
        report(at, 'spec.podSelector', `selects ${spelled(podSelector)}, which no pod has: ${expected(labels)}`);
      } else if (!INJECTED_PORTS.has(port) && !pods.some((pod) => hasPort(pod, port)))
        report(at, 'spec.port', `is ${port}, which no pod selected has: ${expected(pods.flatMap(portsOf))}`);
    }
  },
};
