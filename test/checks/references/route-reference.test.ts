import { routeReference } from '../../../src/checks/references/route-reference';
import { judgeTable } from '../judging';

const WEB_SERVICE =
  'v1 Service shop/web metadata: {labels: {app: web}}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}';
const R_HTTPROUTE = 'gateway.networking.k8s.io/v1 HTTPRoute shop/r spec: {parentRefs: [{name: edge}]}';

judgeTable(routeReference, {
  'accepts Services with the ports, here and in another namespace': {
    given: [
      WEB_SERVICE,
      'gateway.networking.k8s.io/v1 HTTPRoute shop/r spec: {parentRefs: [{kind: Service, name: web, port: 80}], rules: [{backendRefs: [{name: web, port: 80}]}, {}]}',
      'gateway.networking.k8s.io/v1 GRPCRoute bff/r spec: {parentRefs: [{kind: Service, name: web, namespace: shop, port: 80}]}',
    ],
  },
  'accepts a Gateway': { given: ['gateway.networking.k8s.io/v1 Gateway shop/edge', R_HTTPROUTE] },
  'finds a parent that does not exist': {
    given: [
      WEB_SERVICE,
      'gateway.networking.k8s.io/v1 GRPCRoute bff/r spec: {parentRefs: [{kind: Service, name: web, port: 80}]}',
      R_HTTPROUTE,
    ],
    found: [
      'HTTPRoute r spec.parentRefs[0].name: names Gateway edge, which namespace shop does not have: there is none',
      'GRPCRoute r spec.parentRefs[0].name: names Service web, which namespace bff does not have: there is none',
    ],
  },
  'finds a port that a backend does not have': {
    given: [
      WEB_SERVICE,
      'gateway.networking.k8s.io/v1 HTTPRoute shop/r spec: {rules: [{backendRefs: [{name: web, port: 8080}]}]}',
    ],
    found: [
      'HTTPRoute r spec.rules[0].backendRefs[0].port: names port 8080, which Service web does not have: expected 80',
    ],
  },
});
