import { serviceAccountToken } from '../../../src/checks/practice/service-account-token';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(serviceAccountToken, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts a pod that says it wants one': {
    given: [changed(deployment, 'spec.template.spec.automountServiceAccountToken', true)],
  },
  'accepts what its ServiceAccount says': {
    given: [
      changed(deployment, 'spec.template.spec.automountServiceAccountToken', undefined),
      'v1 ServiceAccount shop/orders automountServiceAccountToken: false',
    ],
  },
  'finds nothing said': {
    given: [changed(deployment, 'spec.template.spec.automountServiceAccountToken', undefined)],
    found: [
      'Deployment orders spec.template.spec.automountServiceAccountToken: nothing says whether the pod gets a token of the API server, so it does',
    ],
  },
  'finds nothing said by the ServiceAccount either': {
    given: [
      changed(deployment, 'spec.template.spec.automountServiceAccountToken', undefined),
      'v1 ServiceAccount shop/orders',
    ],
    found: [
      'Deployment orders spec.template.spec.automountServiceAccountToken: nothing says whether the pod gets a token of the API server, so it does',
    ],
  },
});
