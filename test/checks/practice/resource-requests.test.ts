import { resourceRequests } from '../../../src/checks/practice/resource-requests';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(resourceRequests, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts a limit of CPU, too': {
    given: [changed(deployment, 'spec.template.spec.containers.0.resources.limits.cpu', '1')],
  },
  'finds no requests': {
    given: [changed(deployment, 'spec.template.spec.containers.0.resources.requests', undefined)],
    found: [
      'Deployment orders spec.template.spec.containers[0].resources.requests: container "orders" requests no cpu',
    ],
  },
  'finds nothing': {
    given: [changed(deployment, 'spec.template.spec.containers.0.resources', {})],
    found: [
      'Deployment orders spec.template.spec.containers[0].resources.requests: container "orders" requests no cpu',
      'Deployment orders spec.template.spec.containers[0].resources.requests: container "orders" requests no memory',
      'Deployment orders spec.template.spec.containers[0].resources.limits: container "orders" has no memory limit',
    ],
  },
  'finds more memory than requested': {
    given: [changed(deployment, 'spec.template.spec.containers.0.resources.limits.memory', '1Gi')],
    found: [
      'Deployment orders spec.template.spec.containers[0].resources.limits.memory: container "orders" limits memory to 1Gi but requests 128Mi',
    ],
  },
});
