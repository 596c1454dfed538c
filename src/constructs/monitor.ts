import type { PodMonitor } from '../../imports/monitoring';
import type { ResolvedMicroservice } from '../model/resolved';
import { labelsOf, selectorOf } from './labels';

/** What Prometheus fetches from the pods beside the mesh proxy: the collector's own metrics and the program's endpoint. */
export function podMonitor(microservice: ResolvedMicroservice): PodMonitor | undefined {
  const { scrape } = microservice;
  const endpoints = [
    ...(microservice.sidecar ? [{ interval: '30s', path: '/metrics', port: 'otel-metrics' }] : []),
    ...(scrape && !scrape.by ? [{ interval: scrape.interval, path: scrape.path, port: scrape.portName }] : []),
  ];
  if (endpoints.length === 0) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: microservice.name, namespace: microservice.namespace, labels: labelsOf(microservice) },
    spec: { podMetricsEndpoints: endpoints, selector: { matchLabels: selectorOf(microservice) } },
  };
}
