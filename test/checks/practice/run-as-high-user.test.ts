import { runAsHighUser } from '../../../src/checks/practice/run-as-high-user';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(runAsHighUser, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts what the pod says': {
    given: [
      changed(
        changed(deployment, 'spec.template.spec.containers.0.securityContext', {}),
        'spec.template.spec.securityContext',
        { runAsUser: 20000, runAsGroup: 20000 },
      ),
    ],
  },
  'finds a low number': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.runAsUser', 1000)],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext.runAsUser: container "orders" has runAsUser 1000; expected a number above 10000',
    ],
  },
  'finds no group': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.runAsGroup', undefined)],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext: container "orders" has no runAsGroup; expected a number above 10000',
    ],
  },
});
