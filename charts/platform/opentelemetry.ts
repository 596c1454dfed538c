import type { ClusterRole, ClusterRoleBinding, NetworkPolicy, ServiceAccount } from '../../imports/kubernetes';
import type { Instrumentation, OpenTelemetryCollector } from '../../imports/opentelemetry';
import { addOn, chart } from '../../src/model/add-on';
import type { AddOnContext } from '../../src/model/add-on';
import { collectorConfig } from '../../src/model/collector-config';
import type { CollectorConfig } from '../../src/model/collector-config';
import type { Environment } from '../../src/model/environment';
import { PROXY } from '../../src/model/linkerd';
import { kafkaPermissions } from '../../src/model/permissions';
import type { Peer } from '../../src/model/resolved';
import { telemetryLogs, telemetryMetrics } from '../topics';
import { guard, MESHED } from './authorization';
import { clusterIssuer } from './cert-manager';
import { elasticsearch } from './elasticsearch';
import { jaeger } from './jaeger';
import {
  apiServer,
  blocks,
  from,
  fromMeshed,
  networkPolicy,
  podsIn,
  podsOf,
  to,
  toMesh,
  toMeshed,
  toPodIdentity,
} from './network';
import { PEERS } from './peers';
import { CHARTS, image, IMAGES } from './pins';
import { NODE_AGENTS, prometheus } from './prometheus';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';

const NAMESPACE = PEERS.collector.namespace;
const OPERATOR_NAMESPACE = 'opentelemetry-operator';
const PORTS = { grpc: 4317, health: 13133, metrics: 8888 } as const;

/** The tier between the sidecars and the stores. */
const GATEWAY = PEERS.collector;

/** Makes collectors from descriptions: https://github.com/open-telemetry/opentelemetry-operator */
export const openTelemetryOperator = addOn('opentelemetry-operator', {
  why: 'Runs collectors, and puts agents into pods that ask for them',
  namespace: OPERATOR_NAMESPACE,
  needs: [clusterIssuer, prometheusOperatorCrds],
  helm: (environment) => [
    chart(CHARTS.openTelemetryOperator, {
      replicaCount: environment.highlyAvailable ? 2 : 1,
      crds: { create: true },
      pdb: { create: environment.highlyAvailable, ...(environment.highlyAvailable ? { maxUnavailable: 1 } : {}) },
      manager: {
        collectorImage: IMAGES.collector,
        // the collectors' rights are written here, so the operator needs none to hand out
        createRbacPermissions: false,
        resources: resources('100m', '256Mi'),
        serviceMonitor: { enabled: true },
      },
      admissionWebhooks: { failurePolicy: 'Fail', certManager: { enabled: true } },
    }),
  ],
});

/** Topics between those who see and what stores. */
const TELEMETRY = [telemetryLogs, telemetryMetrics];

/** Takes what the sidecars send and stores it. */
export const openTelemetry = addOn('opentelemetry', {
  why: 'Takes traces from the sidecars, logs and metrics from Kafka, and hands them to their stores',
  namespace: NAMESPACE,
  needs: [openTelemetryOperator, elasticsearch, jaeger, prometheus],
  namespaces: { [NAMESPACE]: { denyByDefault: true } },
  offers: {
    collectorImage: image('collector'),
    javaAgentImage: image('javaAgent'),
    gateway: {
      peer: GATEWAY,
      host: `${GATEWAY.name}-collector.${NAMESPACE}.svc.cluster.local`,
      port: PORTS.grpc,
      logsTopic: telemetryLogs.name,
      metricsTopic: telemetryMetrics.name,
    },
  },
  cloud: () => ({
    topics: TELEMETRY,
    roles: [
      {
        namespace: NAMESPACE,
        serviceAccount: GATEWAY.serviceAccount,
        permissions: kafkaPermissions({ reads: TELEMETRY.map(({ name }) => name), groups: [GATEWAY.name] }),
      },
    ],
  }),
  manifests: (context) => ({
    gateway: [
      serviceAccount(GATEWAY.name, NAMESPACE),
      ...rights(GATEWAY.name, NAMESPACE),
      elasticsearch.offers.user(context.environment, 'collector', NAMESPACE),
      gateway(context.environment),
    ],
    instrumentation: [instrumentation(context.environment)],
    network: network(context),
    policies: policies(context),
  }),
});

/** Logs of pods that speak no OTLP: vendors' software, and whatever a program says before its telemetry works. */
export const nodeLogs = addOn('node-logs', {
  why: 'Collects what containers print, where nothing sends it by OTLP',
  namespace: NODE_AGENTS,
  needs: [openTelemetry],
  cloud: () => ({
    roles: [
      {
        namespace: NODE_AGENTS,
        serviceAccount: 'node-logs',
        permissions: kafkaPermissions({ writes: [telemetryLogs.name] }),
      },
    ],
  }),
  manifests: ({ environment }) => ({
    agent: [serviceAccount('node-logs', NODE_AGENTS), ...rights('node-logs', NODE_AGENTS), nodeAgent(environment)],
  }),
});

function serviceAccount(name: string, namespace: string): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
  };
}

/** What the processor that adds names of pods has to watch. */
function rights(name: string, namespace: string): (ClusterRole | ClusterRoleBinding)[] {
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

const securityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsGroup: 10001,
  runAsNonRoot: true,
  runAsUser: 10001,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

const telemetry = {
  logs: { encoding: 'json', level: 'info' },
  metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: PORTS.metrics } } } }] },
} as const;

const podName = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } } as const;
const nodeName = { name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } } as const;

const memoryLimiter = { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 } as const;

/** IAM is SASL over TLS; without `tls` the collector speaks plaintext to a TLS port (contrib#42781). */
const kafka = (environment: Environment, client: string) => ({
  brokers: environment.cloud.kafkaBrokers,
  protocol_version: '3.6.0',
  client_id: client,
  tls: { insecure: false as const },
  auth: {
    sasl: { mechanism: 'AWS_MSK_IAM_OAUTHBEARER' as const, aws_msk: { region: environment.region } },
  },
});

/** Names of what sent a record; the connection's address is the mesh's or the broker's, so the pod's id must tell. */
const podAttributes = {
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

/** One exporter for each replica of Prometheus. */
type RemoteWrite = `prometheus_remote_write/${string}`;

function gatewayConfig(environment: Environment): OpenTelemetryCollector['spec']['config'] {
  const remoteWrites: Record<RemoteWrite, NonNullable<CollectorConfig['exporters'][RemoteWrite]>> = Object.fromEntries(
    prometheus.offers.remoteWriteUrls(environment).map((endpoint, index) => [
      `prometheus_remote_write/${String(index)}`,
      {
        endpoint,
        tls: { insecure: true }, // the mesh encrypts it
        // several requests at once would arrive out of order
        max_batch_request_parallelism: 1,
        resource_to_telemetry_conversion: { enabled: false },
        target_info: { enabled: true },
      },
    ]),
  );
  const store = elasticsearch.offers;
  // joined by a function, because spreading would lose the type of the names
  const exporters = Object.assign(
    {
      'otlp_grpc/jaeger': {
        endpoint: `${jaeger.offers.collector.host}:${String(jaeger.offers.collector.port)}`,
        tls: { insecure: true }, // the mesh encrypts it and proves who sends
        sending_queue: { queue_size: 5000 },
      },
      elasticsearch: {
        endpoints: [store.url],
        user: '${env:ES_USERNAME}',
        password: '${env:ES_PASSWORD}',
        tls: { ca_file: `/etc/elasticsearch/${store.certificate.key}` },
        retry: { enabled: true, max_retries: 5 },
      },
    } as const,
    remoteWrites,
  );
  const config = collectorConfig(GATEWAY.name, 'contrib', {
    extensions: { health_check: { endpoint: `0.0.0.0:${String(PORTS.health)}` } },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${String(PORTS.grpc)}` } } },
      kafka: {
        ...kafka(environment, '${env:POD_NAME}'),
        group_id: GATEWAY.name,
        initial_offset: 'earliest',
        logs: { topics: [telemetryLogs.name], encoding: 'otlp_proto' },
        metrics: { topics: [telemetryMetrics.name], encoding: 'otlp_proto' },
        // a record counts as read only when it is stored
        message_marking: { after: true, on_error: false },
      },
    },
    processors: {
      memory_limiter: memoryLimiter,
      k8s_attributes: podAttributes,
      batch: { timeout: '1s', send_batch_size: 8192 },
      // one data stream per team: few enough for Elasticsearch, and each with its own reader
      'transform/streams': {
        error_mode: 'ignore',
        log_statements: [
          'set(resource.attributes["data_stream.dataset"], Concat(["app", Split(resource.attributes["app.team"], "-")[0]], "_")) where resource.attributes["app.team"] != nil',
        ],
      },
      // labels by which dashboards find a microservice's own metrics
      'transform/names': {
        error_mode: 'ignore',
        metric_statements: [
          'set(datapoint.attributes["namespace"], resource.attributes["k8s.namespace.name"])',
          'set(datapoint.attributes["pod"], resource.attributes["k8s.pod.name"])',
          'set(datapoint.attributes["service"], resource.attributes["service.name"])',
        ],
      },
    },
    exporters,
    service: {
      extensions: ['health_check'],
      telemetry,
      pipelines: {
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'k8s_attributes', 'batch'],
          exporters: ['otlp_grpc/jaeger'],
        },
        metrics: {
          receivers: ['kafka'],
          processors: ['memory_limiter', 'k8s_attributes', 'transform/names'],
          exporters: Object.keys(remoteWrites) as RemoteWrite[],
        },
        // no batch: the exporter makes batches of the size that its store wants
        logs: {
          receivers: ['kafka'],
          processors: ['memory_limiter', 'k8s_attributes', 'transform/streams'],
          exporters: ['elasticsearch'],
        },
      },
    },
  });
  return config;
}

function gateway(environment: Environment): OpenTelemetryCollector {
  const { userSecret, certificate } = elasticsearch.offers;
  const secret = (key: 'username' | 'password') => ({
    valueFrom: { secretKeyRef: { key: userSecret[key], name: userSecret.name } },
  });
  return {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: GATEWAY.name, namespace: NAMESPACE },
    spec: {
      mode: 'deployment',
      image: image('collector'),
      imagePullPolicy: 'Always',
      managementState: 'managed',
      upgradeStrategy: 'none',
      serviceAccount: GATEWAY.serviceAccount,
      ...(environment.highlyAvailable
        ? {
            autoscaler: { minReplicas: 3, maxReplicas: 12, targetCPUUtilization: 70 },
            podDisruptionBudget: { maxUnavailable: 1 },
            topologySpreadConstraints: [
              {
                labelSelector: { matchLabels: GATEWAY.labels },
                maxSkew: 1,
                topologyKey: 'topology.kubernetes.io/zone',
                whenUnsatisfiable: 'DoNotSchedule',
              },
            ],
          }
        : { replicas: 1 }),
      config: gatewayConfig(environment),
      env: [podName, { name: 'ES_USERNAME', ...secret('username') }, { name: 'ES_PASSWORD', ...secret('password') }],
      // the operator's own policy opens the receivers' ports, while meshed traffic comes to the proxy's
      networkPolicy: { enabled: false },
      observability: { metrics: { enableMetrics: true, disablePrometheusAnnotations: true } },
      podAnnotations: MESHED,
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
      resources: environment.highlyAvailable ? resources('500m', '2Gi') : resources('100m', '512Mi'),
      securityContext,
      terminationGracePeriodSeconds: 60,
      volumeMounts: [{ name: 'ca', mountPath: '/etc/elasticsearch', readOnly: true }],
      volumes: [{ name: 'ca', configMap: { name: certificate.configMap } }],
    },
  };
}

/** For pods that ask for an agent by annotation; microservices of this fleet get theirs without it. */
function instrumentation(environment: Environment): Instrumentation {
  return {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: 'java', namespace: NAMESPACE },
    spec: {
      exporter: { endpoint: 'http://localhost:4318' },
      initContainerSecurityContext: securityContext,
      java: {
        image: image('javaAgent'),
        env: [
          { name: 'OTEL_LOGS_EXPORTER', value: 'otlp' },
          { name: 'OTEL_METRIC_EXPORT_INTERVAL', value: '30000' },
        ],
        resources: resources('50m', '64Mi', '64Mi'),
      },
      propagators: ['tracecontext', 'baggage'],
      sampler: { argument: String(environment.traceSampling), type: 'parentbased_traceidratio' },
    },
  };
}

/** Where the node keeps what containers print; the agent remembers there how far it read. */
const LOGS = '/var/log/pods';
const STATE = '/var/lib/otel-node-logs';

function nodeAgent(environment: Environment): OpenTelemetryCollector {
  const config = collectorConfig('node-logs', 'contrib', {
    extensions: {
      health_check: { endpoint: `0.0.0.0:${String(PORTS.health)}` },
      file_storage: { directory: STATE },
    },
    receivers: {
      file_log: {
        include: [`${LOGS}/*/*/*.log`],
        // its own words would make more of themselves, and microservices send theirs by OTLP
        exclude: [`${LOGS}/${NODE_AGENTS}_*/*/*.log`, `${LOGS}/*/linkerd-proxy/*.log`, `${LOGS}/*/collector/*.log`],
        start_at: 'end',
        include_file_path: true,
        include_file_name: false,
        operators: [{ type: 'container', id: 'container-parser' }],
        storage: 'file_storage',
        retry_on_failure: { enabled: true },
      },
    },
    processors: {
      memory_limiter: memoryLimiter,
      k8s_attributes: { ...podAttributes, filter: { node: '${env:K8S_NODE_NAME}' } },
      resource: {
        attributes: [
          { key: 'deployment.environment.name', value: environment.name, action: 'upsert' },
          { key: 'k8s.cluster.name', value: environment.cluster, action: 'upsert' },
        ],
      },
    },
    exporters: {
      kafka: {
        ...kafka(environment, 'node-logs'),
        logs: { topic: telemetryLogs.name, encoding: 'otlp_proto' },
        producer: {
          compression: 'zstd',
          required_acks: -1,
          max_message_bytes: 1_000_000,
          allow_auto_topic_creation: false,
        },
      },
    },
    service: {
      extensions: ['health_check', 'file_storage'],
      telemetry,
      pipelines: {
        logs: {
          receivers: ['file_log'],
          processors: ['memory_limiter', 'k8s_attributes', 'resource'],
          exporters: ['kafka'],
        },
      },
    },
  });
  return {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: 'node-logs', namespace: NODE_AGENTS },
    spec: {
      mode: 'daemonset',
      image: image('collector'),
      imagePullPolicy: 'Always',
      managementState: 'managed',
      upgradeStrategy: 'none',
      serviceAccount: 'node-logs',
      config: config,
      env: [nodeName],
      networkPolicy: { enabled: false },
      observability: { metrics: { enableMetrics: true, disablePrometheusAnnotations: true } },
      podAnnotations: { 'linkerd.io/inject': 'disabled' },
      priorityClassName: 'system-node-critical',
      resources: resources('50m', '256Mi'),
      // root, because the runtime's log files belong to it; everything else is dropped
      securityContext: { ...securityContext, runAsGroup: 0, runAsNonRoot: false, runAsUser: 0 },
      tolerations: [{ operator: 'Exists' }],
      volumeMounts: [
        { name: 'logs', mountPath: LOGS, readOnly: true },
        { name: 'state', mountPath: STATE },
      ],
      volumes: [
        { name: 'logs', hostPath: { path: LOGS, type: 'Directory' } },
        { name: 'state', hostPath: { path: STATE, type: 'DirectoryOrCreate' } },
      ],
    },
  };
}

/** Microservices with a sidecar: everyone who may send. */
function senders({ microservices }: AddOnContext): Peer[] {
  return microservices.filter((each) => each.sidecar && each.self.meshed).map((each) => each.self);
}

function network(context: AddOnContext): NetworkPolicy[] {
  const { environment } = context;
  const namespaces = [...new Set(senders(context).map((peer) => peer.namespace))].sort();
  const { scraper } = prometheus.offers;
  return [
    networkPolicy(
      { name: GATEWAY.name, namespace: NAMESPACE, pods: GATEWAY.labels },
      {
        ingress: [
          fromMeshed([...namespaces.map((name) => podsIn(name)), podsOf(scraper)]),
          from([podsOf(scraper)], PROXY.admin),
        ],
        egress: [
          ...toMesh,
          toMeshed([podsOf(jaeger.offers.collector.peer), podsOf(scraper)]),
          to([podsIn(elasticsearch.offers.namespace, elasticsearch.offers.pods.labels)], elasticsearch.offers.port),
          to(
            blocks(environment.network.data),
            ...new Set(environment.cloud.kafkaBrokers.map((broker) => Number(broker.split(':')[1]))),
          ),
          to(apiServer(environment), 443),
          toPodIdentity,
        ],
      },
    ),
  ];
}

function policies(context: AddOnContext) {
  const { scraper } = prometheus.offers;
  const port = { namespace: NAMESPACE, pods: GATEWAY.labels } as const;
  return [
    ...guard({ ...port, name: 'otel-gateway-grpc', port: PORTS.grpc, protocol: 'gRPC', callers: senders(context) }),
    ...guard({ ...port, name: 'otel-gateway-metrics', port: PORTS.metrics, protocol: 'HTTP/1', callers: [scraper] }),
    ...guard({
      ...port,
      name: 'otel-gateway-linkerd-admin',
      port: 'linkerd-admin',
      protocol: 'HTTP/1',
      callers: [scraper],
    }),
  ];
}
