import type { Manifest } from '../src/model/manifest';

/** What `releases/fleet.json` of a benchmark says. */
export interface FleetSize {
  readonly size: number;
  /** Image tags that differ from the first one. */
  readonly tags: Readonly<Record<string, string>>;
}

/** One generated microservice. */
export interface BenchService {
  readonly name: string;
  readonly tag: string;
  readonly port: number;
  readonly calls: readonly string[];
}

/** The microservices of a fleet; each calls the two before it. */
export function servicesOf({ size, tags }: FleetSize): BenchService[] {
  return Array.from({ length: size }, (_, index) => {
    const name = nameOf(index);
    return {
      name,
      tag: tags[name] ?? '1.0.0',
      port: 8000 + (index % 1000),
      calls: [index - 1, index - 2].filter((other) => other >= 0).map(nameOf),
    };
  });
}

export function nameOf(index: number): string {
  return `service-${String(index).padStart(4, '0')}`;
}

/** What the collector beside a microservice does: text of about fifty lines. */
export function collectorConfig({ name, port }: BenchService): string {
  const metrics = Array.from(
    { length: 8 },
    (_, index) => `      - name: ${name}_requests_${index}\n        path: /metrics/${index}\n        port: ${port}`,
  );
  return [
    'receivers:',
    '  otlp:',
    '    protocols:',
    '      grpc:',
    '        endpoint: 127.0.0.1:4317',
    '  prometheus:',
    '    scrape:',
    ...metrics,
    'processors:',
    '  memory_limiter:',
    '    limit_mib: 100',
    '    check_interval: 1s',
    '  batch:',
    '    timeout: 5s',
    'exporters:',
    '  otlp:',
    '    endpoint: gateway.telemetry:4317',
    'service:',
    '  pipelines:',
    '    traces:',
    '      receivers: [otlp]',
    '      processors: [memory_limiter, batch]',
    '      exporters: [otlp]',
    '    metrics:',
    '      receivers: [otlp, prometheus]',
    '      processors: [memory_limiter, batch]',
    '      exporters: [otlp]',
    '',
  ].join('\n');
}

/** The ten objects of a microservice, in three files; good ones, that no check has anything to say about. */
export function filesOf(service: BenchService): Readonly<Record<string, readonly Manifest[]>> {
  const { name, port } = service;
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'shop' };
  const metadata = { name, namespace: name, labels };
  const selector = { matchLabels: { 'app.kubernetes.io/name': name } };
  return {
    config: [
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { ...labels, 'pod-security.kubernetes.io/enforce': 'restricted' } },
      },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'collector.yaml': collectorConfig(service) } },
    ],
    workload: [
      deploymentOf(service, labels),
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata,
        spec: {
          selector: selector.matchLabels,
          ports: [{ name: 'grpc', port, targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' }],
        },
      },
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata,
        spec: {
          minReplicas: 2,
          maxReplicas: 10,
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
          ],
        },
      },
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: 1, selector } },
    ],
    network: [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata,
        spec: {
          podSelector: selector,
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ protocol: 'TCP', port }] }],
          egress: service.calls.map((callee) => ({
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': callee } },
                podSelector: { matchLabels: { 'app.kubernetes.io/name': callee } },
              },
            ],
          })),
        },
      },
      {
        apiVersion: 'policy.linkerd.io/v1beta3',
        kind: 'Server',
        metadata,
        spec: { podSelector: selector, port: 'grpc', proxyProtocol: 'gRPC', accessPolicy: 'cluster-authenticated' },
      },
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata,
        spec: { selector, endpoints: [{ port: 'grpc', interval: '30s' }] },
      },
    ],
  };
}

function deploymentOf(service: BenchService, labels: Readonly<Record<string, string>>): Manifest {
  const { name, tag, port, calls } = service;
  const security = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
  };
  const env = calls.map((callee, index) => ({ name: `UPSTREAM_${index}`, value: `http://${callee}.${callee}:8080` }));
  const resources = (cpu: string, memory: string): object => ({
    requests: { cpu, memory, 'ephemeral-storage': '64Mi' },
    limits: { memory, 'ephemeral-storage': '64Mi' },
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: name, labels },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          automountServiceAccountToken: false,
          securityContext: { runAsUser: 65532, runAsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'ScheduleAnyway',
              labelSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
            },
          ],
          containers: [
            {
              name: 'app',
              image: `registry.example.com/${name}:${tag}`,
              env: [{ name: 'LOG_LEVEL', value: 'info' }, { name: 'PORT', value: String(port) }, ...env],
              ports: [{ name: 'grpc', containerPort: port }],
              readinessProbe: { grpc: { port }, periodSeconds: 5 },
              livenessProbe: { grpc: { port }, periodSeconds: 20, failureThreshold: 5 },
              resources: resources('100m', '128Mi'),
              securityContext: security,
            },
            {
              name: 'collector',
              image: 'registry.example.com/collector:0.150.0',
              args: ['--config=/etc/collector/collector.yaml'],
              resources: resources('50m', '150Mi'),
              securityContext: security,
              volumeMounts: [{ name: 'collector', mountPath: '/etc/collector' }],
            },
          ],
          volumes: [{ name: 'collector', configMap: { name } }],
        },
      },
    },
  };
}
