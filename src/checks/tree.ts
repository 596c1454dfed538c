import type { Manifest } from '../model/manifest';
import type { SchemaFile } from './schema/catalog';
import { impliedBy } from './implied';
import type { Located } from './located';

export type { Located };

/** What the cluster is like that the manifests are meant for. */
export interface Target {
  /** Kubernetes minor: `1.35`. */
  readonly kubernetes: string;
  /** Schemas of kinds that are not shipped; they win over those that are. */
  readonly schemas?: readonly SchemaFile[];
}

/**
 * The manifests of one environment, indexed so that a reference is followed in one step. What operators and charts make
 * of them is found by name, too, but never listed for judging: nobody here wrote it.
 */
export class Tree {
  /** What the manifests will make others create: Secrets of Certificates, Services of collectors, what charts bring. */
  readonly implied: readonly Located[];
  private readonly kinds = new Map<string, Located[]>();
  private readonly names = new Map<string, Located>();
  private readonly namespaces = new Map<string, Located[]>();

  constructor(
    readonly located: readonly Located[],
    readonly target: Target,
  ) {
    for (const each of located) {
      append(this.kinds, each.manifest.kind, each);
      this.index(each);
    }
    this.implied = impliedBy(located.map(({ manifest }) => manifest))
      .map((manifest) => ({ manifest, file: '', line: 0, text: () => '' }))
      .filter(({ manifest: { kind, metadata } }) => !this.find(kind, metadata.namespace ?? '', metadata.name));
    for (const each of this.implied) this.index(each);
  }

  private index(each: Located): void {
    const { kind, metadata } = each.manifest;
    const namespace = metadata.namespace ?? '';
    this.names.set(keyOf(kind, namespace, metadata.name), each);
    append(this.namespaces, keyOf(kind, namespace, ''), each);
  }

  /** All manifests of a kind; kinds of different API groups with one name are told apart by `group`. */
  ofKind(kind: string, group?: string): readonly Located[] {
    const all = this.kinds.get(kind) ?? [];
    return group === undefined ? all : all.filter(({ manifest }) => groupOf(manifest) === group);
  }

  /** What there will be of a kind in a namespace, implied ones included. */
  inNamespace(kind: string, namespace: string): readonly Located[] {
    return this.namespaces.get(keyOf(kind, namespace, '')) ?? [];
  }

  /** The manifest of a kind, namespace (empty for cluster-wide kinds) and name; an implied one if nobody wrote it. */
  find(kind: string, namespace: string, name: string): Located | undefined {
    return this.names.get(keyOf(kind, namespace, name));
  }

  /** Names of a kind in a namespace, for messages that list what would be valid. */
  namesOf(kind: string, namespace: string): readonly string[] {
    return this.inNamespace(kind, namespace).map(({ manifest }) => manifest.metadata.name);
  }
}

const keyOf = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;

/** Adds to the list of a key. */
export function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(manifest: Manifest): string {
  const slash = manifest.apiVersion.indexOf('/');
  return slash < 0 ? '' : manifest.apiVersion.slice(0, slash);
}

/** The namespace of a manifest; empty for cluster-wide kinds. */
export const namespaceOf = (at: Located): string => at.manifest.metadata.namespace ?? '';
