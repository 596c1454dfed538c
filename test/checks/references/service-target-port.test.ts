import { serviceTargetPort } from '../../../src/checks/references/service-target-port';
import { judgeTable } from '../judging';

const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}}}';

judgeTable(serviceTargetPort, {
  'accepts a port by name and by number': {
    given: [
      WEB_DEPLOYMENT,
      'v1 Service shop/web metadata: {labels: {app: web}}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}',
      'v1 Service shop/two spec: {selector: {app: web}, ports: [{port: 8080}]}',
    ],
  },
  'finds a name that no container has': {
    given: [WEB_DEPLOYMENT, 'v1 Service shop/web spec: {selector: {app: web}, ports: [{port: 80, targetPort: grpc}]}'],
    found: [
      'Service web spec.ports[0].targetPort: leads to port grpc, which Deployment web does not declare: expected 8080, http',
    ],
  },
  'finds a port of another protocol': {
    given: [
      WEB_DEPLOYMENT,
      'v1 Service shop/web spec: {selector: {app: web}, ports: [{port: 80, targetPort: http, protocol: UDP}]}',
    ],
    found: [
      'Service web spec.ports[0].targetPort: leads to port http, which Deployment web does not declare: expected 8080, http',
    ],
  },
  'leaves a Service without selector to its endpoints': {
    given: ['v1 Service shop/web spec: {ports: [{port: 80, targetPort: no}]}'],
  },
});
