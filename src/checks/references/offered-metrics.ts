import { chartOf } from '../tree/chart-objects';
import { collectorsOf } from './collector-config';
import { containersOf, podTemplates } from '../tree/pods';
import type { Tree } from '../tree/tree';

/** Somebody whose metrics are in Prometheus when it runs, and how the tree shows that it does. */
interface Offer {
  readonly by: string;
  readonly present: (tree: Tree) => boolean;
  readonly metrics: readonly string[];
}

const chart =
  (...names: readonly string[]) =>
  (tree: Tree): boolean =>
    tree.ofKind('Application').some(({ manifest }) => names.includes(chartOf(manifest)?.name ?? ''));

const stack = chart('kube-prometheus-stack');

/** Names by component, each as its own documentation has them. Histograms are listed by their series. */
export const OFFERS: readonly Offer[] = [
  {
    by: 'Linkerd proxies',
    present: chart('linkerd-control-plane'),
    metrics: [
      ...['request_total', 'response_total', ...histogram('response_latency_ms')],
      ...['tcp_open_total', 'tcp_open_connections', 'tcp_close_total', 'tcp_read_bytes_total', 'tcp_write_bytes_total'],
      ...['identity_cert_expiration_timestamp_seconds', 'identity_cert_refresh_count'],
      ...['inbound_http_authz_allow_total', 'inbound_http_authz_deny_total'],
      ...['inbound_http_local_ratelimit_requests_total', 'inbound_tcp_authz_deny_total'],
      ...['outbound_http_route_request_statuses_total', 'outbound_http_route_retry_requests_total'],
      ...[
        'outbound_http_route_retry_limit_exceeded_total',
        ...histogram('outbound_http_route_request_duration_seconds'),
      ],
      ...['outbound_grpc_route_request_statuses_total', 'outbound_grpc_route_retry_requests_total'],
      ...[
        'outbound_grpc_route_retry_limit_exceeded_total',
        ...histogram('outbound_grpc_route_request_duration_seconds'),
      ],
      ...['outbound_http_balancer_endpoints', 'control_request_total'],
    ],
  },
  {
    by: 'kube-state-metrics',
    present: stack,
    metrics: [
      ...['kube_pod_info', 'kube_pod_labels', 'kube_pod_owner', 'kube_pod_status_phase', 'kube_pod_status_ready'],
      ...['kube_pod_container_status_restarts_total', 'kube_pod_container_status_waiting_reason'],
      ...['kube_pod_container_status_last_terminated_reason', 'kube_pod_container_status_ready'],
      ...['kube_pod_container_resource_limits', 'kube_pod_container_resource_requests'],
      ...['kube_deployment_spec_replicas', 'kube_deployment_status_replicas_available', 'kube_replicaset_owner'],
      ...['kube_statefulset_replicas', 'kube_statefulset_status_replicas_ready'],
      ...['kube_daemonset_status_desired_number_scheduled', 'kube_daemonset_status_number_ready'],
      ...['kube_horizontalpodautoscaler_spec_max_replicas', 'kube_horizontalpodautoscaler_spec_min_replicas'],
      ...[
        'kube_horizontalpodautoscaler_status_current_replicas',
        'kube_horizontalpodautoscaler_status_desired_replicas',
      ],
      ...['kube_job_status_failed', 'kube_job_status_succeeded', 'kube_job_owner', 'kube_cronjob_spec_suspend'],
      ...['kube_cronjob_status_last_successful_time', 'kube_cronjob_status_last_schedule_time', 'kube_cronjob_info'],
      ...['kube_node_info', 'kube_node_status_condition', 'kube_node_status_allocatable', 'kube_node_status_capacity'],
      ...['kube_persistentvolumeclaim_info', 'kube_persistentvolumeclaim_status_phase', 'kube_namespace_labels'],
      ...['kube_resourcequota'],
    ],
  },
  {
    by: 'cAdvisor and kubelet',
    present: stack,
    metrics: [
      ...[
        'container_cpu_usage_seconds_total',
        'container_cpu_cfs_throttled_periods_total',
        'container_cpu_cfs_periods_total',
      ],
      ...['container_memory_working_set_bytes', 'container_memory_rss', 'container_oom_events_total'],
      ...['container_network_receive_bytes_total', 'container_network_transmit_bytes_total'],
      ...['container_fs_reads_bytes_total', 'container_fs_writes_bytes_total'],
      ...[
        'kubelet_volume_stats_available_bytes',
        'kubelet_volume_stats_capacity_bytes',
        'kubelet_volume_stats_used_bytes',
      ],
    ],
  },
  {
    by: 'node exporter',
    present: stack,
    metrics: [
      ...['node_cpu_seconds_total', 'node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes', 'node_load1'],
      ...['node_filesystem_avail_bytes', 'node_filesystem_size_bytes', 'node_network_receive_bytes_total'],
      ...['node_network_transmit_bytes_total'],
    ],
  },
  {
    by: 'Prometheus and Alertmanager',
    present: stack,
    metrics: [
      ...['prometheus_tsdb_head_series', 'prometheus_remote_storage_samples_total', 'prometheus_build_info'],
      ...['prometheus_rule_evaluation_failures_total', 'prometheus_target_scrapes_exceeded_sample_limit_total'],
      ...['alertmanager_notifications_total', 'alertmanager_notifications_failed_total', 'alertmanager_alerts'],
    ],
  },
  {
    by: 'KEDA',
    present: chart('keda'),
    metrics: [
      'keda_scaler_metrics_value',
      'keda_scaler_detail_errors_total',
      'keda_scaled_object_errors_total',
      'keda_scaler_active',
    ],
  },
  {
    by: 'kafka_exporter',
    present: program('danielqsj/kafka-exporter'),
    metrics: [
      ...['kafka_consumergroup_lag', 'kafka_consumergroup_current_offset', 'kafka_consumergroup_members'],
      ...['kafka_topic_partitions', 'kafka_topic_partition_current_offset', 'kafka_topic_partition_oldest_offset'],
      ...['kafka_topic_partition_under_replicated_partition', 'kafka_topic_partition_in_sync_replica'],
      ...['kafka_brokers', 'kafka_broker_info'],
    ],
  },
  {
    by: 'elasticsearch_exporter',
    present: program('prometheuscommunity/elasticsearch-exporter'),
    metrics: [
      ...['elasticsearch_cluster_health_status', 'elasticsearch_cluster_health_unassigned_shards'],
      ...['elasticsearch_cluster_health_number_of_nodes', 'elasticsearch_cluster_health_number_of_pending_tasks'],
      ...['elasticsearch_filesystem_data_available_bytes', 'elasticsearch_filesystem_data_size_bytes'],
      ...['elasticsearch_jvm_memory_used_bytes', 'elasticsearch_jvm_memory_max_bytes'],
      ...['elasticsearch_indices_indexing_index_total', 'elasticsearch_indices_search_query_total'],
    ],
  },
  {
    by: 'OpenTelemetry collectors',
    present: (tree) => collectorsOf(tree).length > 0,
    metrics: [
      ...['spans', 'log_records', 'metric_points'].flatMap((signal) => [
        ...['accepted', 'refused', 'failed'].map((state) => `otelcol_receiver_${state}_${signal}_total`),
        ...['sent', 'send_failed', 'enqueue_failed'].map((state) => `otelcol_exporter_${state}_${signal}_total`),
      ]),
      ...['otelcol_exporter_queue_size', 'otelcol_exporter_queue_capacity'],
      ...[
        'otelcol_process_memory_rss_bytes',
        'otelcol_process_uptime_seconds_total',
        'otelcol_process_cpu_seconds_total',
      ],
    ],
  },
  {
    by: 'the Java agent',
    present: (tree) => tree.ofKind('Instrumentation').length > 0 || runs(tree, 'JAVA_TOOL_OPTIONS'),
    metrics: [
      ...['jvm_memory_used_bytes', 'jvm_memory_limit_bytes', 'jvm_memory_committed_bytes', 'jvm_thread_count'],
      ...[...histogram('jvm_gc_duration_seconds'), 'jvm_cpu_recent_utilization_ratio', 'jvm_cpu_time_seconds_total'],
      ...[...histogram('http_server_request_duration_seconds'), ...histogram('http_client_request_duration_seconds')],
      ...['db_client_connections_usage', 'db_client_connections_max', 'db_client_connections_pending_requests'],
    ],
  },
  {
    by: 'Rust programs with the tokio runtime',
    present: (tree) => runs(tree, 'RUST_LOG'),
    metrics: [
      ...['tokio_workers', 'tokio_alive_tasks', 'tokio_global_queue_depth'],
      ...['process_memory_usage_bytes', 'process_unix_file_descriptor_count'],
    ],
  },
  {
    by: 'Argo CD',
    present: chart('argo-cd'),
    metrics: [
      'argocd_app_info',
      'argocd_app_sync_total',
      'argocd_git_request_total',
      ...histogram('argocd_app_reconcile'),
    ],
  },
  {
    by: 'cert-manager',
    present: chart('cert-manager'),
    metrics: ['certmanager_certificate_expiration_timestamp_seconds', 'certmanager_certificate_ready_status'],
  },
  {
    by: 'External Secrets',
    present: chart('external-secrets'),
    metrics: ['externalsecret_status_condition', 'externalsecret_sync_calls_error', 'externalsecret_sync_calls_total'],
  },
  {
    by: 'Karpenter',
    present: chart('karpenter'),
    metrics: [
      ...['karpenter_nodes_created_total', 'karpenter_nodes_terminated_total', 'karpenter_nodepools_usage'],
      ...['karpenter_nodepools_limit', 'karpenter_pods_state', 'karpenter_nodeclaims_disrupted_total'],
    ],
  },
  {
    by: 'Prometheus itself, of every target and alert',
    present: () => true,
    metrics: ['up', 'scrape_duration_seconds', 'scrape_samples_scraped', 'ALERTS', 'ALERTS_FOR_STATE'],
  },
];

function histogram(name: string): readonly string[] {
  return [`${name}_bucket`, `${name}_count`, `${name}_sum`];
}

/** Whether some container runs an image of this repository. */
function program(repository: string): (tree: Tree) => boolean {
  return (tree) =>
    podTemplates(tree).some((pod) =>
      containersOf(pod).some(({ container }) => container.image?.includes(`/${repository}:`)),
    );
}

/** Whether some container has an environment variable that only such a program reads. */
function runs(tree: Tree, variable: string): boolean {
  return podTemplates(tree).some((pod) =>
    containersOf(pod).some(({ container }) => container.env?.some(({ name }) => name === variable)),
  );
}
