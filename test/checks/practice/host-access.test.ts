import { hostAccess } from '../../../src/checks/practice/host-access';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(hostAccess, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts volumes that are no paths of the node': {
    given: [changed(deployment, 'spec.template.spec.volumes', [{ name: 'v', emptyDir: {} }])],
  },
  'finds processes of the node': {
    given: [changed(deployment, 'spec.template.spec.hostPID', true)],
    found: ['Deployment orders spec.template.spec.hostPID: hostPID is true'],
  },
  'finds a path of the node': {
    given: [changed(deployment, 'spec.template.spec.volumes', [{ name: 'v', hostPath: { path: '/var' } }])],
    found: ['Deployment orders spec.template.spec.volumes[0].hostPath: volume "v" is /var of the node'],
  },
  'finds a port of the node': {
    given: [changed(deployment, 'spec.template.spec.containers.0.ports.0.hostPort', 80)],
    found: ['Deployment orders spec.template.spec.containers[0].ports: takes port 80 of the node'],
  },
});
