import { authorizationTarget } from '../../../src/checks/references/authorization-target';
import { judgeTable } from '../judging';

const BFF_SERVICE_ACCOUNT = 'v1 ServiceAccount bff/bff';
const WEB_SERVER = 'policy.linkerd.io/v1beta3 Server shop/web';

judgeTable(authorizationTarget, {
  'accepts a Server, a namespace, and who is there': {
    given: [
      BFF_SERVICE_ACCOUNT,
      'v1 Namespace shop',
      WEB_SERVER,
      'policy.linkerd.io/v1alpha1 MeshTLSAuthentication shop/callers spec: {identityRefs: [{kind: ServiceAccount, name: bff, namespace: bff}, {kind: Namespace, name: shop}, {kind: ServiceAccount, namespace: bff}]}',
      'policy.linkerd.io/v1alpha1 AuthorizationPolicy shop/a spec: {targetRef: {kind: Server, name: web}, requiredAuthenticationRefs: [{kind: MeshTLSAuthentication, name: callers}, {kind: ServiceAccount, name: bff, namespace: bff}]}',
      'policy.linkerd.io/v1alpha1 AuthorizationPolicy shop/b spec: {targetRef: {kind: Namespace, name: shop}}',
    ],
  },
  'finds a target and an authentication that do not exist': {
    given: [
      WEB_SERVER,
      'policy.linkerd.io/v1alpha1 AuthorizationPolicy shop/a spec: {targetRef: {kind: Server, name: wep}, requiredAuthenticationRefs: [{kind: MeshTLSAuthentication, name: callers}]}',
    ],
    found: [
      'AuthorizationPolicy a spec.targetRef.name: names Server wep, which namespace shop does not have: expected web',
      'AuthorizationPolicy a spec.requiredAuthenticationRefs[0].name: names MeshTLSAuthentication callers, which namespace shop does not have: there is none',
    ],
  },
  'finds a kind nobody authorises for, and another namespace': {
    given: [
      'v1 Namespace other',
      'policy.linkerd.io/v1alpha1 AuthorizationPolicy shop/a spec: {targetRef: {kind: Service, name: web}}',
      'policy.linkerd.io/v1alpha1 AuthorizationPolicy shop/b spec: {targetRef: {kind: Namespace, name: other}}',
    ],
    found: [
      'AuthorizationPolicy a spec.targetRef.kind: is Service: expected GRPCRoute, HTTPRoute, Namespace, Server',
      'AuthorizationPolicy b spec.targetRef.name: names Namespace other, which namespace shop does not have: expected shop',
    ],
  },
  'finds a caller that does not exist': {
    given: [
      BFF_SERVICE_ACCOUNT,
      'policy.linkerd.io/v1alpha1 MeshTLSAuthentication shop/callers spec: {identityRefs: [{kind: ServiceAccount, name: bfv, namespace: bff}, {kind: Namespace, name: nowhere}]}',
    ],
    found: [
      'MeshTLSAuthentication callers spec.identityRefs[0].name: names ServiceAccount bfv, which namespace bff does not have: expected bff, default',
      'MeshTLSAuthentication callers spec.identityRefs[1].name: names Namespace nowhere, which the cluster does not have: there is none',
    ],
  },
});
