/** Kubernetes' resources of one container, with memory and disk bounded and the processor not (a limit throttles). */
export interface ContainerResources {
  readonly requests: { readonly cpu: string; readonly memory: string; readonly 'ephemeral-storage'?: string };
  readonly limits: { readonly cpu?: string; readonly memory: string; readonly 'ephemeral-storage'?: string };
}

interface Enabled {
  readonly enabled: boolean;
}

interface ServiceMonitored {
  readonly serviceMonitor: Enabled;
}

type Annotations = Readonly<Record<string, string>>;

/** https://github.com/argoproj/argo-helm/tree/main/charts/argo-cd */
export interface ArgoCdValues {
  readonly global: { readonly domain: string; readonly logging: { readonly format: 'json'; readonly level: 'info' } };
  readonly crds: { readonly install: boolean; readonly keep: boolean };
  readonly configs: {
    readonly cm: Readonly<Record<string, string>>;
    readonly params: Readonly<Record<string, string>>;
    readonly rbac: { readonly 'policy.csv': string; readonly 'policy.default': string; readonly scopes: string };
  };
  readonly controller: ArgoCdPart;
  readonly server: ArgoCdPart;
  readonly repoServer: ArgoCdPart;
  readonly applicationSet: ArgoCdPart;
  readonly notifications: Omit<ArgoCdPart, 'replicas' | 'pdb'> & {
    readonly argocdUrl: string;
    readonly secret: { readonly create: boolean };
    readonly notifiers: Readonly<Record<string, string>>;
    readonly templates: Readonly<Record<string, string>>;
    readonly triggers: Readonly<Record<string, string>>;
    readonly subscriptions: readonly { readonly recipients: readonly string[]; readonly triggers: readonly string[] }[];
  };
  /** Counts only where the other is off. */
  readonly redis?: Resourced;
  readonly 'redis-ha': (Enabled & { readonly enabled: false }) | RedisHaValues;
  readonly dex: Enabled;
}

interface Resourced {
  readonly resources: ContainerResources;
}

/** https://github.com/DandyDeveloper/charts/tree/master/charts/redis-ha, a subchart of Argo CD's */
interface RedisHaValues {
  readonly enabled: true;
  readonly podDisruptionBudget: { readonly maxUnavailable: number };
  readonly redis: Resourced;
  readonly sentinel: Resourced;
  readonly splitBrainDetection: Resourced;
  readonly init: Resourced;
  readonly haproxy: Resourced & {
    readonly podDisruptionBudget: { readonly maxUnavailable: number };
    readonly init: Resourced;
  };
}

interface ArgoCdPart {
  readonly replicas: number;
  readonly resources: ContainerResources;
  readonly metrics: Enabled & ServiceMonitored;
  readonly pdb: Enabled & { readonly maxUnavailable?: number };
}

/** https://github.com/kubernetes-sigs/aws-load-balancer-controller/tree/main/helm/aws-load-balancer-controller */
export interface AwsLoadBalancerControllerValues {
  readonly clusterName: string;
  readonly region: string;
  readonly vpcId: string;
  readonly replicaCount: number;
  readonly podDisruptionBudget: { readonly maxUnavailable?: number };
  readonly serviceAccount: { readonly name: string };
  readonly enableCertManager: boolean;
  readonly enableServiceMutatorWebhook: boolean;
  readonly ingressClass: string;
  readonly resources: ContainerResources;
  readonly serviceMonitor: Enabled;
}

/** https://github.com/cert-manager/cert-manager/tree/master/deploy/charts/cert-manager */
export interface CertManagerValues extends CertManagerPart {
  readonly crds: { readonly enabled: boolean; readonly keep: boolean };
  readonly global: {
    readonly priorityClassName: string;
    readonly leaderElection: { readonly namespace: string };
  };
  readonly webhook: CertManagerPart;
  readonly cainjector: CertManagerPart;
  readonly startupapicheck: Enabled;
  readonly prometheus: Enabled & { readonly servicemonitor: Enabled };
}

interface CertManagerPart {
  readonly replicaCount: number;
  readonly podDisruptionBudget: Enabled & { readonly maxUnavailable?: number };
  readonly resources: ContainerResources;
}

/** https://github.com/cert-manager/trust-manager/tree/main/deploy/charts/trust-manager */
export interface TrustManagerValues {
  readonly crds: Enabled;
  readonly replicaCount: number;
  readonly podDisruptionBudget: Enabled;
  readonly resources: ContainerResources;
  readonly defaultPackage: Enabled;
  readonly app: {
    readonly trust: { readonly namespace: string };
    readonly metrics: { readonly service: { readonly servicemonitor: Enabled } };
  };
}

/** https://github.com/elastic/cloud-on-k8s/tree/main/deploy/eck-operator */
export interface EckOperatorValues {
  readonly installCRDs: boolean;
  readonly replicaCount: number;
  readonly podDisruptionBudget: Enabled;
  readonly resources: ContainerResources;
  readonly telemetry: { readonly disabled: boolean };
  readonly config: { readonly metrics: { readonly port: string } };
  readonly podMonitor: Enabled;
}

/** https://github.com/kubernetes-sigs/external-dns/tree/master/charts/external-dns */
export interface ExternalDnsValues {
  readonly provider: { readonly name: 'aws' };
  readonly policy: 'sync' | 'upsert-only';
  readonly registry: 'txt';
  readonly txtOwnerId: string;
  readonly domainFilters: readonly string[];
  readonly sources: readonly ('ingress' | 'service')[];
  readonly triggerLoopOnEvent: boolean;
  readonly interval: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly resources: ContainerResources;
  readonly serviceMonitor: Enabled;
}

/** https://github.com/external-secrets/external-secrets/tree/main/deploy/charts/external-secrets */
export interface ExternalSecretsValues {
  readonly installCRDs: boolean;
  readonly leaderElect: boolean;
  readonly replicaCount: number;
  readonly concurrent: number;
  readonly podDisruptionBudget: Enabled & { readonly minAvailable?: number };
  readonly resources: ContainerResources;
  readonly serviceMonitor: Enabled;
  readonly certController: { readonly create: boolean };
  readonly webhook: {
    readonly replicaCount: number;
    readonly resources: ContainerResources;
    readonly podDisruptionBudget: Enabled & { readonly minAvailable?: number };
    readonly certManager: Enabled & {
      readonly addInjectorAnnotations: boolean;
      readonly cert: {
        readonly create: boolean;
        readonly issuerRef: { readonly group: string; readonly kind: string; readonly name: string };
      };
    };
  };
}

/** https://github.com/grafana/grafana-operator/tree/master/deploy/helm/grafana-operator */
export interface GrafanaOperatorValues extends ServiceMonitored {
  readonly resources: ContainerResources;
}

/** https://github.com/aws/karpenter-provider-aws/tree/main/charts/karpenter */
export interface KarpenterValues extends ServiceMonitored {
  readonly replicas: number;
  readonly serviceAccount: { readonly name: string };
  readonly dnsPolicy: 'Default';
  readonly logLevel: 'info';
  readonly controller: { readonly resources: ContainerResources };
  readonly settings: { readonly clusterName: string; readonly interruptionQueue: string };
}

/** https://github.com/kedacore/charts/tree/main/keda */
export interface KedaValues {
  readonly crds: { readonly install: boolean };
  readonly certificates: { readonly certManager: Enabled & { readonly generateCA: boolean } };
  readonly operator: { readonly replicaCount: number };
  readonly metricsServer: { readonly replicaCount: number };
  readonly webhooks: { readonly replicaCount: number };
  readonly podAnnotations: { readonly keda: Annotations };
  readonly podDisruptionBudget: Readonly<
    Record<'operator' | 'metricServer' | 'webhooks', { readonly maxUnavailable?: number }>
  >;
  readonly resources: Readonly<Record<'operator' | 'metricServer' | 'webhooks', ContainerResources>>;
  readonly prometheus: Readonly<Record<'operator' | 'metricServer' | 'webhooks', Enabled & ServiceMonitored>>;
}

/** https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack */
export interface KubePrometheusStackValues {
  readonly fullnameOverride: string;
  readonly cleanPrometheusOperatorObjectNames: boolean;
  readonly crds: Enabled;
  readonly grafana: Enabled & { readonly forceDeployDashboards: boolean };
  readonly defaultRules: { readonly create: boolean; readonly disabled: Readonly<Record<string, boolean>> };
  readonly kubeControllerManager: Enabled;
  readonly kubeScheduler: Enabled;
  readonly kubeEtcd: Enabled;
  readonly kubeProxy: Enabled;
  readonly coreDns: Enabled;
  readonly kubeApiServer: Enabled;
  readonly kubelet: Enabled;
  readonly 'kube-state-metrics': {
    readonly fullnameOverride: string;
    readonly resources: ContainerResources;
    readonly metricLabelsAllowlist: readonly string[];
    readonly podAnnotations: Annotations;
  };
  readonly 'prometheus-node-exporter': {
    readonly fullnameOverride: string;
    readonly namespaceOverride: string;
    readonly priorityClassName: string;
    readonly resources: ContainerResources;
  };
  readonly prometheusOperator: {
    readonly resources: ContainerResources;
    readonly admissionWebhooks: {
      readonly failurePolicy: 'Ignore' | 'Fail';
      readonly patch: Enabled;
      readonly certManager: Enabled;
    };
  };
  readonly prometheus: {
    readonly serviceAccount: { readonly name: string };
    readonly podDisruptionBudget: Enabled & { readonly minAvailable?: number };
    readonly prometheusSpec: PrometheusValues;
  };
  readonly alertmanager: {
    readonly serviceAccount: { readonly name: string };
    readonly podDisruptionBudget: Enabled & { readonly minAvailable?: number };
    readonly alertmanagerSpec: AlertmanagerValues;
  };
}

interface Volume {
  readonly volumeClaimTemplate: {
    readonly spec: {
      readonly accessModes: readonly ['ReadWriteOnce'];
      readonly storageClassName: string;
      readonly resources: { readonly requests: { readonly storage: string } };
    };
  };
}

interface PrometheusValues {
  readonly replicas: number;
  readonly retention: string;
  readonly retentionSize: string;
  readonly scrapeInterval: string;
  readonly evaluationInterval: string;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly enableRemoteWriteReceiver: boolean;
  readonly enableFeatures: readonly 'exemplar-storage'[];
  readonly tsdb: { readonly outOfOrderTimeWindow: string };
  readonly walCompression: boolean;
  readonly podAntiAffinity: 'hard' | 'soft';
  readonly podAntiAffinityTopologyKey?: string;
  readonly podMetadata: { readonly annotations: Annotations };
  readonly priorityClassName: string;
  readonly resources: ContainerResources;
  readonly storageSpec: Volume;
  readonly ruleSelectorNilUsesHelmValues: boolean;
  readonly serviceMonitorSelectorNilUsesHelmValues: boolean;
  readonly podMonitorSelectorNilUsesHelmValues: boolean;
  readonly probeSelectorNilUsesHelmValues: boolean;
  readonly scrapeConfigSelectorNilUsesHelmValues: boolean;
}

interface AlertmanagerValues {
  readonly replicas: number;
  readonly retention: string;
  readonly externalUrl: string;
  readonly useExistingSecret: boolean;
  readonly configSecret: string;
  readonly podAntiAffinity: 'hard' | 'soft';
  readonly podAntiAffinityTopologyKey?: string;
  readonly priorityClassName: string;
  readonly resources: ContainerResources;
  readonly storage: Volume;
}

/** Linkerd's own spelling of resources. */
export interface LinkerdResources {
  readonly cpu: { readonly request: string };
  readonly memory: { readonly request: string; readonly limit: string };
}

interface LinkerdCertificate {
  readonly externalSecret: boolean;
  readonly injectCaFrom: string;
}

/** https://github.com/linkerd/linkerd2/tree/main/charts/linkerd-crds */
export interface LinkerdCrdsValues {
  readonly installGatewayAPI: boolean;
}

/** https://github.com/linkerd/linkerd2/tree/main/charts/linkerd2-cni */
export interface LinkerdCniValues {
  readonly iptablesMode: 'nft' | 'legacy';
  readonly priorityClassName: string;
  readonly repairController: Enabled;
  readonly resources: LinkerdResources;
}

/** https://github.com/linkerd/linkerd2/tree/main/charts/linkerd-control-plane */
export interface LinkerdValues {
  readonly cniEnabled: boolean;
  readonly controllerReplicas: number;
  readonly enablePodAntiAffinity: boolean;
  readonly priorityClassName: string;
  readonly enablePodDisruptionBudget: boolean;
  readonly highAvailability: boolean;
  readonly webhookFailurePolicy: 'Fail' | 'Ignore';
  readonly disableHeartBeat: boolean;
  readonly clusterNetworks: string;
  readonly identity: {
    readonly externalCA: boolean;
    readonly issuer: { readonly scheme: 'kubernetes.io/tls' };
  };
  readonly proxy: { readonly nativeSidecar: boolean; readonly resources: LinkerdResources };
  readonly destinationResources: LinkerdResources;
  readonly identityResources: LinkerdResources;
  readonly proxyInjectorResources: LinkerdResources;
  readonly spValidatorResources: LinkerdResources;
  readonly policyController: { readonly resources: LinkerdResources };
  readonly podMonitor: Enabled & { readonly proxy: Enabled; readonly controller: Enabled };
  readonly proxyInjector: LinkerdCertificate;
  readonly profileValidator: LinkerdCertificate;
  readonly policyValidator: LinkerdCertificate;
}

/** https://github.com/linkerd/linkerd2/tree/main/viz/charts/linkerd-viz */
export interface LinkerdVizValues {
  readonly createNamespaceMetadataJob: boolean;
  readonly prometheus: Enabled;
  readonly prometheusUrl: string;
  readonly grafana: { readonly externalUrl: string };
  readonly enablePodAntiAffinity: boolean;
  readonly enablePodDisruptionBudget: boolean;
  readonly dashboard: { readonly replicas: number; readonly resources: LinkerdResources };
  readonly metricsAPI: { readonly replicas: number; readonly resources: LinkerdResources };
  readonly tap: LinkerdCertificate & { readonly replicas: number; readonly resources: LinkerdResources };
  readonly tapInjector: LinkerdCertificate & { readonly replicas: number; readonly resources: LinkerdResources };
}

/** https://github.com/kubernetes-sigs/metrics-server/tree/master/charts/metrics-server */
export interface MetricsServerValues extends ServiceMonitored {
  readonly replicas: number;
  readonly metrics: Enabled;
  readonly podDisruptionBudget: Enabled & { readonly maxUnavailable?: number };
  readonly resources: ContainerResources;
  readonly tls: { readonly type: 'cert-manager' };
  readonly apiService: { readonly insecureSkipTLSVerify: boolean };
}

/** https://github.com/open-telemetry/opentelemetry-helm-charts/tree/main/charts/opentelemetry-operator */
export interface OpenTelemetryOperatorValues {
  readonly replicaCount: number;
  readonly crds: { readonly create: boolean };
  readonly pdb: { readonly create: boolean; readonly minAvailable?: number };
  readonly manager: {
    readonly collectorImage: { readonly repository: string; readonly tag: string };
    readonly createRbacPermissions: boolean;
    readonly resources: ContainerResources;
    readonly serviceMonitor: Enabled;
  };
  readonly admissionWebhooks: {
    readonly failurePolicy: 'Fail' | 'Ignore';
    readonly certManager: Enabled;
  };
}

/** https://github.com/pulumi/pulumi-kubernetes-operator/tree/master/deploy/helm/pulumi-operator */
export interface PulumiOperatorValues {
  readonly controller: { readonly logLevel: 'info'; readonly logFormat: 'json' };
  readonly rbac: {
    readonly create: boolean;
    readonly createClusterRole: boolean;
    readonly createRole: boolean;
    readonly createClusterAggregationRoles: boolean;
  };
  readonly resources: ContainerResources;
  readonly serviceMonitor: Enabled;
}
