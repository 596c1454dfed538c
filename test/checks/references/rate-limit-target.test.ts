import { rateLimitTarget } from '../../../src/checks/references/rate-limit-target';
import { judgeTable } from '../judging';

const WEB_SERVER = 'policy.linkerd.io/v1beta3 Server shop/web';

judgeTable(rateLimitTarget, {
  'accepts a Server and its clients': {
    given: [
      'v1 ServiceAccount bff/bff',
      WEB_SERVER,
      'policy.linkerd.io/v1alpha1 HTTPLocalRateLimitPolicy shop/a spec: {targetRef: {kind: Server, name: web}, overrides: [{clientRefs: [{kind: ServiceAccount, name: bff, namespace: bff}]}]}',
    ],
  },
  'finds a Server that does not exist': {
    given: [
      WEB_SERVER,
      'policy.linkerd.io/v1alpha1 HTTPLocalRateLimitPolicy shop/a spec: {targetRef: {kind: Server, name: wep}}',
    ],
    found: ['HTTPLocalRateLimitPolicy a spec.targetRef.name: names Server wep, which does not exist: expected web'],
  },
  'finds a protocol that has no limit': {
    given: [
      'policy.linkerd.io/v1beta3 Server shop/rpc spec: {proxyProtocol: gRPC}',
      'policy.linkerd.io/v1beta3 Server shop/h2 spec: {proxyProtocol: HTTP/2}',
      'policy.linkerd.io/v1alpha1 HTTPLocalRateLimitPolicy shop/a spec: {targetRef: {kind: Server, name: rpc}}',
      'policy.linkerd.io/v1alpha1 HTTPLocalRateLimitPolicy shop/b spec: {targetRef: {kind: Server, name: h2}}',
    ],
    found: [
      'HTTPLocalRateLimitPolicy a spec.targetRef.name: is Server rpc, whose proxyProtocol gRPC Linkerd does not limit',
    ],
  },
  'finds a second limit and an unknown client': {
    given: [
      WEB_SERVER,
      'policy.linkerd.io/v1alpha1 HTTPLocalRateLimitPolicy shop/a spec: {targetRef: {kind: Server, name: web}}',
      'policy.linkerd.io/v1alpha1 HTTPLocalRateLimitPolicy shop/b spec: {targetRef: {kind: Server, name: web}, overrides: [{clientRefs: [{name: bff}]}]}',
    ],
    found: [
      'HTTPLocalRateLimitPolicy b spec.targetRef.name: is Server web, which a limits already',
      'HTTPLocalRateLimitPolicy b spec.overrides[0].clientRefs[0].name: names ServiceAccount bff, which namespace shop does not have: expected default',
    ],
  },
});
