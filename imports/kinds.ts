import type { KindSelection } from '../src/bindings/selection';

/** The kinds that Chartwright writes: add one here, then run `chartwright import`. */
export const kinds: KindSelection = {
  kubernetes: [
    {
      apiVersion: 'v1',
      namespaced: ['ServiceAccount', 'Service', 'ConfigMap', 'PersistentVolumeClaim', 'ResourceQuota', 'LimitRange'],
      cluster: ['Namespace'],
    },
    { apiVersion: 'apps/v1', namespaced: ['Deployment', 'StatefulSet', 'DaemonSet'] },
    { apiVersion: 'batch/v1', namespaced: ['Job', 'CronJob'] },
    { apiVersion: 'autoscaling/v2', namespaced: ['HorizontalPodAutoscaler'] },
    { apiVersion: 'policy/v1', namespaced: ['PodDisruptionBudget'] },
    { apiVersion: 'networking.k8s.io/v1', namespaced: ['NetworkPolicy'] },
    { apiVersion: 'scheduling.k8s.io/v1', cluster: ['PriorityClass'] },
    { apiVersion: 'storage.k8s.io/v1', cluster: ['StorageClass'] },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      namespaced: ['Role', 'RoleBinding'],
      cluster: ['ClusterRole', 'ClusterRoleBinding'],
    },
  ],
  groups: [
    { group: 'argoproj.io', file: 'argo', kinds: ['Application', 'AppProject'] },
    {
      group: 'policy.linkerd.io',
      file: 'linkerd-policy',
      kinds: [
        'Server',
        'AuthorizationPolicy',
        'MeshTLSAuthentication',
        'NetworkAuthentication',
        'HTTPLocalRateLimitPolicy',
        'EgressNetwork',
      ],
    },
    { group: 'gateway.networking.k8s.io', file: 'gateway', kinds: ['HTTPRoute', 'GRPCRoute'] },
    { group: 'opentelemetry.io', file: 'opentelemetry', kinds: ['OpenTelemetryCollector', 'Instrumentation'] },
    {
      group: 'monitoring.coreos.com',
      file: 'monitoring',
      kinds: ['Prometheus', 'Alertmanager', 'AlertmanagerConfig', 'PodMonitor', 'ServiceMonitor', 'PrometheusRule'],
    },
    {
      group: 'keda.sh',
      file: 'keda',
      kinds: ['ScaledObject', 'TriggerAuthentication', 'ClusterTriggerAuthentication'],
    },
    {
      group: 'grafana.integreatly.org',
      file: 'grafana',
      kinds: ['Grafana', 'GrafanaDashboard', 'GrafanaDatasource', 'GrafanaFolder'],
    },
    { group: 'cert-manager.io', file: 'cert-manager', kinds: ['Certificate', 'Issuer', 'ClusterIssuer'] },
    { group: 'trust.cert-manager.io', file: 'trust-manager', kinds: ['Bundle'] },
    {
      group: 'external-secrets.io',
      file: 'external-secrets',
      kinds: ['ExternalSecret', 'SecretStore', 'ClusterSecretStore'],
    },
    { group: 'karpenter.sh', file: 'karpenter', variant: 'aws', kinds: ['NodePool'] },
    { group: 'karpenter.k8s.aws', file: 'karpenter-aws', kinds: ['EC2NodeClass'] },
    { group: 'elbv2.k8s.aws', file: 'load-balancer', kinds: ['TargetGroupBinding'] },
    { group: 'pulumi.com', file: 'pulumi', kinds: ['Stack'] },
  ],
  handWritten: [
    {
      group: 'elasticsearch.k8s.elastic.co',
      version: 'v1',
      file: 'elastic',
      repository: 'elastic/cloud-on-k8s',
      release: 'v3.5.0',
      scope: 'Namespaced',
      kinds: { Elasticsearch: 'elasticsearches' },
    },
    {
      group: 'kibana.k8s.elastic.co',
      version: 'v1',
      file: 'elastic',
      repository: 'elastic/cloud-on-k8s',
      release: 'v3.5.0',
      scope: 'Namespaced',
      kinds: { Kibana: 'kibanas' },
    },
  ],
};
