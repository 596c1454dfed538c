import { probeMissing } from '../../../src/checks/practice/probe-missing';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(probeMissing, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts a container without ports': {
    given: [
      changed(
        changed(deployment, 'spec.template.spec.containers.0.ports', []),
        'spec.template.spec.containers.0.livenessProbe',
        undefined,
      ),
    ],
  },
  'finds no liveness probe': {
    given: [changed(deployment, 'spec.template.spec.containers.0.livenessProbe', undefined)],
    found: ['Deployment orders spec.template.spec.containers[0]: container "orders" has ports but no livenessProbe'],
  },
  'finds no readiness probe': {
    given: [changed(deployment, 'spec.template.spec.containers.0.readinessProbe', undefined)],
    found: ['Deployment orders spec.template.spec.containers[0]: container "orders" has ports but no readinessProbe'],
  },
});
