import { collectorReachable } from '../../../src/checks/references/collector-reachable';
import { judgeTable } from '../judging';

const COLLECTOR_CONFIG_MAP =
  'v1 ConfigMap shop/collector data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: gw.otel.svc:4317\\nservice:\\n  pipelines:\\n    traces: {receivers: [otlp], exporters: [otlp]}\\n"}';
const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}, annotations: {linkerd.io/inject: enabled}}, spec: {serviceAccountName: web, containers: [{name: c, volumeMounts: [{name: v}]}], volumes: [{name: v, configMap: {name: collector}}]}}}';
const GW_DEPLOYMENT =
  'apps/v1 Deployment otel/gw spec: {template: {metadata: {labels: {app: gw}, annotations: {linkerd.io/inject: enabled}}, spec: {containers: [{name: c, ports: [{name: otlp, containerPort: 4317}]}]}}}';
const GW_SERVICE = 'v1 Service otel/gw spec: {selector: {app: gw}, ports: [{port: 4317, targetPort: otlp}]}';
const GW_SERVER =
  'policy.linkerd.io/v1beta3 Server otel/gw spec: {podSelector: {matchLabels: {app: gw}}, port: otlp, accessPolicy: deny}';
const GW_AUTHORIZATION_POLICY =
  'policy.linkerd.io/v1alpha1 AuthorizationPolicy otel/gw spec: {targetRef: {kind: Server, name: gw}, requiredAuthenticationRefs: [{kind: MeshTLSAuthentication, name: callers}, {kind: NetworkAuthentication, name: all}]}';

judgeTable(collectorReachable, {
  'accepts what nobody restricts': { given: [COLLECTOR_CONFIG_MAP, WEB_DEPLOYMENT, GW_DEPLOYMENT, GW_SERVICE] },
  'accepts what both sides and the mesh let through': {
    given: [
      COLLECTOR_CONFIG_MAP,
      WEB_DEPLOYMENT,
      GW_DEPLOYMENT,
      GW_SERVICE,
      'networking.k8s.io/v1 NetworkPolicy shop/web spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{ports: [{port: 4143}], to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: otel}}, podSelector: {matchLabels: {app: gw}}}]}]}',
      'networking.k8s.io/v1 NetworkPolicy otel/gw spec: {podSelector: {}, ingress: [{ports: [{port: 4000, endPort: 5000}], from: [{namespaceSelector: {}}]}]}',
      GW_SERVER,
      GW_AUTHORIZATION_POLICY,
      'policy.linkerd.io/v1alpha1 MeshTLSAuthentication otel/callers spec: {identityRefs: [{kind: ServiceAccount, name: web, namespace: shop}]}',
    ],
  },
  'accepts callers by identity and by namespace': {
    given: [
      COLLECTOR_CONFIG_MAP,
      WEB_DEPLOYMENT,
      GW_DEPLOYMENT,
      GW_SERVICE,
      GW_SERVER,
      GW_AUTHORIZATION_POLICY,
      'policy.linkerd.io/v1alpha1 MeshTLSAuthentication otel/callers spec: {identities: [web.shop.serviceaccount.identity.linkerd.cluster.local]}',
      'policy.linkerd.io/v1alpha1 AuthorizationPolicy otel/ns spec: {targetRef: {kind: Namespace, name: otel}, requiredAuthenticationRefs: [{kind: ServiceAccount, name: web, namespace: shop}]}',
    ],
  },
  'accepts everybody where the Server does': {
    given: [
      COLLECTOR_CONFIG_MAP,
      WEB_DEPLOYMENT,
      GW_DEPLOYMENT,
      GW_SERVICE,
      'policy.linkerd.io/v1beta3 Server otel/gw spec: {podSelector: {matchLabels: {app: gw}}, port: otlp, accessPolicy: all-authenticated}',
    ],
  },
  'finds a policy of the sender, of another port': {
    given: [
      COLLECTOR_CONFIG_MAP,
      WEB_DEPLOYMENT,
      GW_DEPLOYMENT,
      GW_SERVICE,
      'networking.k8s.io/v1 NetworkPolicy shop/web spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{ports: [{port: 4317}], to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: otel}}, podSelector: {matchLabels: {app: gw}}}]}]}',
    ],
    found: [
      'ConfigMap collector data["config.yaml"]: otlp sends to port 4143 of Deployment gw, which NetworkPolicy does not let leave Deployment web',
    ],
  },
  'finds a policy of the receiver, for other peers': {
    given: [
      COLLECTOR_CONFIG_MAP,
      WEB_DEPLOYMENT,
      GW_DEPLOYMENT,
      GW_SERVICE,
      'networking.k8s.io/v1 NetworkPolicy otel/gw spec: {podSelector: {}, ingress: [{ports: [{port: otlp}, {port: 4143, protocol: UDP}]}, {from: [{podSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8}}]}]}',
    ],
    found: [
      'ConfigMap collector data["config.yaml"]: otlp sends to port 4143 of Deployment gw, which NetworkPolicy does not let in',
    ],
  },
  'finds a caller that is not authorised': {
    given: [
      COLLECTOR_CONFIG_MAP,
      WEB_DEPLOYMENT,
      GW_DEPLOYMENT,
      GW_SERVICE,
      GW_SERVER,
      GW_AUTHORIZATION_POLICY,
      'policy.linkerd.io/v1alpha1 MeshTLSAuthentication otel/callers spec: {identityRefs: [{kind: ServiceAccount, name: bff, namespace: shop}, {kind: Namespace, name: bff}]}',
    ],
    found: [
      'ConfigMap collector data["config.yaml"]: otlp sends to port 4317 of Deployment gw, which does not authorise web of Deployment web',
    ],
  },
  'finds a caller without identity, on the port itself': {
    given: [
      COLLECTOR_CONFIG_MAP,
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}, annotations: {linkerd.io/inject: disabled}}, spec: {serviceAccountName: web, containers: [{name: c, volumeMounts: [{name: v}]}], volumes: [{name: v, configMap: {name: collector}}]}}}',
      GW_DEPLOYMENT,
      GW_SERVICE,
      GW_SERVER,
      GW_AUTHORIZATION_POLICY,
      'policy.linkerd.io/v1alpha1 MeshTLSAuthentication otel/callers spec: {identities: ["*"]}',
      'networking.k8s.io/v1 NetworkPolicy otel/gw spec: {podSelector: {}, ingress: [{ports: [{port: 4143}]}]}',
    ],
    found: [
      'ConfigMap collector data["config.yaml"]: otlp sends to port 4317 of Deployment gw, which NetworkPolicy does not let in',
      'ConfigMap collector data["config.yaml"]: otlp sends to port 4317 of Deployment gw, which does not authorise web of Deployment web',
    ],
  },
  'finds the default policy of a namespace': {
    given: [
      COLLECTOR_CONFIG_MAP,
      WEB_DEPLOYMENT,
      GW_DEPLOYMENT,
      GW_SERVICE,
      'v1 Namespace otel metadata: {annotations: {config.linkerd.io/default-inbound-policy: deny}}',
    ],
    found: [
      'ConfigMap collector data["config.yaml"]: otlp sends to port 4317 of Deployment gw, which does not authorise web of Deployment web',
    ],
  },
});
