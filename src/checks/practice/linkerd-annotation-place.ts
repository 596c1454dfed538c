import type { Check } from '../check';
import { podTemplates } from '../tree/pods';

export const linkerdAnnotationPlace: Check = {
  id: 'linkerd-annotation-place',
  severity: 'warning',
  what: 'A workload of a meshed namespace does not leave the mesh without saying so.',
  why: 'Annotations of Linkerd count on a namespace or a pod template; anywhere else they do nothing, and traffic is neither encrypted nor authorized.',
  remediation: 'Move linkerd.io/inject to spec.template.metadata.annotations.',
  peers: ['Kyverno require-linkerd-mesh-injection', 'Kyverno check-linkerd-authorizationpolicy'],
  source: 'https://linkerd.io/2/features/proxy-injection/',
  run: (tree, report) => {
    for (const { at } of podTemplates(tree))
      if (at.manifest.metadata.annotations?.['linkerd.io/inject'] !== undefined)
        report(
          at,
          'metadata.annotations.linkerd.io/inject',
          `is on the ${at.manifest.kind}, where Linkerd does not look; expected it on the pod template`,
        );
  },
};
