import { UserError, validNames } from '../../model/faults';
import type { Check } from '../check';
import type { Located, Tree } from '../tree/tree';
import { groupOf } from '../tree/tree';
import type { Manifest } from '../../model/manifest';
import { Catalog, KNOWN_RELEASES } from './catalog';
import { Visit } from './fault';
import { metadataFaults } from './metadata';

/** Every manifest is one that the API server would take. */
export const schema: Check = {
  id: 'schema',
  severity: 'error',
  what: 'Every field of a manifest is known, has its type, and keeps the rules of its kind, CEL rules included.',
  why: 'The API server refuses the manifest, or drops an unknown field without a word: what was meant is not what runs.',
  remediation: 'Write the field as the message expects it; chartwright import brings the kinds of newer releases.',
  peers: [
    'kubeconform',
    'kubeval',
    'kube-linter schema-validation',
    'kube-linter invalid-target-ports',
    'kube-score container-ports-check',
    'kube-score cronjob-restartpolicy',
    'kube-linter mismatching-selector',
    'kube-score deployment-pod-selector-labels-match-template-metadata-labels',
    'kube-linter job-ttl-seconds-after-finished',
    'Datree KUBERNETES_SCHEMA',
  ],
  source: 'https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation',
  run: (tree, report) => {
    const catalog = catalogOf(tree);
    let visit = new Visit();
    for (const at of tree.located) {
      const { apiVersion, kind } = at.manifest;
      const validator = catalog.validatorOf(apiVersion, kind);
      validator?.(stored(at), visit);
      metadataFaults(at.manifest, visit);
      if (visit.faults.length === 0) continue;
      for (const { path, message } of visit.faults) report(at, path, message);
      visit = new Visit();
    }
  },
};

/** Kinds that nothing here knows are named, and not passed over. */
export const unknownKind: Check = {
  id: 'unknown-kind',
  severity: 'warning',
  what: 'Every kind has a schema to check it against.',
  why: 'A manifest without a schema was not checked: a misspelt field in it is found by the cluster, or by nobody.',
  remediation: 'Name its CustomResourceDefinition with --schemas, or correct apiVersion and kind.',
  peers: ['kubeconform (missing schema)', 'kubeval (missing schema)'],
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/',
  run: (tree, report) => {
    const catalog = catalogOf(tree);
    for (const at of tree.located) {
      const { apiVersion, kind } = at.manifest;
      if (catalog.validatorOf(apiVersion, kind) !== undefined) continue;
      const others = catalog.versionsOf(groupOf(at.manifest), kind);
      const known = others.length > 0 ? `; known are ${others.join(', ')}` : '';
      report(at, 'apiVersion', `has no schema for ${apiVersion} ${kind}, so its fields were not checked${known}`);
    }
  },
};

const catalogs = new WeakMap<Tree, Catalog>();
const shared = new Map<string, Catalog>();

/** Trees of one release without schemas of their own share what is compiled. */
function catalogOf(tree: Tree): Catalog {
  const { kubernetes, schemas = [] } = tree.target;
  if (!KNOWN_RELEASES.includes(kubernetes))
    throw new UserError(`Kubernetes ${kubernetes} is not known: ${validNames(KNOWN_RELEASES)}`);
  const known = schemas.length === 0 ? shared.get(kubernetes) : catalogs.get(tree);
  if (known) return known;
  const catalog = new Catalog(kubernetes, schemas);
  if (schemas.length === 0) shared.set(kubernetes, catalog);
  else catalogs.set(tree, catalog);
  return catalog;
}

/** The manifest without what a cluster adds and takes back without a word. */
function stored({ manifest }: Located): object {
  const copy: Record<string, unknown> = {};
  for (const field in manifest)
    if (field !== 'status') copy[field] = field === 'metadata' ? named(manifest) : manifest[field];
  return manifest.kind === 'StatefulSet' ? withClaims(copy) : copy;
}

/** Templates of claims are whole claims, which may have a status as well. */
function withClaims(copy: Record<string, unknown>): object {
  const { volumeClaimTemplates, ...spec } = (copy['spec'] ?? {}) as { volumeClaimTemplates?: unknown };
  if (!Array.isArray(volumeClaimTemplates)) return copy;
  const claims = volumeClaimTemplates.map((claim: unknown) => {
    if (typeof claim !== 'object' || claim === null) return claim;
    const { status, ...written } = claim as Readonly<Record<string, unknown>>;
    return written;
  });
  return { ...copy, spec: { ...spec, volumeClaimTemplates: claims } };
}

function named({ kind, metadata }: Manifest): object {
  return kind === 'Namespace' ? { name: metadata.name, labels: metadata.labels ?? {} } : { name: metadata.name };
}
