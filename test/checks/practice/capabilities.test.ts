import { capabilities } from '../../../src/checks/practice/capabilities';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(capabilities, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts the one that opens low ports': {
    given: [
      changed(deployment, 'spec.template.spec.containers.0.securityContext.capabilities', {
        drop: ['ALL'],
        add: ['NET_BIND_SERVICE'],
      }),
    ],
  },
  'finds one that is added': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.capabilities', { add: ['SYS_TIME'] })],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext.capabilities.drop: container "orders" keeps capabilities; expected drop: [ALL]',
      'Deployment orders spec.template.spec.containers[0].securityContext.capabilities.add: container "orders" adds SYS_TIME',
    ],
  },
  'finds none dropped': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext', {})],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext.capabilities.drop: container "orders" keeps capabilities; expected drop: [ALL]',
    ],
  },
});
