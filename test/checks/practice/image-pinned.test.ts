import { imagePinned } from '../../../src/checks/practice/image-pinned';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(imagePinned, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts an exact version': { given: [changed(deployment, 'spec.template.spec.containers.0.image', 'orders:1.2.3')] },
  'accepts what Linkerd or Istio fills in': {
    given: [changed(deployment, 'spec.template.spec.containers.0.image', 'auto')],
  },
  'finds a tag that moves': {
    given: [changed(deployment, 'spec.template.spec.containers.0.image', 'orders:latest')],
    found: [
      'Deployment orders spec.template.spec.containers[0].image: container "orders" runs orders:latest, whose tag moves; expected a digest or an exact version',
    ],
  },
  'finds a port, and no tag': {
    given: [changed(deployment, 'spec.template.spec.containers.0.image', 'r:5000/orders')],
    found: [
      'Deployment orders spec.template.spec.containers[0].image: container "orders" runs r:5000/orders without a version; expected a digest or an exact version',
    ],
  },
  'finds a major version': {
    given: [changed(deployment, 'spec.template.spec.containers.0.image', 'orders:v2')],
    found: [
      'Deployment orders spec.template.spec.containers[0].image: container "orders" runs orders:v2, whose tag moves; expected a digest or an exact version',
    ],
  },
});
