import type { Manifest } from '../../src/model/manifest';

const NAMESPACE = 'guests';
const metadata = { name: 'guest', namespace: NAMESPACE, labels: { app: 'guest' } };

/**
 * References that the shipped fleet has no reason for, and other people's manifests have: a ServiceMonitor, and a pod
 * into which an operator injects a collector and an agent.
 */
export const guests: readonly Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE, labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: { app: 'guest' } },
      template: {
        metadata: {
          labels: { app: 'guest' },
          annotations: {
            'linkerd.io/inject': 'enabled',
            'sidecar.opentelemetry.io/inject': 'guest-sidecar',
            'instrumentation.opentelemetry.io/inject-java': `${NAMESPACE}/guest-agent`,
          },
        },
        spec: { containers: [{ name: 'guest', image: 'guest:1.0.0', ports: [{ name: 'http', containerPort: 8080 }] }] },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: { app: 'guest' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  },
  {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata,
    spec: {
      namespaceSelector: { matchNames: [NAMESPACE] },
      selector: { matchLabels: { app: 'guest' } },
      endpoints: [{ port: 'http' }],
    },
  },
  {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: 'guest-sidecar', namespace: NAMESPACE },
    spec: { mode: 'sidecar', config: {} },
  },
  {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: 'guest-agent', namespace: NAMESPACE },
    spec: {},
  },
];
