import { collectorPipeline } from '../../../src/checks/references/collector-pipeline';
import { judgeTable } from '../judging';

judgeTable(collectorPipeline, {
  'accepts what is declared, and connectors': {
    given: [
      'v1 ConfigMap shop/collector data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: a.example:1\\nservice:\\n  pipelines:\\n    traces: {receivers: [otlp], exporters: [otlp]}\\n"}',
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/gw spec: {config: {receivers: {otlp: {}}, connectors: {count: {}}, exporters: {debug: {}}, service: {pipelines: {traces: {receivers: [otlp], exporters: [count]}, metrics: {receivers: [count], exporters: [debug]}}}}}',
    ],
  },
  'finds names that are not declared, and a pipeline without end': {
    given: [
      'v1 ConfigMap shop/collector data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: a.example:1\\nservice:\\n  pipelines:\\n    traces: {receivers: [oltp], processors: [batch]}\\n"}',
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/gw spec: {config: {receivers: {otlp: {}}, exporters: {debug: {}}, extensions: {a: {}}, service: {extensions: [b], pipelines: {traces: {receivers: [otlp], exporters: [debug/2]}}}}}',
    ],
    found: [
      'ConfigMap collector data["config.yaml"]: has oltp in receivers of pipeline traces, which is not declared: expected otlp',
      'ConfigMap collector data["config.yaml"]: has batch in processors of pipeline traces, which is not declared: there is none',
      'ConfigMap collector data["config.yaml"]: has pipeline traces without exporters: expected otlp',
      'OpenTelemetryCollector gw spec.config.service.extensions: has extension b, which is not declared: expected a',
      'OpenTelemetryCollector gw spec.config.service.pipelines["traces"].exporters: has debug/2 in exporters of pipeline traces, which is not declared: expected debug',
    ],
  },
  'reads JSON, and leaves other texts': {
    given: [
      'v1 ConfigMap shop/json data: {c.json: "{\\"service\\": \\n{\\n\\"service\\": 1, \\n\\"pipelines\\": {}}}", other: "text"}',
      'v1 ConfigMap shop/broken data: {c: "service:\\n  pipelines: ["}',
    ],
  },
});
