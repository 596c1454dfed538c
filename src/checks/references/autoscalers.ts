import type { HorizontalPodAutoscaler } from '../../../imports/kubernetes';
import type { ScaledObject } from '../../../imports/keda';
import { claimed } from '../tree/claimed';
import { once } from '../tree/once';
import { namespaceOf } from '../tree/tree';
import type { Located } from '../tree/tree';

/** What an autoscaler scales. */
export interface Autoscaler {
  readonly at: Located;
  readonly kind: string;
  readonly name: string;
  /** Undefined when the tree has no such object. */
  readonly target: Located | undefined;
}

/** Every HorizontalPodAutoscaler and ScaledObject of the tree; KEDA scales a Deployment unless told otherwise. */
export const autoscalersOf = once((tree): readonly Autoscaler[] => [
  ...tree.ofKind('HorizontalPodAutoscaler').map((at) => {
    const { kind = '', name = '' } = claimed<HorizontalPodAutoscaler>(at).spec?.scaleTargetRef ?? {};
    return { at, kind, name, target: tree.find(kind, namespaceOf(at), name) };
  }),
  ...tree.ofKind('ScaledObject').map((at) => {
    const { kind = 'Deployment', name = '' } = claimed<ScaledObject>(at).spec?.scaleTargetRef ?? {};
    return { at, kind, name, target: tree.find(kind, namespaceOf(at), name) };
  }),
]);
