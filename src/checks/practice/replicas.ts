import type { Located, Tree } from '../tree';
import { namespaceOf } from '../tree';

interface Scaler {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly minReplicas?: number;
  readonly minReplicaCount?: number;
}

/** How few replicas a workload may have: those of its autoscaler, else its own. */
export function leastReplicas(tree: Tree, at: Located): number {
  const { kind, metadata } = at.manifest;
  for (const scaler of ['HorizontalPodAutoscaler', 'ScaledObject'])
    for (const each of tree.inNamespace(scaler, namespaceOf(at))) {
      const spec = (each.manifest['spec'] ?? {}) as Scaler;
      const target = spec.scaleTargetRef;
      if (
        namespaceOf(each) === namespaceOf(at) &&
        target?.name === metadata.name &&
        (target.kind ?? 'Deployment') === kind
      )
        return spec.minReplicas ?? spec.minReplicaCount ?? (scaler === 'ScaledObject' ? 0 : 1);
    }
  return (at.manifest['spec'] as { replicas?: number } | undefined)?.replicas ?? 1;
}
