import type { Manifest } from '../../model/manifest';

/** Phases of a sync of Argo CD, in their order. */
export const PHASES = ['PreSync', 'Sync', 'PostSync'] as const;

/** One of them. */
export type Phase = (typeof PHASES)[number];

/** When Argo CD applies an object. */
export interface Turn {
  readonly phase: Phase;
  readonly wave: number;
}

/** Kinds that Argo CD applies in this order within a wave; all others come after them. */
const KINDS = [
  'Namespace',
  'NetworkPolicy',
  'ResourceQuota',
  'LimitRange',
  'PodSecurityPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'SecretList',
  'ConfigMap',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleList',
  'ClusterRoleBinding',
  'ClusterRoleBindingList',
  'Role',
  'RoleList',
  'RoleBinding',
  'RoleBindingList',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'IngressClass',
  'Ingress',
  'APIService',
];
const RANKS = new Map(KINDS.map((kind, index) => [kind, index]));

const HELM_PHASES: Readonly<Record<string, Phase | undefined>> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
  'crd-install': 'PreSync',
};

/** The turns of an object: a hook may have several, what is skipped or waits for a failure has none. */
export function turnsOf(manifest: Manifest): Turn[] {
  const wave = waveOf(manifest);
  return phasesOf(manifest).map((phase) => ({ phase, wave }));
}

function phasesOf(manifest: Manifest): Phase[] {
  const annotations = manifest.metadata.annotations ?? {};
  const own = annotations['argocd.argoproj.io/hook'];
  if (own !== undefined) {
    const words = own.split(',').map((word) => word.trim());
    return PHASES.filter((phase) => words.includes(phase));
  }
  const helm = annotations['helm.sh/hook'];
  if (helm === undefined) return ['Sync'];
  const phases = helm.split(',').map((word) => HELM_PHASES[word.trim()]);
  return PHASES.filter((phase) => phases.includes(phase));
}

/** The wave that is written, if Argo CD can read it; else the weight of a Helm hook, else 0. */
function waveOf(manifest: Manifest): number {
  const annotations = manifest.metadata.annotations ?? {};
  for (const name of ['argocd.argoproj.io/sync-wave', 'helm.sh/hook-weight']) {
    const text = annotations[name];
    if (text !== undefined && /^[+-]?\d+$/.test(text)) return Number(text);
  }
  return 0;
}

/** The order of Argo CD within a wave: by kind, then by name. */
export function compareInWave(left: Manifest, right: Manifest): number {
  const [one, other] = [left, right].map(({ kind }) => RANKS.get(kind) ?? KINDS.length);
  const byRank = one! - other!;
  if (byRank !== 0) return byRank;
  const byName = compare(left.metadata.name, right.metadata.name);
  return byName !== 0 ? byName : compare(left.kind, right.kind);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Objects that are applied together. */
export interface Step extends Turn {
  readonly manifests: readonly Manifest[];
}

/** The steps of one sync, one after the other. */
export function stepsOf(manifests: readonly Manifest[]): Step[] {
  const steps = new Map<string, Turn & { manifests: Manifest[] }>();
  for (const manifest of manifests) {
    for (const turn of turnsOf(manifest)) {
      const key = `${turn.phase} ${turn.wave}`;
      const step = steps.get(key) ?? { ...turn, manifests: [] };
      steps.set(key, step);
      step.manifests.push(manifest);
    }
  }
  const sorted = [...steps.values()].sort(
    (left, right) => PHASES.indexOf(left.phase) - PHASES.indexOf(right.phase) || left.wave - right.wave,
  );
  return sorted.map((step) => ({ ...step, manifests: step.manifests.sort(compareInWave) }));
}

/** Kinds that Argo CD has a health check for, so that a wave waits until they are healthy. */
const WAITED_FOR = new Set(
  (
    'APIService Application CronJob DaemonSet Deployment HorizontalPodAutoscaler Ingress Job PersistentVolumeClaim Pod ' +
    'ReplicaSet StatefulSet Rollout AnalysisRun Canary ExternalSecret SecretStore ClusterSecretStore PushSecret Gateway ' +
    'HTTPRoute GRPCRoute NodePool NodeClaim EC2NodeClass Certificate Issuer ClusterIssuer ScaledObject ScaledJob Kafka ' +
    'KafkaTopic KafkaUser Grafana GrafanaDashboard GrafanaDatasource GrafanaFolder Elasticsearch Kibana CustomResourceDefinition'
  ).split(' '),
);

/** Whether a step of several waits for this object. */
export function isWaitedFor(manifest: Manifest, applicationsHaveHealth: boolean): boolean {
  if (manifest.metadata.annotations?.['argocd.argoproj.io/ignore-healthcheck'] === 'true') return false;
  if (manifest.kind === 'Application') return applicationsHaveHealth;
  if (manifest.kind === 'Service') return (manifest['spec'] as { type?: string } | undefined)?.type === 'LoadBalancer';
  return WAITED_FOR.has(manifest.kind);
}
