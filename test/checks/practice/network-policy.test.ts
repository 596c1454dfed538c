import { networkPolicy as check } from '../../../src/checks/practice/network-policy';
import { judgeTable } from '../judging';
import { changed, deployment, networkPolicy } from '../saying';

judgeTable(check, {
  'accepts one of the namespace': { given: [deployment, networkPolicy] },
  'accepts pods of the network of their node': { given: [changed(deployment, 'spec.template.spec.hostNetwork', true)] },
  'finds no policy': {
    given: [deployment],
    found: [
      'Deployment orders : no NetworkPolicy says what may call its pods',
      'Deployment orders : no NetworkPolicy says what may be called by its pods',
    ],
  },
  'finds only what comes in': {
    given: [deployment, changed(networkPolicy, 'spec.policyTypes', ['Ingress'])],
    found: ['Deployment orders : no NetworkPolicy says what may be called by its pods'],
  },
  'finds a policy of other pods': {
    given: [deployment, changed(networkPolicy, 'spec.podSelector', { matchLabels: { app: 'other' } })],
    found: [
      'Deployment orders : no NetworkPolicy says what may call its pods',
      'Deployment orders : no NetworkPolicy says what may be called by its pods',
    ],
  },
});
