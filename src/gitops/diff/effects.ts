import type { Manifest } from '../../model/manifest';
import { compareQuantities } from '../../model/quantity';
import type { FieldChange } from './field-changes';

/** What a change does to what runs, from the least to the worst. */
export const EFFECTS = [
  'none',
  'metadata',
  'created',
  'in-place',
  'restart',
  'pruned',
  'orphaned',
  'recreate',
  'data-loss',
] as const;

/** One of them. */
export type Effect = (typeof EFFECTS)[number];

/** In the words of people. */
export const EFFECT_TEXTS: Readonly<Record<Effect, string>> = {
  none: 'no effect',
  metadata: 'metadata only',
  created: 'created',
  'in-place': 'changed in place',
  restart: 'rolling restart',
  pruned: 'pruned',
  orphaned: 'selector without pods',
  recreate: 'must be recreated',
  'data-loss': 'data loss',
};

/** The worst of several; no effect of none. */
export function worst(effects: Iterable<Effect>): Effect {
  let found = 0;
  for (const effect of effects) found = Math.max(found, EFFECTS.indexOf(effect));
  return EFFECTS[found]!;
}

/** What happens when the object is not published any more. */
export function effectOfRemoval(manifest: Manifest): Effect {
  if (syncOptions(manifest).includes('Prune=false')) return 'none';
  if (HOLDS_DATA.has(manifest.kind)) return 'data-loss';
  return manifest.kind === 'StatefulSet' && retention(manifest).whenDeleted === 'Delete' ? 'data-loss' : 'pruned';
}

/** Kinds whose end is the end of what is stored in them, or below them. */
const HOLDS_DATA = new Set([
  'CustomResourceDefinition',
  'Elasticsearch',
  'Kafka',
  'KafkaTopic',
  'Namespace',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Stack',
]);

function retention(manifest: Manifest): { whenDeleted?: string; whenScaled?: string } {
  const spec = manifest['spec'] as { persistentVolumeClaimRetentionPolicy?: object } | undefined;
  return spec?.persistentVolumeClaimRetentionPolicy ?? {};
}

/** Options of Argo CD that the object carries. */
export function syncOptions(manifest: Manifest): string[] {
  const text = manifest.metadata.annotations?.['argocd.argoproj.io/sync-options'] ?? '';
  return text.split(',').map((option) => option.trim());
}

/** What one changed field does. */
export function effectOfChange(before: Manifest, after: Manifest, change: FieldChange): Effect {
  const [top = '', field = ''] = change.path;
  if (top === 'metadata') return metadataEffect(after, field);
  const rule = RULES[after.kind];
  const effect = rule?.(change, before, after);
  if (effect === undefined) return change.order ? 'none' : 'in-place';
  return effect === 'recreate' && isHook(after) ? 'in-place' : effect;
}

/** Labels of a Namespace decide on admission and injection. */
function metadataEffect(manifest: Manifest, field: string): Effect {
  return manifest.kind === 'Namespace' && (field === 'labels' || field === 'annotations') ? 'in-place' : 'metadata';
}

/** Argo CD deletes a hook before it makes the next one, so nothing about it is immutable. */
function isHook(manifest: Manifest): boolean {
  const annotations = manifest.metadata.annotations ?? {};
  return 'argocd.argoproj.io/hook' in annotations || 'helm.sh/hook' in annotations;
}

type Rule = (change: FieldChange, before: Manifest, after: Manifest) => Effect | undefined;

const RULES: Readonly<Record<string, Rule | undefined>> = {
  ClusterRoleBinding: immutable('roleRef'),
  ConfigMap: immutableContent,
  CSIDriver: immutable('spec.attachRequired'),
  CustomResourceDefinition: (change) =>
    isWithin(change, 'spec.group', 'spec.scope', 'spec.names') ? 'data-loss' : undefined,
  DaemonSet: workload,
  Deployment: workload,
  IngressClass: immutable('spec.controller'),
  GatewayClass: immutable('spec.controllerName'),
  Job: immutable(
    'spec.selector',
    'spec.template',
    'spec.completions',
    'spec.completionMode',
    'spec.podFailurePolicy',
    'spec.successPolicy',
    'spec.backoffLimitPerIndex',
    'spec.managedBy',
  ),
  PersistentVolume: immutable('spec'),
  PersistentVolumeClaim: claim,
  PriorityClass: immutable('value', 'preemptionPolicy', 'globalDefault'),
  ReplicaSet: workload,
  RoleBinding: immutable('roleRef'),
  Rollout: workload,
  RuntimeClass: immutable('handler'),
  Secret: immutableContent,
  Service: service,
  StatefulSet: statefulSet,
  StorageClass: immutable('parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'),
};

function isWithin({ path }: FieldChange, ...places: readonly string[]): boolean {
  return places.some((place) => place.split('.').every((step, index) => path[index] === step));
}

function immutable(...places: readonly string[]): Rule {
  return (change) => (isWithin(change, ...places) ? 'recreate' : undefined);
}

function immutableContent(change: FieldChange, before: Manifest): Effect | undefined {
  if (isWithin(change, 'type')) return 'recreate';
  return before['immutable'] === true ? 'recreate' : undefined;
}

function workload(change: FieldChange, _: Manifest, after: Manifest): Effect | undefined {
  if (isWithin(change, 'spec.selector')) return 'recreate';
  if (!isWithin(change, 'spec.template')) return undefined;
  const spec = after['spec'] as { updateStrategy?: { type?: string }; paused?: boolean };
  return spec.updateStrategy?.type === 'OnDelete' || spec.paused ? 'in-place' : 'restart';
}

const CHANGEABLE = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
  'revisionHistoryLimit',
];

function statefulSet(change: FieldChange, before: Manifest, after: Manifest): Effect | undefined {
  if (isWithin(change, 'spec.volumeClaimTemplates')) return 'data-loss';
  if (
    isWithin(change, 'spec.replicas') &&
    retention(after).whenScaled === 'Delete' &&
    Number(change.after ?? 1) < Number(change.before ?? 1)
  ) {
    return 'data-loss';
  }
  if (change.path[0] === 'spec' && !CHANGEABLE.includes(change.path[1] ?? '')) return 'recreate';
  return workload(change, before, after);
}

/** A claim can grow; for anything else it must be deleted, with what it holds. */
function claim(change: FieldChange): Effect | undefined {
  if (isWithin(change, 'spec.volumeAttributesClassName')) return 'in-place';
  if (!isWithin(change, 'spec')) return undefined;
  if (!isWithin(change, 'spec.resources.requests.storage')) return 'data-loss';
  const [before, after] = [change.before, change.after].map((value) =>
    typeof value === 'number' ? value : String(value),
  );
  try {
    return compareQuantities(after!, before!) >= 0 ? 'in-place' : 'data-loss';
  } catch {
    return 'data-loss';
  }
}

function service(change: FieldChange): Effect | undefined {
  const isFixed = isWithin(
    change,
    'spec.clusterIP',
    'spec.clusterIPs',
    'spec.loadBalancerClass',
    'spec.ipFamilies.[0]',
  );
  return isFixed ? 'recreate' : undefined;
}
