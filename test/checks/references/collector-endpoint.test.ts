import { collectorEndpoint } from '../../../src/checks/references/collector-endpoint';
import { judgeTable } from '../judging';

const OTEL_NAMESPACE = 'v1 Namespace otel';
const GW_OPEN_TELEMETRY_COLLECTOR =
  'opentelemetry.io/v1beta1 OpenTelemetryCollector otel/gw spec: {config: {receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317"}}}}}}';

judgeTable(collectorEndpoint, {
  'accepts a Service of an operator, and places outside': {
    given: [
      OTEL_NAMESPACE,
      'v1 ConfigMap shop/collector data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: http://gw-collector.otel.svc.cluster.local:4317\\nservice:\\n  pipelines:\\n    traces: {receivers: [otlp], exporters: [otlp]}\\n"}',
      'v1 ConfigMap shop/two data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: collector.example:4317\\nservice:\\n  pipelines:\\n    traces: {receivers: [otlp], exporters: [otlp]}\\n"}',
      GW_OPEN_TELEMETRY_COLLECTOR,
    ],
  },
  'accepts a pod of a headless Service': {
    given: [
      'v1 ConfigMap shop/collector data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: http://prometheus-x-0.prometheus-operated.monitoring.svc:9090/api\\nservice:\\n  pipelines:\\n    traces: {receivers: [otlp], exporters: [otlp]}\\n"}',
      'argoproj.io/v1alpha1 Application argocd/kube-prometheus-stack spec: {destination: {namespace: monitoring}, source: {chart: kube-prometheus-stack, repoURL: https://charts.example, helm: {valuesObject: {}}}}',
    ],
  },
  'finds a Service and a port that do not exist': {
    given: [
      OTEL_NAMESPACE,
      'v1 ConfigMap shop/collector data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: gw-colector.otel.svc.cluster.local:4317\\nservice:\\n  pipelines:\\n    traces: {receivers: [otlp], exporters: [otlp]}\\n"}',
      'v1 ConfigMap shop/two data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: gw-collector.otel:4318\\nservice:\\n  pipelines:\\n    traces: {receivers: [otlp], exporters: [otlp]}\\n"}',
      GW_OPEN_TELEMETRY_COLLECTOR,
    ],
    found: [
      'ConfigMap collector data["config.yaml"]: otlp names Service gw-colector, which namespace otel does not have: expected gw-collector, gw-collector-headless, gw-collector-monitoring',
      'ConfigMap two data["config.yaml"]: otlp names port 4318, which Service gw-collector does not have: expected 4317',
    ],
  },
});
