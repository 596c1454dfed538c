import { serviceExposure } from '../../../src/checks/practice/service-exposure';
import { judgeTable } from '../judging';

judgeTable(serviceExposure, {
  'accepts a Service of the cluster': { given: ['v1 Service shop/orders spec: {type: ClusterIP}'] },
  'accepts nothing said': { given: ['v1 Service shop/orders spec: {ports: [{port: 80}]}'] },
  'finds a port of every node': {
    given: ['v1 Service shop/orders spec: {type: NodePort}'],
    found: ['Service orders spec.type: is NodePort, a port of every node; expected ClusterIP'],
  },
  'finds addresses outside': {
    given: ['v1 Service shop/orders spec: {externalIPs: [1.2.3.4]}'],
    found: ['Service orders spec.externalIPs: takes the traffic of 1.2.3.4'],
  },
});
