import { privilegedContainer } from '../../../src/checks/practice/privileged-container';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(privilegedContainer, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts one that is not, and says so': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.privileged', false)],
  },
  'finds one that is': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.privileged', true)],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext.privileged: container "orders" is privileged',
    ],
  },
  'finds one that may become so': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.allowPrivilegeEscalation', undefined)],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation: container "orders" may gain privileges; expected allowPrivilegeEscalation: false',
    ],
  },
});
