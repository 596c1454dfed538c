/** Which kinds get types and schemas: the whole input of `chartwright import` beside the upstream files. */
export interface KindSelection {
  /** Core kinds, read from Kubernetes' own definitions; omitted, `kubernetes.ts` is not generated. */
  readonly kubernetes?: readonly CoreKinds[];
  /** Kinds of CustomResourceDefinitions, one entry per API group. */
  readonly groups: readonly GroupKinds[];
  /** Kinds whose types somebody wrote by hand: listed in the index, never generated. */
  readonly handWritten?: readonly HandWrittenKinds[];
}

/** Core kinds of one API version. */
export interface CoreKinds {
  /** As in a manifest: `v1`, `apps/v1`. */
  readonly apiVersion: string;
  readonly namespaced?: readonly string[];
  readonly cluster?: readonly string[];
}

/** Kinds of one API group. */
export interface GroupKinds {
  readonly group: string;
  /** The file that gets the types, without `.ts`. */
  readonly file: string;
  readonly kinds: readonly (string | PinnedKind)[];
  /** Takes `<kind>.<variant>.yaml` where several files define a kind. @default the file without a variant */
  readonly variant?: string;
}

/** A kind whose types are not those of the version that the API server stores. */
export interface PinnedKind {
  readonly kind: string;
  readonly version: string;
}

/** Kinds whose types are kept by hand. */
interface HandWrittenKinds {
  readonly group: string;
  readonly version: string;
  readonly file: string;
  readonly repository: string;
  readonly release: string;
  readonly scope: Scope;
  /** Plural by kind. */
  readonly kinds: Readonly<Record<string, string>>;
}

/** Whether objects of a kind lie in a namespace. */
export type Scope = 'Namespaced' | 'Cluster';

/** What one kind of a group asks for. */
export function pinned(kind: string | PinnedKind): { readonly kind: string; readonly version?: string } {
  return typeof kind === 'string' ? { kind } : kind;
}
