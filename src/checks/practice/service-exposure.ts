import type { Check } from '../check';

export const serviceExposure: Check = {
  id: 'service-exposure',
  severity: 'warning',
  what: 'No Service is reachable from outside by itself.',
  why: 'A node port is open on every node, past the gateway, its authentication and its limits; external IPs can take the traffic of others.',
  remediation: 'Use a Service of type ClusterIP behind a gateway or an Ingress.',
  peers: [
    'kube-linter exposed-services',
    'kube-score service-type',
    'Kyverno restrict-nodeport',
    'Kyverno restrict-service-external-ips',
  ],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
  run: (tree, report) => {
    for (const at of tree.ofKind('Service', '')) {
      const { type, externalIPs = [] } = (at.manifest['spec'] ?? {}) as { type?: string; externalIPs?: string[] };
      if (type === 'NodePort') report(at, 'spec.type', 'is NodePort, a port of every node; expected ClusterIP');
      if (externalIPs.length > 0) report(at, 'spec.externalIPs', `takes the traffic of ${externalIPs.join(', ')}`);
    }
  },
};
