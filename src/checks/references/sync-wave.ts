import { applicationsOf } from './applications';
import type { Check } from '../check';
import { groupsBroughtBy } from './crd-providers';
import { append, groupOf } from '../tree/tree';
import type { Located, Tree } from '../tree/tree';
import { expected } from './valid';

/** Groups that the API server has of itself, and Argo CD's own: without it nobody reads an Application. */
const BUILT_IN = /^(|apps|batch|autoscaling|policy|argoproj\.io|(?!gateway\.).*\.k8s\.io)$/;

/** A custom resource comes after its definition. */
export const syncWave: Check = {
  id: 'sync-wave',
  severity: 'error',
  what: 'The definition of every custom resource is brought by an Application of an earlier wave, or by its own.',
  why: 'On a new cluster the sync of a kind that does not exist yet fails, and everything after it waits for retries.',
  remediation:
    'Give the Application that brings the definitions a lower argocd.argoproj.io/sync-wave than those that use them.',
  peers: ['pluto', 'kubeconform'],
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/',
  run: (tree, report) => {
    const providers = providersOf(tree);
    for (const application of applicationsOf(tree)) {
      const judged = new Set<string>();
      for (const at of application.manifests) {
        const group = groupOf(at.manifest);
        if (BUILT_IN.test(group) || judged.has(group)) continue;
        judged.add(group);
        const brought = providers.get(group) ?? [];
        if (brought.length === 0)
          report(
            at,
            'apiVersion',
            `is of group ${group}, whose definitions nothing installs: ${expected(providers.keys())}`,
          );
        else if (!brought.some(({ wave, by }) => wave < application.wave || by === application.at)) {
          const by = brought.map((each) => `${each.by.manifest.metadata.name} in wave ${each.wave}`).join(', ');
          report(
            application.at,
            'metadata.annotations["argocd.argoproj.io/sync-wave"]',
            `is wave ${application.wave}, but ${at.manifest.kind} is installed by ${by}: expected that earlier`,
          );
        }
      }
    }
  },
};

interface Bringing {
  readonly by: Located;
  readonly wave: number;
}

function providersOf(tree: Tree): ReadonlyMap<string, readonly Bringing[]> {
  const providers = new Map<string, Bringing[]>();
  for (const { at, wave, manifests } of applicationsOf(tree)) {
    for (const group of groupsBroughtBy(at)) append(providers, group, { by: at, wave });
    for (const { manifest } of manifests)
      if (manifest.kind === 'CustomResourceDefinition')
        append(providers, (manifest.spec as { group?: string } | undefined)?.group ?? '', { by: at, wave });
  }
  return providers;
}
