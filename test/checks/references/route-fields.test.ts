import { routeFields } from '../../../src/checks/references/route-fields';
import { judgeTable } from '../judging';

judgeTable(routeFields, {
  'accepts what Linkerd reads': {
    given: [
      'gateway.networking.k8s.io/v1 HTTPRoute shop/r spec: {parentRefs: [{kind: Service, name: web}], rules: [{matches: [{path: {value: /}}], timeouts: {request: 1s}, filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: []}}]}]}',
    ],
  },
  'finds fields that drop the route': {
    given: [
      'gateway.networking.k8s.io/v1 HTTPRoute shop/r spec: {parentRefs: [{kind: Service, name: web}], rules: [{name: all, retry: {attempts: 1}, filters: [{type: RequestMirror, requestMirror: {}}]}]}',
      'gateway.networking.k8s.io/v1 GRPCRoute shop/g spec: {parentRefs: [{kind: Service, name: web}], rules: [{timeouts: {request: 1s}}]}',
    ],
    found: [
      'HTTPRoute r spec.rules[0].name: is no field that Linkerd reads: expected it left out',
      'GRPCRoute g spec.rules[0].timeouts: is no field that Linkerd reads: expected it left out',
      'HTTPRoute r spec.rules[0].retry: is no field that Linkerd reads: expected it left out',
      'HTTPRoute r spec.rules[0].filters[0].requestMirror: is no field that Linkerd reads: expected it left out',
    ],
  },
  'leaves routes of a Gateway to it': {
    given: ['gateway.networking.k8s.io/v1 HTTPRoute shop/r spec: {parentRefs: [{name: edge}], rules: [{name: all}]}'],
  },
});
