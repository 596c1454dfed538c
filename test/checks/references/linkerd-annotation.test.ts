import { linkerdAnnotation } from '../../../src/checks/references/linkerd-annotation';
import { judgeTable } from '../judging';

judgeTable(linkerdAnnotation, {
  'accepts what Linkerd reads': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {annotations: {config.linkerd.io/opaque-ports: "20-30,587,3306,4444,5432,6379,9098,9300,11211", config.linkerd.io/shutdown-grace-period: 1m30s, config.linkerd.io/proxy-memory-limit: 64Mi, config.linkerd.io/inbound-port: "4143", other.io/x: y}}, spec: {containers: [{name: web}]}}}',
      'v1 Namespace shop metadata: {annotations: {linkerd.io/inject: enabled, config.linkerd.io/proxy-cpu-ratio-limit: "0.5"}}',
      'v1 Service shop/web metadata: {annotations: {retry.linkerd.io/http: "5xx,429", balancer.linkerd.io/failure-accrual: consecutive}}',
      'gateway.networking.k8s.io/v1 GRPCRoute shop/r metadata: {annotations: {timeout.linkerd.io/request: 500ms, retry.linkerd.io/grpc: "unavailable,internal"}}',
    ],
  },
  'finds values it would ignore': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {annotations: {config.linkerd.io/opaque-ports: "9092", linkerd.io/inject: "true", config.linkerd.io/proxy-cpu-request: much, config.linkerd.io/admin-port: "70000"}}, spec: {containers: [{name: web}]}}}',
      'gateway.networking.k8s.io/v1 HTTPRoute shop/r metadata: {annotations: {timeout.linkerd.io/request: 1.5s, retry.linkerd.io/http: "5xx, 429"}}',
    ],
    found: [
      'HTTPRoute r metadata.annotations["timeout.linkerd.io/request"]: is 1.5s: expected a duration such as 500ms or 2s, in whole numbers',
      'HTTPRoute r metadata.annotations["retry.linkerd.io/http"]: is 5xx, 429: expected statuses such as 5xx,429, without spaces',
      'Deployment web spec.template.metadata.annotations["config.linkerd.io/opaque-ports"]: is 9092: expected a list that repeats 25,587,3306,4444,5432,6379,9300,11211, which it replaces',
      'Deployment web spec.template.metadata.annotations["linkerd.io/inject"]: is true: expected enabled, disabled, ingress',
      'Deployment web spec.template.metadata.annotations["config.linkerd.io/proxy-cpu-request"]: is much: expected a quantity such as 100m or 64Mi',
      'Deployment web spec.template.metadata.annotations["config.linkerd.io/admin-port"]: is 70000: expected a port, 1 to 65535',
    ],
  },
  'finds keys it does not know, or does not read there': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {annotations: {config.linkerd.io/opaque-port: "25"}}, spec: {containers: [{name: web}]}}}',
      'v1 Service shop/web metadata: {annotations: {config.linkerd.io/proxy-cpu-request: 1m}}',
    ],
    found: [
      'Service web metadata.annotations["config.linkerd.io/proxy-cpu-request"]: is no annotation that Linkerd reads on a Service',
      'Deployment web spec.template.metadata.annotations["config.linkerd.io/opaque-port"]: is no annotation that Linkerd reads on a Deployment',
    ],
  },
});
