import type { PrometheusRule } from '../../imports/monitoring';
import type { Environment } from '../../src/model/environment';
import { rate, series } from '../../src/model/metrics';
import { platform } from '../teams';
import { TELEMETRY } from '../topics';
import { PEERS } from './peers';
import { RUNBOOKS } from './runbooks';

type Rule = NonNullable<NonNullable<PrometheusRule['spec']['groups']>[number]['rules']>[number];

interface PlatformAlert {
  readonly name: string;
  readonly service: string;
  readonly severity: 'page' | 'ticket';
  readonly expr: string;
  readonly for: string;
  readonly summary: string;
  /** Where there is one of everything, it would never be silent. */
  readonly highlyAvailableOnly?: true;
}

const alert = ({ name, service, severity, expr, for: wait, summary }: PlatformAlert): Rule => ({
  alert: name,
  annotations: { runbook_url: `${RUNBOOKS}#${name.toLowerCase()}`, summary },
  expr,
  for: wait,
  labels: { service, severity, team: platform.name },
});

const day = 86_400;

/**
 * What endangers the platform itself; the chart's own rules watch nodes, pods and volumes. A controller's metric that names the
 * namespace of an object does so by `exported_namespace`: `namespace` is the controller's own, which Prometheus puts first.
 */
export const PLATFORM_ALERTS: readonly PlatformAlert[] = [
  {
    name: 'MeshIdentityExpires',
    service: 'linkerd',
    severity: 'page',
    // proxies renew at 70 % of 24 hours
    expr: `min by (namespace, pod) (${series('identity_cert_expiration_timestamp_seconds')}) - time() < 4 * 3600`,
    for: '10m',
    summary:
      'The certificate of {{ $labels.namespace }}/{{ $labels.pod }} was not renewed and expires within four hours',
  },
  {
    name: 'CertificateExpires',
    service: 'cert-manager',
    severity: 'ticket',
    expr: `${series('certmanager_certificate_expiration_timestamp_seconds', { name: '!=linkerd-identity-issuer' })} - time() < 5 * ${String(day)}`,
    for: '1h',
    summary: 'Certificate {{ $labels.exported_namespace }}/{{ $labels.name }} expires within five days',
  },
  {
    name: 'MeshIssuerExpires',
    service: 'cert-manager',
    severity: 'page',
    // renewed when 25 of its 48 hours are left
    expr: `${series('certmanager_certificate_expiration_timestamp_seconds', { name: 'linkerd-identity-issuer' })} - time() < 18 * 3600`,
    for: '10m',
    summary: 'The mesh’s issuer was not renewed: all calls fail when it expires',
  },
  {
    name: 'TelemetryLost',
    service: 'opentelemetry',
    severity: 'ticket',
    // one by one: a sum is empty for a collector that never failed to hand on one of the three, as one of spans only
    expr: (['spans', 'log_records', 'metric_points'] as const)
      .map((what) => `sum by (namespace, pod) (${rate(`otelcol_exporter_send_failed_${what}_total`, {}, '5m')}) > 0`)
      .join(' or '),
    for: '10m',
    summary: 'The collector {{ $labels.namespace }}/{{ $labels.pod }} cannot hand on what it received',
  },
  {
    name: 'CollectorQueueFills',
    service: 'opentelemetry',
    severity: 'ticket',
    expr: `max by (namespace, pod, exporter) (${series('otelcol_exporter_queue_size')} / ${series('otelcol_exporter_queue_capacity')}) > 0.8`,
    for: '10m',
    summary: 'The queue of {{ $labels.exporter }} in {{ $labels.namespace }}/{{ $labels.pod }} is nearly full',
  },
  {
    name: 'TelemetryLags',
    service: 'opentelemetry',
    severity: 'ticket',
    // seconds: what waits, by what arrives
    expr: `sum by (topic) (${series('kafka_consumergroup_lag', { consumergroup: PEERS.collector.name })}) / sum by (topic) (${rate('kafka_topic_partition_current_offset', { topic: `=~${TELEMETRY.map(({ name }) => name).join('|')}` }, '10m')}) > 900`,
    for: '15m',
    summary: 'What {{ $labels.topic }} carries reaches its store more than a quarter of an hour late',
  },
  {
    name: 'ApplicationOutOfSync',
    service: 'argocd',
    severity: 'ticket',
    expr: `max by (name, project) (${series('argocd_app_info', { sync_status: '!=Synced' })}) == 1`,
    for: '30m',
    summary: 'Application {{ $labels.name }} is not what git says for half an hour',
  },
  {
    name: 'ApplicationUnhealthy',
    service: 'argocd',
    severity: 'ticket',
    expr: `max by (name, project, health_status) (${series('argocd_app_info', { health_status: '=~Degraded|Missing' })}) == 1`,
    for: '15m',
    summary: 'Application {{ $labels.name }} is {{ $labels.health_status }}',
  },
  {
    name: 'SecretNotSynced',
    service: 'external-secrets',
    severity: 'ticket',
    expr: `max by (exported_namespace, name) (${series('externalsecret_status_condition', { condition: 'Ready', status: 'False' })}) == 1`,
    for: '30m',
    summary: 'Secret {{ $labels.exported_namespace }}/{{ $labels.name }} cannot be read from the secret store',
  },
  {
    name: 'NodePoolExhausted',
    service: 'karpenter',
    severity: 'ticket',
    expr: `max by (nodepool, resource_type) (${series('karpenter_nodepools_usage')} / ${series('karpenter_nodepools_limit')}) > 0.9`,
    for: '15m',
    summary: 'NodePool {{ $labels.nodepool }} has used more than 90 % of its {{ $labels.resource_type }}',
  },
  {
    name: 'ScalerFails',
    service: 'keda',
    severity: 'ticket',
    expr: `sum by (exported_namespace, scaledObject) (${rate('keda_scaler_detail_errors_total', {}, '10m')}) > 0`,
    for: '15m',
    summary: 'KEDA cannot read what {{ $labels.exported_namespace }}/{{ $labels.scaledObject }} scales on',
  },
  {
    name: 'ElasticsearchRed',
    service: 'elasticsearch',
    severity: 'page',
    expr: `max(${series('elasticsearch_cluster_health_status', { color: 'red' })}) == 1`,
    for: '5m',
    summary: 'Elasticsearch lacks a primary shard: some logs or traces can be neither written nor read',
  },
  {
    name: 'ElasticsearchYellow',
    service: 'elasticsearch',
    severity: 'ticket',
    highlyAvailableOnly: true,
    // a node that restarts for an upgrade is back sooner
    expr: `max(${series('elasticsearch_cluster_health_status', { color: 'yellow' })}) == 1`,
    for: '1h',
    summary: 'Elasticsearch lacks replicas of shards for an hour: one more node lost is data lost',
  },
  {
    name: 'ElasticsearchDiskFills',
    service: 'elasticsearch',
    severity: 'ticket',
    // at 85 % it takes no more shards, at 95 % it makes every index read-only
    expr: `min by (name) (${series('elasticsearch_filesystem_data_available_bytes')} / ${series('elasticsearch_filesystem_data_size_bytes')}) < 0.2`,
    for: '30m',
    summary: 'Less than 20 % of the disk of {{ $labels.name }} is free',
  },
  {
    name: 'KafkaReplicasMissing',
    service: 'kafka',
    severity: 'ticket',
    expr: `sum by (topic) (${series('kafka_topic_partition_under_replicated_partition')}) > 0`,
    for: '30m',
    summary: 'Partitions of {{ $labels.topic }} have fewer replicas than they should',
  },
  {
    name: 'AlertsNotDelivered',
    service: 'prometheus',
    severity: 'page',
    expr: `sum by (integration) (${rate('alertmanager_notifications_failed_total', {}, '5m')}) > 0`,
    for: '15m',
    summary: 'Alertmanager cannot deliver alerts by {{ $labels.integration }}',
  },
];

/** Use of each node, once, instead of in every panel. */
const RECORDED: readonly Rule[] = [
  {
    record: 'instance:node_cpu_utilisation:ratio_rate5m',
    expr: `1 - avg by (instance) (${rate('node_cpu_seconds_total', { mode: 'idle' }, '5m')})`,
  },
  {
    record: 'instance:node_memory_utilisation:ratio',
    expr: `1 - ${series('node_memory_MemAvailable_bytes')} / ${series('node_memory_MemTotal_bytes')}`,
  },
  {
    record: 'namespace_deployment:responses:rate5m',
    expr: `sum by (namespace, deployment, classification) (${rate('response_total', { direction: 'inbound' }, '5m')})`,
  },
];

/** Alerts and recordings of the platform. */
export function platformRules({ highlyAvailable }: Pick<Environment, 'highlyAvailable'>): PrometheusRule[] {
  const alerts = PLATFORM_ALERTS.filter((each) => highlyAvailable || !each.highlyAvailableOnly);
  return [
    {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'platform', namespace: 'monitoring' },
      spec: {
        groups: [
          { name: 'platform-recordings', rules: RECORDED },
          { name: 'platform-alerts', rules: alerts.map(alert) },
        ],
      },
    },
  ];
}
