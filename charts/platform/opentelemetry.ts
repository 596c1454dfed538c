import { addOn } from '../../src/model/add-on';
import { telemetryLogs, telemetryMetrics } from '../topics';
import { linkerd } from './linkerd';

const COLLECTOR = 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib:0.158.0';

/** Takes what the sidecars send and stores it. */
export const openTelemetry = addOn('opentelemetry', {
  why: 'Gathers traces, metrics and logs and hands them to their stores',
  namespace: 'otel',
  needs: [linkerd],
  helm: () => [
    {
      repository: 'https://open-telemetry.github.io/opentelemetry-helm-charts',
      chart: 'opentelemetry-operator',
      version: '0.122.0',
      values: { manager: { collectorImage: { repository: COLLECTOR.split(':')[0], tag: COLLECTOR.split(':')[1] } } },
    },
  ],
  offers: {
    collectorImage: COLLECTOR,
    javaAgentImage: 'ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-java:2.30.0',
    gateway: {
      peer: {
        name: 'otel-gateway',
        namespace: 'otel',
        serviceAccount: 'otel-gateway',
        meshed: true,
        labels: { 'app.kubernetes.io/name': 'otel-gateway-collector' },
      },
      host: 'otel-gateway-collector.otel.svc.cluster.local',
      port: 4317,
      logsTopic: telemetryLogs.name,
      metricsTopic: telemetryMetrics.name,
    },
  },
});
