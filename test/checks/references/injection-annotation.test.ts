import { injectionAnnotation } from '../../../src/checks/references/injection-annotation';
import { judgeTable } from '../judging';

const SIDE_OPEN_TELEMETRY_COLLECTOR = 'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/side spec: {mode: sidecar}';

judgeTable(injectionAnnotation, {
  'accepts annotations of pods with resources that exist': {
    given: [
      SIDE_OPEN_TELEMETRY_COLLECTOR,
      'opentelemetry.io/v1alpha1 Instrumentation otel/java',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {annotations: {sidecar.opentelemetry.io/inject: "true", instrumentation.opentelemetry.io/inject-java: otel/java, instrumentation.opentelemetry.io/inject-go: "false", linkerd.io/inject: enabled}}, spec: {containers: [{name: web}]}}}',
    ],
  },
  'finds an annotation on the workload': {
    given: [
      'apps/v1 Deployment shop/web metadata: {annotations: {linkerd.io/inject: enabled, sidecar.opentelemetry.io/inject: side}}',
    ],
    found: [
      'Deployment web metadata.annotations["linkerd.io/inject"]: is read on pods only: expected it on the pod template',
      'Deployment web metadata.annotations["sidecar.opentelemetry.io/inject"]: is read on pods only: expected it on the pod template',
    ],
  },
  'finds a resource that does not exist': {
    given: [
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/gw spec: {mode: deployment}',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {annotations: {sidecar.opentelemetry.io/inject: "true", instrumentation.opentelemetry.io/inject-java: otel/java}}, spec: {containers: [{name: web}]}}}',
    ],
    found: [
      'Deployment web spec.template.metadata.annotations["sidecar.opentelemetry.io/inject"]: asks for the OpenTelemetryCollector of namespace shop, which has 0: expected exactly one, or a name',
      'Deployment web spec.template.metadata.annotations["instrumentation.opentelemetry.io/inject-java"]: names Instrumentation java, which namespace otel does not have: there is none',
    ],
  },
  'finds a sidecar by a wrong name': {
    given: [
      SIDE_OPEN_TELEMETRY_COLLECTOR,
      'apps/v1 Deployment shop/web spec: {template: {metadata: {annotations: {sidecar.opentelemetry.io/inject: sid}}, spec: {containers: [{name: web}]}}}',
    ],
    found: [
      'Deployment web spec.template.metadata.annotations["sidecar.opentelemetry.io/inject"]: names OpenTelemetryCollector sid, which namespace shop does not have: expected side',
    ],
  },
});
