import { podSpread } from '../../../src/checks/practice/pod-spread';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(podSpread, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts pods that keep away from each other': {
    given: [
      changed(
        changed(deployment, 'spec.template.spec.topologySpreadConstraints', undefined),
        'spec.template.spec.affinity',
        { podAntiAffinity: {} },
      ),
    ],
  },
  'accepts a single replica': {
    given: [
      changed(changed(deployment, 'spec.template.spec.topologySpreadConstraints', undefined), 'spec.replicas', 1),
    ],
  },
  'finds nothing said': {
    given: [changed(deployment, 'spec.template.spec.topologySpreadConstraints', undefined)],
    found: ['Deployment orders spec.template.spec.topologySpreadConstraints: nothing keeps the replicas apart'],
  },
  'finds an empty list': {
    given: [changed(deployment, 'spec.template.spec.topologySpreadConstraints', [])],
    found: ['Deployment orders spec.template.spec.topologySpreadConstraints: nothing keeps the replicas apart'],
  },
});
