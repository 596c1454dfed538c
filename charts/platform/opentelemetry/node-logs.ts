import type { OpenTelemetryCollector } from '../../../imports/opentelemetry';
import { addOn } from '../../../src/model/add-on';
import { collectorConfig } from '../../../src/model/collector-config';
import type { Environment } from '../../../src/model/environment';
import { kafkaPermissions } from '../../../src/model/permissions';
import { telemetryLogs } from '../../topics';
import { image } from '../pins';
import { NODE_AGENTS } from '../prometheus';
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
} from './collector';
import { openTelemetry } from './gateway';

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

const nodeName = { name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } } as const;

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
