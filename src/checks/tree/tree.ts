import type { Manifest } from '../../model/manifest';
import type { SchemaFile } from '../schema/json-schema';
import { isClusterWide } from '../references/cluster-kinds';
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

/** To look through so many takes less than to keep a map of them. */
const FEW = 8;

/** What there will be of one kind in one namespace: mostly one or two objects. */
class Named {
  readonly all: Located[] = [];
  private byName: Map<string, Located> | undefined;

  add(each: Located): void {
    this.all.push(each);
    this.byName?.set(each.manifest.metadata.name, each);
  }

  /** The last one of that name. */
  find(name: string): Located | undefined {
    if (this.byName !== undefined) return this.byName.get(name);
    if (this.all.length > FEW) {
      this.byName = new Map(this.all.map((each) => [each.manifest.metadata.name, each]));
      return this.byName.get(name);
    }
    for (let index = this.all.length - 1; index >= 0; index -= 1)
      if (this.all[index]!.manifest.metadata.name === name) return this.all[index];
    return undefined;
  }
}

const NONE: readonly Located[] = [];

/**
 * The manifests of one environment, indexed so that a reference is followed in one step. What operators and charts make
 * of them is found by name, too, but never listed for judging: nobody here wrote it.
 */
export class Tree {
  /** What the manifests will make others create: Secrets of Certificates, Services of collectors, what charts bring. */
  readonly implied: readonly Located[];
  /** Manifests that share kind, namespace and name with an earlier one, and those earlier ones. */
  readonly namesakes: ReadonlySet<Located>;
  private readonly kinds = new Map<string, Located[]>();
  private readonly named = new Map<string, Map<string, Named>>();

  constructor(
    readonly located: readonly Located[],
    readonly target: Target,
  ) {
    const namesakes = new Set<Located>();
    for (const each of located) {
      append(this.kinds, each.manifest.kind, each);
      const before = this.index(each);
      if (before) namesakes.add(before).add(each);
    }
    this.namesakes = namesakes;
    this.implied = impliedBy(located.map(({ manifest }) => manifest))
      .filter(({ kind, metadata }) => !this.find(kind, metadata.namespace ?? '', metadata.name))
      .map((manifest) => ({ manifest, file: '', line: 0, text: () => '' }));
    for (const each of this.implied) this.index(each);
  }

  /** Returns what had the name before. */
  private index(each: Located): Located | undefined {
    const { kind, metadata } = each.manifest;
    const { name } = metadata;
    const namespace = namespaceOf(each);
    let namespaces = this.named.get(kind);
    if (namespaces === undefined) this.named.set(kind, (namespaces = new Map<string, Named>()));
    let named = namespaces.get(namespace);
    if (named === undefined) namespaces.set(namespace, (named = new Named()));
    const before = named.find(name);
    named.add(each);
    return before;
  }

  /** All manifests of a kind; kinds of different API groups with one name are told apart by `group`. */
  ofKind(kind: string, group?: string): readonly Located[] {
    const all = this.kinds.get(kind) ?? NONE;
    return group === undefined ? all : all.filter(({ manifest }) => groupOf(manifest) === group);
  }

  /** What there will be of a kind in a namespace, implied ones included. */
  inNamespace(kind: string, namespace: string): readonly Located[] {
    return this.named.get(kind)?.get(namespace)?.all ?? NONE;
  }

  /**
   * The manifest of a kind, namespace (empty for cluster-wide kinds) and name; an implied one if nobody wrote it. One that
   * says no namespace gets it from who applies it, and may be the one.
   */
  find(kind: string, namespace: string, name: string): Located | undefined {
    const namespaces = this.named.get(kind);
    return namespaces?.get(namespace)?.find(name) ?? namespaces?.get('')?.find(name);
  }

  /** Names of a kind in a namespace, for messages that list what would be valid. */
  namesOf(kind: string, namespace: string): readonly string[] {
    return this.inNamespace(kind, namespace).map(({ manifest }) => manifest.metadata.name);
  }
}

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

/** The namespace of a manifest; empty for cluster-wide kinds, of which the API server ignores it. */
export function namespaceOf({ manifest }: Located): string {
  const { namespace } = manifest.metadata;
  // null is none, too
  return namespace == null || isClusterWide(groupOf(manifest), manifest.kind) ? '' : namespace;
}
