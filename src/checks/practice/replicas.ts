import { once } from '../tree/once';
import { namespaceOf } from '../tree/tree';
import type { Located, Tree } from '../tree/tree';

interface Scaler {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly minReplicas?: number;
  readonly minReplicaCount?: number;
}

const keyOf = (at: Located, kind: string, name: string): string => `${namespaceOf(at)}/${kind}/${name}`;

/** The least that the first autoscaler of each workload keeps. */
const scaled = once((tree): ReadonlyMap<string, number> => {
  const least = new Map<string, number>();
  for (const kind of ['HorizontalPodAutoscaler', 'ScaledObject'])
    for (const at of tree.ofKind(kind)) {
      const { scaleTargetRef, minReplicas, minReplicaCount } = (at.manifest['spec'] ?? {}) as Scaler;
      const key = keyOf(at, scaleTargetRef?.kind ?? 'Deployment', scaleTargetRef?.name ?? '');
      if (!least.has(key)) least.set(key, minReplicas ?? minReplicaCount ?? (kind === 'ScaledObject' ? 0 : 1));
    }
  return least;
});

/** How few replicas a workload may have: those of its autoscaler, else its own. */
export function leastReplicas(tree: Tree, at: Located): number {
  const { kind, metadata, spec } = at.manifest as Located['manifest'] & { readonly spec?: { replicas?: number } };
  return scaled(tree).get(keyOf(at, kind, metadata.name)) ?? spec?.replicas ?? 1;
}
