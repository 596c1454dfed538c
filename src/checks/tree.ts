import type { Manifest } from '../model/manifest';

/** A manifest with the place it was read from. */
export interface Located {
  readonly manifest: Manifest;
  readonly file: string;
  /** Line of the file at which its document begins. */
  readonly line: number;
  /** The document's own text, from which the line of a path is found when a violation needs it. */
  readonly text: () => string;
}

/** What the cluster is like that the manifests are meant for. */
export interface Target {
  /** Kubernetes minor: `1.35`. */
  readonly kubernetes: string;
}

/** The manifests of one environment, indexed so that a reference is followed in one step. */
export class Tree {
  private readonly kinds = new Map<string, Located[]>();
  private readonly names = new Map<string, Located>();

  constructor(
    readonly located: readonly Located[],
    readonly target: Target,
  ) {
    for (const each of located) {
      const { kind, metadata } = each.manifest;
      const list = this.kinds.get(kind);
      if (list) list.push(each);
      else this.kinds.set(kind, [each]);
      this.names.set(keyOf(kind, metadata.namespace ?? '', metadata.name), each);
    }
  }

  /** All manifests of a kind; kinds of different API groups with one name are told apart by `group`. */
  ofKind(kind: string, group?: string): readonly Located[] {
    const all = this.kinds.get(kind) ?? [];
    return group === undefined ? all : all.filter(({ manifest }) => groupOf(manifest) === group);
  }

  /** The manifest of a kind, namespace (empty for cluster-wide kinds) and name. */
  find(kind: string, namespace: string, name: string): Located | undefined {
    return this.names.get(keyOf(kind, namespace, name));
  }

  /** Names of a kind in a namespace, for messages that list what would be valid. */
  namesOf(kind: string, namespace: string): readonly string[] {
    return this.ofKind(kind)
      .filter(({ manifest }) => (manifest.metadata.namespace ?? '') === namespace)
      .map(({ manifest }) => manifest.metadata.name)
      .sort();
  }
}

const keyOf = (kind: string, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;

/** `apps` of `apps/v1`; empty for the core group. */
export function groupOf(manifest: Manifest): string {
  const slash = manifest.apiVersion.indexOf('/');
  return slash < 0 ? '' : manifest.apiVersion.slice(0, slash);
}
