import { probeIdentical } from '../../../src/checks/practice/probe-identical';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(probeIdentical, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts no liveness probe': {
    given: [changed(deployment, 'spec.template.spec.containers.0.livenessProbe', undefined)],
  },
  'finds the same request': {
    given: [changed(deployment, 'spec.template.spec.containers.0.livenessProbe.httpGet.path', '/ready')],
    found: [
      'Deployment orders spec.template.spec.containers[0].livenessProbe: container "orders" has a liveness probe identical to its readiness probe',
    ],
  },
  'finds the same port': {
    given: [
      changed(
        changed(deployment, 'spec.template.spec.containers.0.livenessProbe', { tcpSocket: { port: 80 } }),
        'spec.template.spec.containers.0.readinessProbe',
        { tcpSocket: { port: 80 } },
      ),
    ],
    found: [
      'Deployment orders spec.template.spec.containers[0].livenessProbe: container "orders" has a liveness probe identical to its readiness probe',
    ],
  },
});
