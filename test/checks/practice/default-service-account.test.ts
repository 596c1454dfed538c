import { defaultServiceAccount } from '../../../src/checks/practice/default-service-account';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(defaultServiceAccount, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts one of another name': { given: [changed(deployment, 'spec.template.spec.serviceAccountName', 'reader')] },
  'finds none said': {
    given: [changed(deployment, 'spec.template.spec.serviceAccountName', undefined)],
    found: [
      'Deployment orders spec.template.spec.serviceAccountName: the pod runs as the default ServiceAccount of its namespace',
    ],
  },
  'finds its name said': {
    given: [changed(deployment, 'spec.template.spec.serviceAccountName', 'default')],
    found: [
      'Deployment orders spec.template.spec.serviceAccountName: the pod runs as the default ServiceAccount of its namespace',
    ],
  },
});
