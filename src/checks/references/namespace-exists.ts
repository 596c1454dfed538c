import type { Application } from '../../../imports/argo';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { namespaceOf } from '../tree/tree';
import type { Tree } from '../tree/tree';
import { expected } from './valid';

/** The namespaces that every cluster begins with. */
const INITIAL = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** What lies in a namespace has one. */
export const namespaceExists: Check = {
  id: 'namespace-exists',
  severity: 'error',
  what: 'The namespace of every object, and of every Argo CD destination, is a manifest of the tree or made by a sync option.',
  why: 'Argo CD refuses to sync an application into a namespace that does not exist.',
  remediation: 'Add a Namespace to the platform, or correct metadata.namespace.',
  peers: ['kube-linter use-namespace'],
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  run: (tree, report) => {
    const names = namespacesOf(tree);
    const missing = new Set<string>();
    for (const at of tree.located) {
      const namespace = namespaceOf(at);
      if (namespace === '' || names.has(namespace) || missing.has(namespace)) continue;
      missing.add(namespace);
      report(at, 'metadata.namespace', `is ${namespace}, which does not exist: ${expected(names)}`);
    }
    for (const at of tree.ofKind('Application')) {
      const namespace = claimed<Application>(at).spec?.destination?.namespace;
      if (namespace !== undefined && !names.has(namespace))
        report(at, 'spec.destination.namespace', `is ${namespace}, which does not exist: ${expected(names)}`);
    }
  },
};

function namespacesOf(tree: Tree): ReadonlySet<string> {
  return new Set([
    ...INITIAL,
    ...tree.ofKind('Namespace', '').map(({ manifest }) => manifest.metadata.name),
    ...tree.ofKind('Application').flatMap((at) => {
      const { destination, syncPolicy } = claimed<Application>(at).spec ?? {};
      return syncPolicy?.syncOptions?.includes('CreateNamespace=true') ? [destination?.namespace ?? ''] : [];
    }),
  ]);
}
