import type { ChartPin, GitRelease } from '../../src/model/add-on';
import type * as values from './helm-values';

/** A chart's release; its values are typed, so that a key we never meant does not compile. */
const chart = <Values extends object>(
  upstream: string,
  release: string,
  repository: string,
  name: string,
  version: string,
  bindings?: string,
): ChartPin<Values> => ({
  upstream,
  release,
  repository,
  chart: name,
  version,
  ...(bindings === undefined ? {} : { bindings }),
});

const LINKERD = 'https://helm.linkerd.io/edge';
/** Linkerd 2.20: its open-source releases are edge builds. */
const LINKERD_RELEASE = 'edge-26.6.3';
const LINKERD_VERSION = '2026.6.3';
const JETSTACK = 'https://charts.jetstack.io';
const PROMETHEUS = 'https://prometheus-community.github.io/helm-charts';
const ELASTIC = 'https://helm.elastic.co';
const KARPENTER = 'public.ecr.aws/karpenter';

/**
 * Every vendor chart, exactly pinned: to bump one, edit its line, compare `imports/` with the new release, read the diff.
 * Releases that must fit together share a constant above.
 */
export const CHARTS = {
  argoCd: chart<values.ArgoCdValues>(
    'argoproj/argo-cd',
    'v3.5.1',
    'https://argoproj.github.io/argo-helm',
    'argo-cd',
    '10.3.3',
    'v3.5.1',
  ),
  awsLoadBalancerController: chart<values.AwsLoadBalancerControllerValues>(
    'kubernetes-sigs/aws-load-balancer-controller',
    'v3.5.0',
    'https://aws.github.io/eks-charts',
    'aws-load-balancer-controller',
    '3.5.0',
    'v3.5.0',
  ),
  certManager: chart<values.CertManagerValues>(
    'cert-manager/cert-manager',
    'v1.21.2',
    JETSTACK,
    'cert-manager',
    'v1.21.2',
    'v1.21.1',
  ),
  eckCrds: chart<Record<never, never>>(
    'elastic/cloud-on-k8s',
    'v3.5.0',
    ELASTIC,
    'eck-operator-crds',
    '3.5.0',
    'v3.5.0',
  ),
  eckOperator: chart<values.EckOperatorValues>('elastic/cloud-on-k8s', 'v3.5.0', ELASTIC, 'eck-operator', '3.5.0'),
  externalDns: chart<values.ExternalDnsValues>(
    'kubernetes-sigs/external-dns',
    'chart 1.21.1',
    'https://kubernetes-sigs.github.io/external-dns',
    'external-dns',
    '1.21.1',
  ),
  externalSecrets: chart<values.ExternalSecretsValues>(
    'external-secrets/external-secrets',
    'v2.9.0',
    'https://charts.external-secrets.io',
    'external-secrets',
    '2.9.0',
    'v2.9.0',
  ),
  grafanaOperator: chart<values.GrafanaOperatorValues>(
    'grafana/grafana-operator',
    'v5.24.0',
    'ghcr.io/grafana/helm-charts',
    'grafana-operator',
    '5.24.0',
    'v5.24.0',
  ),
  karpenter: chart<values.KarpenterValues>('aws/karpenter-provider-aws', 'v1.14.1', KARPENTER, 'karpenter', '1.14.1'),
  karpenterCrds: chart<Record<never, never>>(
    'aws/karpenter-provider-aws',
    'v1.14.1',
    KARPENTER,
    'karpenter-crd',
    '1.14.1',
    'v1.14.1',
  ),
  keda: chart<values.KedaValues>(
    'kedacore/keda',
    'v2.20.2',
    'https://kedacore.github.io/charts',
    'keda',
    '2.20.2',
    'v2.20.2',
  ),
  kubePrometheusStack: chart<values.KubePrometheusStackValues>(
    'prometheus-operator/prometheus-operator',
    'v0.93.1',
    PROMETHEUS,
    'kube-prometheus-stack',
    '88.5.3',
  ),
  linkerd: chart<values.LinkerdValues>(
    'linkerd/linkerd2',
    LINKERD_RELEASE,
    LINKERD,
    'linkerd-control-plane',
    LINKERD_VERSION,
  ),
  linkerdCni: chart<values.LinkerdCniValues>(
    'linkerd/linkerd2',
    LINKERD_RELEASE,
    LINKERD,
    'linkerd2-cni',
    LINKERD_VERSION,
  ),
  linkerdCrds: chart<values.LinkerdCrdsValues>(
    'linkerd/linkerd2',
    LINKERD_RELEASE,
    LINKERD,
    'linkerd-crds',
    LINKERD_VERSION,
    'edge-26.8.3',
  ),
  linkerdViz: chart<values.LinkerdVizValues>(
    'linkerd/linkerd2',
    LINKERD_RELEASE,
    LINKERD,
    'linkerd-viz',
    LINKERD_VERSION,
  ),
  metricsServer: chart<values.MetricsServerValues>(
    'kubernetes-sigs/metrics-server',
    'chart 3.14.0',
    'https://kubernetes-sigs.github.io/metrics-server',
    'metrics-server',
    '3.14.0',
  ),
  openTelemetryOperator: chart<values.OpenTelemetryOperatorValues>(
    'open-telemetry/opentelemetry-operator',
    'v0.158.0',
    'https://open-telemetry.github.io/opentelemetry-helm-charts',
    'opentelemetry-operator',
    '0.122.0',
    'v0.158.0',
  ),
  prometheusOperatorCrds: chart<Record<never, never>>(
    'prometheus-operator/prometheus-operator',
    'v0.93.1',
    PROMETHEUS,
    'prometheus-operator-crds',
    '31.0.1',
    'v0.93.0',
  ),
  pulumiOperator: chart<values.PulumiOperatorValues>(
    'pulumi/pulumi-kubernetes-operator',
    'v2.9.0',
    'ghcr.io/pulumi/helm-charts',
    'pulumi-kubernetes-operator',
    '2.9.0',
    'v2.9.0',
  ),
  trustManager: chart<values.TrustManagerValues>(
    'cert-manager/trust-manager',
    'v0.24.0',
    JETSTACK,
    'trust-manager',
    'v0.24.0',
    'v0.24.0',
  ),
} as const;

/** Vendor folders of plain YAML at an exact tag. */
export const FOLDERS = {
  /** Linkerd 2.20 reads 1.2.1 to 1.5.1 and recommends 1.2.1; its own chart brings an older, experimental set. */
  gatewayApi: {
    upstream: 'kubernetes-sigs/gateway-api',
    repository: 'https://github.com/kubernetes-sigs/gateway-api.git',
    revision: 'refs/tags/v1.2.1',
    path: 'config/crd/standard',
    bindings: 'v1.6.1',
  },
} as const satisfies Record<string, GitRelease>;

/** Images of pods that we write ourselves, or that a custom resource names. */
export const IMAGES = {
  collector: {
    repository: 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib',
    tag: '0.158.0',
  },
  curl: { repository: 'docker.io/curlimages/curl', tag: '8.18.0' },
  elasticsearchExporter: { repository: 'quay.io/prometheuscommunity/elasticsearch-exporter', tag: 'v1.9.0' },
  jaeger: { repository: 'docker.io/jaegertracing/jaeger', tag: '2.20.0' },
  jaegerIndexCleaner: { repository: 'docker.io/jaegertracing/jaeger-es-index-cleaner', tag: '2.20.0' },
  javaAgent: {
    repository: 'ghcr.io/open-telemetry/opentelemetry-operator/autoinstrumentation-java',
    tag: '2.30.0',
  },
  kafkaExporter: { repository: 'docker.io/danielqsj/kafka-exporter', tag: 'v1.9.0' },
  pulumi: { repository: 'docker.io/pulumi/pulumi', tag: '3.247.0-nonroot' },
} as const;

/** Releases of software whose operator chooses the image by its number. */
export const RELEASES = { elasticStack: '9.4.3', grafana: '13.0.1' } as const;

/** `repository:tag`, as a container wants it. */
export function image(name: keyof typeof IMAGES): string {
  return `${IMAGES[name].repository}:${IMAGES[name].tag}`;
}
