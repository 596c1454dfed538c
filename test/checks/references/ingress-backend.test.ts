import { ingressBackend } from '../../../src/checks/references/ingress-backend';
import { judgeTable } from '../judging';

const WEB_SERVICE =
  'v1 Service shop/web metadata: {labels: {app: web}}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}';

judgeTable(ingressBackend, {
  'accepts Services by number and name of the port': {
    given: [
      WEB_SERVICE,
      'networking.k8s.io/v1 Ingress shop/web spec: {defaultBackend: {service: {name: web, port: {name: http}}}, rules: [{http: {paths: [{backend: {service: {name: web, port: {number: 80}}}}, {backend: {resource: {}}}]}}]}',
      'elbv2.k8s.aws/v1beta1 TargetGroupBinding shop/web spec: {serviceRef: {name: web, port: 80}}',
    ],
  },
  'finds a Service and a port that do not exist': {
    given: [
      WEB_SERVICE,
      'networking.k8s.io/v1 Ingress shop/web spec: {defaultBackend: {service: {name: web, port: {name: grpc}}}, rules: [{http: {paths: [{backend: {service: {name: wep, port: {number: 80}}}}]}}]}',
      'elbv2.k8s.aws/v1beta1 TargetGroupBinding shop/web spec: {serviceRef: {name: web, port: 81}}',
    ],
    found: [
      'TargetGroupBinding web spec.serviceRef.port: names port 81, which Service web does not have: expected 80',
      'Ingress web spec.defaultBackend.service.port: names port grpc, which Service web does not have: expected http',
      'Ingress web spec.rules[0].http.paths[0].backend.service.name: names Service wep, which namespace shop does not have: expected web',
    ],
  },
});
