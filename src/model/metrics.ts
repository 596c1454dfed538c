/**
 * Metrics that something in the platform really offers, by who does: expressions are made from these names only, so that
 * a rule or panel on a metric nobody has does not compile.
 */
export const METRICS = {
  /** Proxy, port 4191 (linkerd2-proxy metrics). */
  linkerd: [
    'request_total',
    'response_total',
    'response_latency_ms_bucket',
    'response_latency_ms_count',
    'tcp_open_connections',
    'identity_cert_expiration_timestamp_seconds',
    'inbound_http_authz_deny_total',
    'outbound_http_route_request_statuses_total',
    'outbound_http_route_retry_requests_total',
    'outbound_http_balancer_endpoints',
  ],
  /** https://github.com/kubernetes/kube-state-metrics/tree/main/docs */
  kubeStateMetrics: [
    'kube_pod_container_status_restarts_total',
    'kube_pod_container_status_waiting_reason',
    'kube_pod_container_status_last_terminated_reason',
    'kube_pod_container_resource_limits',
    'kube_pod_container_resource_requests',
    'kube_pod_status_ready',
    'kube_deployment_spec_replicas',
    'kube_deployment_status_replicas_available',
    'kube_statefulset_replicas',
    'kube_statefulset_status_replicas_ready',
    'kube_horizontalpodautoscaler_spec_max_replicas',
    'kube_horizontalpodautoscaler_status_current_replicas',
    'kube_job_status_failed',
    'kube_cronjob_status_last_successful_time',
    'kube_cronjob_spec_suspend',
    'kube_node_status_condition',
    'kube_node_status_allocatable',
    'kube_persistentvolumeclaim_info',
  ],
  /** cAdvisor, in the kubelet. */
  cadvisor: [
    'container_cpu_usage_seconds_total',
    'container_cpu_cfs_throttled_periods_total',
    'container_memory_working_set_bytes',
    'container_network_receive_bytes_total',
    'container_network_transmit_bytes_total',
  ],
  /** The kubelet itself. */
  kubelet: ['kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes'],
  nodeExporter: ['node_cpu_seconds_total', 'node_memory_MemAvailable_bytes', 'node_memory_MemTotal_bytes'],
  /** KEDA operator 2.20. */
  keda: ['keda_scaler_metrics_value', 'keda_scaler_detail_errors_total', 'keda_scaled_object_errors_total'],
  /** kafka_exporter 1.9, of every topic and group it may see. */
  kafkaExporter: [
    'kafka_consumergroup_lag',
    'kafka_topic_partition_current_offset',
    'kafka_topic_partition_under_replicated_partition',
    'kafka_brokers',
  ],
  /** elasticsearch_exporter 1.9, of the whole cluster. */
  elasticsearchExporter: [
    'elasticsearch_cluster_health_status',
    'elasticsearch_cluster_health_unassigned_shards',
    'elasticsearch_filesystem_data_available_bytes',
    'elasticsearch_filesystem_data_size_bytes',
    'elasticsearch_jvm_memory_used_bytes',
    'elasticsearch_jvm_memory_max_bytes',
    'elasticsearch_indices_indexing_index_total',
    'elasticsearch_indices_search_query_total',
  ],
  /** Collector 0.158, its own default naming. */
  collector: [
    'otelcol_receiver_accepted_spans_total',
    'otelcol_receiver_refused_spans_total',
    'otelcol_receiver_accepted_log_records_total',
    'otelcol_receiver_accepted_metric_points_total',
    'otelcol_exporter_sent_spans_total',
    'otelcol_exporter_sent_log_records_total',
    'otelcol_exporter_sent_metric_points_total',
    'otelcol_exporter_send_failed_spans_total',
    'otelcol_exporter_send_failed_log_records_total',
    'otelcol_exporter_send_failed_metric_points_total',
    'otelcol_exporter_queue_size',
    'otelcol_exporter_queue_capacity',
    'otelcol_process_memory_rss_bytes',
  ],
  /** Java agent 2.30 by OTLP, names after Prometheus' translation (OpenTelemetry semantic conventions). */
  java: [
    'jvm_memory_used_bytes',
    'jvm_memory_limit_bytes',
    'jvm_gc_duration_seconds_count',
    'jvm_gc_duration_seconds_sum',
    'jvm_thread_count',
    'jvm_cpu_recent_utilization_ratio',
    'http_server_request_duration_seconds_bucket',
    'http_server_request_duration_seconds_count',
    'db_client_connections_usage',
    'db_client_connections_max',
  ],
  /** Runtime of our Rust programs (tokio), by OTLP. */
  rust: [
    'tokio_runtime_workers',
    'tokio_runtime_alive_tasks',
    'tokio_runtime_global_queue_depth',
    'process_memory_usage_bytes',
    'process_open_file_descriptor_count',
  ],
  argocd: ['argocd_app_info', 'argocd_app_sync_total', 'argocd_app_reconcile_bucket', 'argocd_git_request_total'],
  certManager: ['certmanager_certificate_expiration_timestamp_seconds', 'certmanager_certificate_ready_status'],
  externalSecrets: ['externalsecret_status_condition'],
  karpenter: ['karpenter_nodes_created_total', 'karpenter_nodepools_usage', 'karpenter_nodepools_limit'],
  alertmanager: ['alertmanager_notifications_failed_total'],
  prometheus: ['prometheus_tsdb_head_series', 'prometheus_remote_storage_samples_total', 'up'],
} as const;

export type MetricSource = keyof typeof METRICS;
export type MetricName = (typeof METRICS)[MetricSource][number];

/** What selects series of a metric: `equal`, or an operator of PromQL in front of the value (`=~5..`, `!=main`). */
export type Labels = Readonly<Record<string, string>>;

/** `name{label="value",other=~"a|b"}`, escaped. */
export function series(name: MetricName, labels: Labels = {}): string {
  const matchers = Object.entries(labels).map(([label, value]) => {
    const operator = /^(=~|!~|!=)/.exec(value)?.[0] ?? '=';
    const text = operator === '=' ? value : value.slice(operator.length);
    return `${label}${operator}${JSON.stringify(text)}`;
  });
  return matchers.length === 0 ? name : `${name}{${matchers.join(',')}}`;
}

/** Increase per second over a window. */
export function rate(name: MetricName, labels: Labels, window: string): string {
  return `rate(${series(name, labels)}[${window}])`;
}
