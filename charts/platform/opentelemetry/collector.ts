import type { ClusterRole, ClusterRoleBinding, ServiceAccount } from '../../../imports/kubernetes';
import type { OpenTelemetryCollector } from '../../../imports/opentelemetry';
import type { Environment } from '../../../src/model/environment';
import type { Peer } from '../../../src/model/resolved';
import { MESHED, MESHED_HUB } from '../authorization';
import { image } from '../pins';

/*
 * What the collectors of the platform have in common: ports, rights, how they speak to Kafka and of themselves.
 */

/** Ports of every collector. */
export const PORTS = { grpc: 4317, health: 13133, metrics: 8888 } as const;

export function serviceAccount(name: string, namespace: string): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
  };
}

/** What the processor that adds names of pods has to watch. */
export function rights(name: string, namespace: string): (ClusterRole | ClusterRoleBinding)[] {
  const verbs = ['get', 'list', 'watch'];
  return [
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: [
        { apiGroups: [''], resources: ['namespaces', 'nodes', 'pods'], verbs },
        { apiGroups: ['apps'], resources: ['replicasets'], verbs },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    },
  ];
}

export const securityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsGroup: 10001,
  runAsNonRoot: true,
  runAsUser: 10001,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

export const telemetry = {
  logs: { encoding: 'json', level: 'info' },
  metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: PORTS.metrics } } } }] },
} as const;

export const memoryLimiter = { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 } as const;

/** IAM is SASL over TLS; without `tls` the collector speaks plaintext to a TLS port (contrib#42781). */
export const kafka = (environment: Environment, client: string) => ({
  brokers: environment.cloud.kafkaBrokers,
  protocol_version: '3.6.0',
  client_id: client,
  tls: { insecure: false as const },
  auth: {
    sasl: { mechanism: 'AWS_MSK_IAM_OAUTHBEARER' as const, aws_msk: { region: environment.region } },
  },
});

/** Names of what sent a record; the connection's address is the mesh's or the broker's, so the pod's id must tell. */
export const podAttributes = {
  auth_type: 'serviceAccount',
  extract: {
    metadata: ['k8s.namespace.name', 'k8s.pod.name', 'k8s.deployment.name', 'k8s.node.name'],
    labels: [
      { tag_name: 'app.name', key: 'app.kubernetes.io/name', from: 'pod' },
      { tag_name: 'app.version', key: 'app.kubernetes.io/version', from: 'pod' },
      { tag_name: 'app.team', key: 'app.kubernetes.io/part-of', from: 'pod' },
    ],
  },
  pod_association: [{ sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] }],
} as const;

/** What receives from the whole fleet: in the mesh, one in each zone where that is asked for. */
export const tier = ({ labels, serviceAccount: account }: Peer, { highlyAvailable }: Environment) =>
  ({
    image: image('collector'),
    imagePullPolicy: 'Always',
    managementState: 'managed',
    upgradeStrategy: 'none',
    serviceAccount: account,
    ...(highlyAvailable
      ? {
          podDisruptionBudget: { maxUnavailable: 1 },
          topologySpreadConstraints: [
            {
              labelSelector: { matchLabels: labels },
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'DoNotSchedule',
            },
          ],
        }
      : {}),
    // the operator's own policy opens the receivers' ports, while meshed traffic comes to the proxy's
    networkPolicy: { enabled: false },
    observability: { metrics: { enableMetrics: true, disablePrometheusAnnotations: true } },
    podAnnotations: highlyAvailable ? MESHED_HUB : MESHED,
    podSecurityContext: { fsGroup: 10001, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    // named, so that Linkerd sees HTTP/2 instead of the `grpc` that the operator would write and Linkerd reads as opaque
    ports: [
      {
        name: 'otlp-grpc',
        appProtocol: 'kubernetes.io/h2c',
        port: PORTS.grpc,
        protocol: 'TCP',
        targetPort: PORTS.grpc,
      },
    ],
    priorityClassName: 'standard',
    securityContext,
    terminationGracePeriodSeconds: 60,
  }) satisfies Partial<OpenTelemetryCollector['spec']>;
