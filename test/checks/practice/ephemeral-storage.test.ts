import { ephemeralStorage } from '../../../src/checks/practice/ephemeral-storage';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(ephemeralStorage, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts more of it than is requested': {
    given: [changed(deployment, 'spec.template.spec.containers.0.resources.limits.ephemeral-storage', '1Gi')],
  },
  'finds no limit': {
    given: [changed(deployment, 'spec.template.spec.containers.0.resources.limits.ephemeral-storage', undefined)],
    found: [
      'Deployment orders spec.template.spec.containers[0].resources.limits: container "orders" has no ephemeral-storage in its limits',
    ],
  },
  'finds nothing said': {
    given: [changed(deployment, 'spec.template.spec.containers.0.resources', {})],
    found: [
      'Deployment orders spec.template.spec.containers[0].resources.requests: container "orders" has no ephemeral-storage in its requests',
      'Deployment orders spec.template.spec.containers[0].resources.limits: container "orders" has no ephemeral-storage in its limits',
    ],
  },
});
