import type { Application } from '../../../imports/argo';
import { chartOf, valueOf } from '../tree/chart-objects';
import type { Chart } from '../tree/chart-objects';
import { claimed } from '../tree/claimed';
import type { Located } from '../tree/tree';

/** What a chart brings of custom resource definitions, and the value of the chart that leaves them out. */
interface Provider {
  readonly groups: readonly string[];
  readonly brings?: (chart: Chart) => boolean;
}

const ELASTIC = [
  'elasticsearch',
  'kibana',
  'apm',
  'beat',
  'agent',
  'logstash',
  'enterprisesearch',
  'maps',
  'autoscaling',
  'stackconfigpolicy',
].map((name) => `${name}.k8s.elastic.co`);

/** Helm charts by name, as their templates and `crds` folders have it at the versions of the platform. */
export const CRD_PROVIDERS: Readonly<Partial<Record<string, Provider>>> = {
  'argo-cd': { groups: ['argoproj.io'], brings: (chart) => valueOf(chart, 'crds.install', true) },
  'argo-rollouts': { groups: ['argoproj.io'], brings: (chart) => valueOf(chart, 'installCRDs', true) },
  'aws-load-balancer-controller': { groups: ['elbv2.k8s.aws'] },
  'cert-manager': {
    groups: ['cert-manager.io', 'acme.cert-manager.io'],
    brings: (chart) => valueOf<boolean>(chart, 'crds.enabled', false) || valueOf<boolean>(chart, 'installCRDs', false),
  },
  'eck-operator': { groups: ELASTIC, brings: (chart) => valueOf(chart, 'installCRDs', true) },
  'eck-operator-crds': { groups: ELASTIC },
  'external-dns': { groups: ['externaldns.k8s.io'] },
  'external-secrets': {
    groups: ['external-secrets.io', 'generators.external-secrets.io'],
    brings: (chart) => valueOf(chart, 'installCRDs', true),
  },
  'grafana-operator': { groups: ['grafana.integreatly.org'] },
  karpenter: { groups: ['karpenter.sh', 'karpenter.k8s.aws'] },
  'karpenter-crd': { groups: ['karpenter.sh', 'karpenter.k8s.aws'] },
  keda: { groups: ['keda.sh', 'eventing.keda.sh'], brings: (chart) => valueOf(chart, 'crds.install', true) },
  'kube-prometheus-stack': {
    groups: ['monitoring.coreos.com'],
    brings: (chart) => valueOf(chart, 'crds.enabled', true),
  },
  'linkerd-crds': { groups: ['policy.linkerd.io', 'linkerd.io', 'workload.linkerd.io', 'multicluster.linkerd.io'] },
  'pulumi-kubernetes-operator': { groups: ['pulumi.com', 'auto.pulumi.com'] },
  'opentelemetry-operator': { groups: ['opentelemetry.io'], brings: (chart) => valueOf(chart, 'crds.create', true) },
  'prometheus-operator-crds': { groups: ['monitoring.coreos.com'] },
  'strimzi-kafka-operator': { groups: ['kafka.strimzi.io'] },
  'trust-manager': { groups: ['trust.cert-manager.io'], brings: (chart) => valueOf(chart, 'crds.enabled', true) },
};

/** Folders of manifests in others' repositories that hold definitions. */
const CRD_REPOSITORIES: Readonly<Record<string, readonly string[]>> = {
  'github.com/kubernetes-sigs/gateway-api': ['gateway.networking.k8s.io'],
};

/** API groups that an Application brings the definitions of. */
export function groupsBroughtBy(application: Located): readonly string[] {
  const chart = chartOf(application.manifest);
  const provider = chart && CRD_PROVIDERS[chart.name];
  if (provider) return (provider.brings?.(chart) ?? true) ? provider.groups : [];
  const { source } = claimed<Application>(application).spec ?? {};
  const repository = source?.repoURL?.replace(/^https:\/\//, '').replace(/\.git$/, '') ?? '';
  return source?.path?.includes('crd') ? (CRD_REPOSITORIES[repository] ?? []) : [];
}
