import { readOnlyRoot } from '../../../src/checks/practice/read-only-root';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(readOnlyRoot, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts a volume to write to': {
    given: [changed(deployment, 'spec.template.spec.volumes', [{ name: 'tmp', emptyDir: {} }])],
  },
  'finds nothing said': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.readOnlyRootFilesystem', undefined)],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem: container "orders" may write to its root file system',
    ],
  },
  'finds said otherwise': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.readOnlyRootFilesystem', false)],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem: container "orders" may write to its root file system',
    ],
  },
});
