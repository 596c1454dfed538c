import type { Container } from '../../../imports/kubernetes';
import type { Check } from '../check';
import { containersOf } from '../tree/pods';
import type { PodTemplate } from '../tree/pods';
import { inPod, writtenPods } from '../security/workloads';
import type { Tree } from '../tree/tree';

/** Says that something is wrong with a field below the container or pod; empty for the whole of it. */
type Say = (field: string, message: string) => void;

/** A check of every container that runs beside the application, or is it. */
export function ofContainers(
  about: Omit<Check, 'run'>,
  judge: (container: Container, say: Say, pod: PodTemplate, init: boolean) => void,
): Check {
  return {
    ...about,
    run: (tree, report) => {
      for (const pod of writtenPods(tree))
        containersOf(pod).forEach(({ container, path, init }) => {
          const say: Say = (field, message) => {
            const place = `${path.replace(/^\./, '')}${field === '' ? '' : `.${field}`}`;
            report(pod.at, place, `container "${container.name}" ${message}`);
          };
          judge(container, say, pod, init);
        });
    },
  };
}

/** A check of every pod as a whole. */
export function ofPods(about: Omit<Check, 'run'>, judge: (pod: PodTemplate, say: Say, tree: Tree) => void): Check {
  return {
    ...about,
    run: (tree, report) => {
      for (const pod of writtenPods(tree))
        judge(
          pod,
          (field, message) => {
            report(pod.at, inPod(pod, field), message);
          },
          tree,
        );
    },
  };
}

const SERVING = new Set(['Deployment', 'StatefulSet']);

/** Kinds that serve, rather than end. */
export const serves = ({ at }: PodTemplate): boolean => SERVING.has(at.manifest.kind);
