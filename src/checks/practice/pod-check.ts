import type { Container } from '../../../imports/kubernetes';
import type { Check } from '../check';
import { containersOf } from '../pods';
import type { PodTemplate } from '../pods';
import { inPod, writtenPods } from '../security/workloads';
import type { Tree } from '../tree';

/** What a check finds: the field below the container or pod, and what is wrong with it. */
export type Found = readonly (readonly [field: string, message: string])[];

/** A check of every container that runs beside the application, or is it. */
export function ofContainers(
  about: Omit<Check, 'run'>,
  find: (container: Container, pod: PodTemplate, init: boolean) => Found,
): Check {
  return {
    ...about,
    run: (tree, report) => {
      for (const pod of writtenPods(tree))
        for (const { container, path, init } of containersOf(pod))
          for (const [field, message] of find(container, pod, init))
            report(
              pod.at,
              `${path.replace(/^\./, '')}${field === '' ? '' : `.${field}`}`,
              `container "${container.name}" ${message}`,
            );
    },
  };
}

/** A check of every pod as a whole. */
export function ofPods(about: Omit<Check, 'run'>, find: (pod: PodTemplate, tree: Tree) => Found): Check {
  return {
    ...about,
    run: (tree, report) => {
      for (const pod of writtenPods(tree))
        for (const [field, message] of find(pod, tree)) report(pod.at, inPod(pod, field), message);
    },
  };
}

/** Kinds that serve, rather than end. */
export const serves = ({ at }: PodTemplate): boolean => ['Deployment', 'StatefulSet'].includes(at.manifest.kind);
