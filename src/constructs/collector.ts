import type { ConfigMap } from '../../imports/kubernetes';
import { collectorConfig as checkedConfig } from '../model/collector-config';
import type { CollectorConfig } from '../model/collector-config';
import type { ResolvedMicroservice } from '../model/resolved';
import { emit } from '../synth/yaml';
import { labelsOf, prerequisite } from './labels';

/** Ports of the telemetry sidecar; the receivers listen on the loopback address only. */
export const COLLECTOR_PORTS = { grpc: 4317, http: 4318, metrics: 8888, health: 13133 } as const;

/** Name of the ConfigMap with the sidecar's configuration. */
export function collectorConfigName(microservice: ResolvedMicroservice): string {
  return `${microservice.name}-collector`;
}

/** Key in that ConfigMap. */
export const COLLECTOR_FILE = 'collector.yaml';

/** The sidecar's configuration: what the program says, where its traces, logs and metrics go. */
export function collectorConfig(microservice: ResolvedMicroservice): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: collectorConfigName(microservice),
      namespace: microservice.namespace,
      labels: labelsOf(microservice, 'collector'),
      ...prerequisite(microservice),
    },
    data: { [COLLECTOR_FILE]: emit({ ...configuration(microservice) }) },
  };
}

function configuration(microservice: ResolvedMicroservice): CollectorConfig {
  const { environment, platform } = microservice;
  const quiet = healthSpans(microservice);
  const peers = peerStatements(microservice);
  const receivers = ['otlp'] as const;
  const processors = ['memory_limiter', 'resource'] as const;
  return checkedConfig(`${microservice.name}.collector`, 'contrib', {
    extensions: { health_check: { endpoint: `0.0.0.0:${COLLECTOR_PORTS.health}` } },
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `127.0.0.1:${COLLECTOR_PORTS.grpc}` },
          http: { endpoint: `127.0.0.1:${COLLECTOR_PORTS.http}` },
        },
      },
    },
    processors: {
      memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
      resource: { attributes: resourceAttributes(microservice) },
      ...(quiet.length === 0 ? {} : { 'filter/health': { error_mode: 'ignore', traces: { span: quiet } } }),
      ...(peers.length === 0 ? {} : { 'transform/peers': { error_mode: 'ignore', trace_statements: peers } }),
    },
    exporters: {
      otlp_grpc: {
        endpoint: `${platform.collector.host}:${platform.collector.port}`,
        // plaintext inside the pod: the mesh proxy encrypts it and proves who sends
        tls: { insecure: true },
        sending_queue: { queue_size: 500 },
      },
      kafka: {
        brokers: environment.cloud.kafkaBrokers,
        client_id: `${microservice.name}-telemetry`,
        protocol_version: '3.6.0',
        logs: { topic: platform.collector.logsTopic, encoding: 'otlp_proto' },
        metrics: { topic: platform.collector.metricsTopic, encoding: 'otlp_proto' },
        // IAM is SASL over TLS; without this key the collector speaks plaintext to a TLS port (contrib#42781)
        tls: { insecure: false },
        auth: { sasl: { mechanism: 'AWS_MSK_IAM_OAUTHBEARER', aws_msk: { region: environment.region } } },
        partition_metrics_by_resource_attributes: true,
        producer: {
          compression: 'zstd',
          required_acks: -1,
          max_message_bytes: 1_000_000,
          allow_auto_topic_creation: false,
        },
      },
    },
    service: {
      extensions: ['health_check'],
      telemetry: {
        logs: { encoding: 'json', level: 'warn' },
        metrics: {
          readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: COLLECTOR_PORTS.metrics } } } }],
        },
      },
      pipelines: {
        traces: {
          receivers,
          processors: [
            ...processors,
            ...(quiet.length === 0 ? [] : (['filter/health'] as const)),
            ...(peers.length === 0 ? [] : (['transform/peers'] as const)),
          ],
          exporters: ['otlp_grpc'],
        },
        metrics: { receivers, processors, exporters: ['kafka'] },
        logs: { receivers, processors, exporters: ['kafka'] },
      },
    },
  });
}

/** Who speaks, in OpenTelemetry's semantic conventions; pod facts come from the downward API. */
function resourceAttributes(
  microservice: ResolvedMicroservice,
): readonly { key: string; value: string; action: 'upsert' }[] {
  const attributes: Readonly<Record<string, string>> = {
    'service.namespace': microservice.team.name,
    'deployment.environment.name': microservice.environment.name,
    'k8s.cluster.name': microservice.environment.cluster,
    'k8s.namespace.name': microservice.namespace,
    'k8s.pod.name': '${env:POD_NAME}',
    'k8s.pod.uid': '${env:POD_UID}',
    'k8s.node.name': '${env:NODE_NAME}',
  };
  return Object.entries(attributes).map(([key, value]) => ({ key, value, action: 'upsert' }));
}

/** Names the callee of each declared edge on the spans that call it, so that traces and service maps speak the fleet's names. */
function peerStatements(microservice: ResolvedMicroservice): string[] {
  const hosts = new Map<string, string>();
  for (const { to } of microservice.calls) hosts.set(`${to.name}.${to.namespace}.svc.cluster.local`, to.name);
  for (const store of microservice.stores) hosts.set(store.host, `${store.name}-${store.kind}`);
  for (const outside of microservice.outside) hosts.set(outside.host, outside.name);
  return [...hosts].map(
    ([host, name]) =>
      `set(span.attributes["peer.service"], "${name}") where span.attributes["server.address"] == "${host}"`,
  );
}

/** Spans of probes say nothing and would be most of an idle program's traces. */
function healthSpans(microservice: ResolvedMicroservice): string[] {
  const { startup, liveness, readiness } = microservice.runtime.health ?? {};
  const probes = [startup, liveness, readiness].filter((probe) => probe !== undefined);
  const conditions = new Set<string>();
  for (const probe of probes) {
    if ('grpc' in probe) conditions.add('attributes["rpc.service"] == "grpc.health.v1.Health"');
    if ('http' in probe) conditions.add(`attributes["url.path"] == "${probe.http.path}"`);
  }
  return [...conditions];
}
