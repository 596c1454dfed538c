import type { Check } from '../check';

/** What all annotations of an object may hold together: https://github.com/kubernetes/apimachinery/blob/master/pkg/api/validation/objectmeta.go */
const MOST = 256 * 1024;
/** kubectl and client-side syncs write the whole object into an annotation. */
const CLIENT_SIDE = 'kubectl.kubernetes.io/last-applied-configuration';

export const annotationSize: Check = {
  id: 'annotation-size',
  severity: 'error',
  what: 'The annotations of an object hold at most 256 KiB together.',
  why: 'The API server refuses an object with more.',
  remediation: 'Move what is long into a ConfigMap.',
  peers: [],
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/',
  run: (tree, report) => {
    for (const at of tree.located) {
      const { annotations } = at.manifest.metadata;
      if (!annotations) continue;
      const entries = Object.entries(annotations).filter(([, value]) => typeof value === 'string');
      const size = entries.reduce((sum, [key, value]) => sum + key.length + Buffer.byteLength(value), 0);
      if (size > MOST) report(at, 'metadata.annotations', `hold ${size} bytes; expected at most ${MOST}`);
      if (entries.some(([key]) => key === CLIENT_SIDE))
        report(at, `metadata.annotations.${CLIENT_SIDE}`, 'is written by kubectl, and never by hand');
    }
  },
};
