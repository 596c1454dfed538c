import type { NetworkPolicy } from '../../../imports/kubernetes';
import type { Instrumentation, OpenTelemetryCollector } from '../../../imports/opentelemetry';
import { addOn } from '../../../src/model/add-on';
import type { AddOnContext } from '../../../src/model/add-on';
import { collectorConfig } from '../../../src/model/collector-config';
import type { CollectorConfig } from '../../../src/model/collector-config';
import type { Environment } from '../../../src/model/environment';
import { PROXY } from '../../../src/model/linkerd';
import { kafkaPermissions } from '../../../src/model/permissions';
import type { Peer } from '../../../src/model/resolved';
import { TELEMETRY, telemetryLogs, telemetryMetrics } from '../../topics';
import { guard } from '../authorization';
import { elasticsearch } from '../elasticsearch';
import {
  blocks,
  from,
  fromMeshed,
  networkPolicy,
  podsIn,
  podsOf,
  to,
  toApiServer,
  toMesh,
  toMeshed,
  toPodIdentity,
} from '../network';
import { PEERS } from '../peers';
import { image } from '../pins';
import { prometheus } from '../prometheus';
import { resources } from '../resources';
import {
  kafka,
  memoryLimiter,
  podAttributes,
  PORTS,
  rights,
  securityContext,
  serviceAccount,
  telemetry,
  tier,
} from './collector';
import { openTelemetryOperator } from './operator';
import { SAMPLER, traceSampler } from './trace-sampler';

const NAMESPACE = PEERS.collector.namespace;

/** The tier between the sidecars and the stores. */
const GATEWAY = PEERS.collector;

/** Takes what the sidecars send and stores it. */
export const openTelemetry = addOn('opentelemetry', {
  why: 'Takes traces from the sidecars, logs and metrics from Kafka, and hands them on to samplers and stores',
  namespace: NAMESPACE,
  needs: [openTelemetryOperator, elasticsearch, traceSampler, prometheus],
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
      gateway(context),
    ],
    instrumentation: [instrumentation(context.environment)],
    network: network(context),
    policies: policies(context),
  }),
});

const podName = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } } as const;
/** One exporter for each replica of Prometheus. */
type RemoteWrite = `prometheus_remote_write/${string}`;

function gatewayConfig({ environment, microservices }: AddOnContext): OpenTelemetryCollector['spec']['config'] {
  // metrics come from the collectors beside programs alone
  const hasMetrics = microservices.some(({ sidecar }) => sidecar);
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
      // all spans of a trace must meet in one sampler, which alone can judge the whole
      load_balancing: {
        routing_key: 'traceID',
        protocol: {
          otlp: {
            tls: { insecure: true }, // the mesh encrypts it and proves who sends
            sending_queue: { queue_size: 5000 },
          },
        },
        resolver: { dns: { hostname: traceSampler.offers.host, port: String(traceSampler.offers.port) } },
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
  const metrics = {
    receivers: ['kafka'],
    processors: ['memory_limiter', 'k8s_attributes', 'transform/names'],
    exporters: Object.keys(remoteWrites) as RemoteWrite[],
  } as const;
  const config = collectorConfig(GATEWAY.name, 'contrib', {
    extensions: { health_check: { endpoint: `0.0.0.0:${String(PORTS.health)}` } },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${String(PORTS.grpc)}` } } },
      kafka: {
        ...kafka(environment, '${env:POD_NAME}'),
        group_id: GATEWAY.name,
        initial_offset: 'earliest',
        logs: { topics: [telemetryLogs.name], encoding: 'otlp_proto' },
        ...(hasMetrics ? { metrics: { topics: [telemetryMetrics.name], encoding: 'otlp_proto' } } : {}),
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
          exporters: ['load_balancing'],
        },
        ...(hasMetrics ? { metrics } : {}),
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

function gateway(context: AddOnContext): OpenTelemetryCollector {
  const { environment } = context;
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
      ...tier(GATEWAY, environment),
      ...(environment.highlyAvailable
        ? { autoscaler: { minReplicas: 3, maxReplicas: 12, targetCPUUtilization: 70 } }
        : { replicas: 1 }),
      config: gatewayConfig(context),
      env: [podName, { name: 'ES_USERNAME', ...secret('username') }, { name: 'ES_PASSWORD', ...secret('password') }],
      resources: environment.highlyAvailable ? resources('500m', '2Gi') : resources('100m', '512Mi'),
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
      sampler: { argument: String(environment.traceSampling.sent), type: 'parentbased_traceidratio' },
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
          toMeshed([podsOf(SAMPLER), podsOf(scraper)]),
          to([podsIn(elasticsearch.offers.namespace, elasticsearch.offers.pods.labels)], elasticsearch.offers.port),
          to(
            blocks(environment.network.data),
            ...new Set(environment.cloud.kafkaBrokers.map((broker) => Number(broker.split(':')[1]))),
          ),
          toApiServer(environment),
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
