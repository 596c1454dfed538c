import type { Manifest } from '../model/manifest';

/** Groups that Kubernetes itself serves: every other one needs a definition. */
const BUILT_IN: ReadonlySet<string> = new Set([
  ...['apps', 'autoscaling', 'batch', 'policy', 'discovery.k8s.io', 'networking.k8s.io'],
  ...['rbac.authorization.k8s.io', 'scheduling.k8s.io', 'storage.k8s.io'],
]);

const isBuiltIn = (apiVersion: string): boolean =>
  !apiVersion.includes('/') || BUILT_IN.has(apiVersion.slice(0, apiVersion.indexOf('/')));

/**
 * Definitions of the custom resources among these manifests, so that a cluster without their controllers takes them as
 * they are. They accept any content: whether it is right is what the checks say, by the vendors' own schemas.
 */
export function definitionsOf(manifests: readonly Manifest[]): readonly Manifest[] {
  const versions = new Map<string, Set<string>>();
  const namespaced = new Set<string>();
  for (const { apiVersion, kind, metadata } of manifests) {
    if (isBuiltIn(apiVersion)) continue;
    const [group, version] = apiVersion.split('/') as [string, string];
    const key = `${group}/${kind}`;
    versions.set(key, (versions.get(key) ?? new Set()).add(version));
    if (metadata.namespace !== undefined) namespaced.add(key);
  }
  return [...versions.keys()].sort().map((key) => {
    const [group, kind] = key.split('/') as [string, string];
    return definition(group, kind, [...versions.get(key)!].sort(), namespaced.has(key));
  });
}

function definition(group: string, kind: string, versions: readonly string[], namespaced: boolean): Manifest {
  const plural = pluralOf(kind.toLowerCase());
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // the API server asks for it in groups that belong to Kubernetes
      annotations: { 'api-approved.kubernetes.io': 'unapproved, it accepts anything for a test' },
    },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() },
      scope: namespaced ? 'Namespaced' : 'Cluster',
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      })),
    },
  };
}

function pluralOf(word: string): string {
  if (/(s|x|ch)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}
