import type { Peer } from '../../src/model/resolved';

/**
 * Meshed pods of the platform that talk to one another: who each is, written once, since both the one who calls and the one
 * who lets it in must say so.
 */
export const PEERS = {
  collector: {
    name: 'otel-gateway',
    namespace: 'otel',
    serviceAccount: 'otel-gateway',
    meshed: true,
    // the operator calls a collector's pods after the collector
    labels: { 'app.kubernetes.io/name': 'otel-gateway-collector' },
  },
  grafana: {
    name: 'grafana',
    namespace: 'grafana',
    // made by the operator from the name of the Grafana
    serviceAccount: 'grafana-sa',
    meshed: true,
    labels: { app: 'grafana' },
  },
  jaegerCollector: {
    name: 'jaeger-collector',
    namespace: 'tracing',
    serviceAccount: 'jaeger-collector',
    meshed: true,
    labels: { 'app.kubernetes.io/name': 'jaeger-collector' },
  },
  jaegerQuery: {
    name: 'jaeger-query',
    namespace: 'tracing',
    serviceAccount: 'jaeger-query',
    meshed: true,
    labels: { 'app.kubernetes.io/name': 'jaeger-query' },
  },
  keda: {
    name: 'keda-operator',
    namespace: 'keda',
    serviceAccount: 'keda-operator',
    meshed: true,
    labels: { app: 'keda-operator' },
  },
  meshMetrics: {
    name: 'metrics-api',
    namespace: 'linkerd-viz',
    serviceAccount: 'metrics-api',
    meshed: true,
    labels: { component: 'metrics-api' },
  },
  scraper: {
    name: 'prometheus',
    namespace: 'monitoring',
    serviceAccount: 'prometheus',
    meshed: true,
    labels: { 'app.kubernetes.io/name': 'prometheus' },
  },
  traceSampler: {
    name: 'otel-sampler',
    namespace: 'otel',
    serviceAccount: 'otel-sampler',
    meshed: true,
    // the operator calls a collector's pods after the collector
    labels: { 'app.kubernetes.io/name': 'otel-sampler-collector' },
  },
} as const satisfies Record<string, Peer>;
