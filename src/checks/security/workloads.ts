import type { PodSpec } from '../../../imports/kubernetes';
import { podTemplates } from '../tree/pods';
import type { PodTemplate } from '../tree/pods';
import type { Tree } from '../tree/tree';

/** The pods of workloads, and those that are written as such. */
export function writtenPods(tree: Tree): readonly PodTemplate[] {
  const bare = tree.ofKind('Pod', '').map((at): PodTemplate => {
    const { labels = {}, annotations = {} } = at.manifest.metadata;
    return { at, path: '', labels, annotations, spec: (at.manifest['spec'] ?? {}) as PodSpec };
  });
  return bare.length === 0 ? podTemplates(tree) : [...podTemplates(tree), ...bare];
}

/** A field below the spec of a pod, from the manifest's beginning. */
export const inPod = ({ path }: PodTemplate, field: string): string =>
  [path, 'spec', field].filter((part) => part !== '').join('.');
