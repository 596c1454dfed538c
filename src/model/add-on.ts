import type { Environment } from './environment';
import type { Manifest } from './manifest';
import type { ResolvedMicroservice } from './resolved';

/** A Helm chart by its vendor, exactly pinned, installed by an Argo CD Application. */
export interface HelmRelease {
  /** Repository, as Argo CD wants it: a URL, or an OCI registry path without scheme. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  /** @default the chart's name */
  readonly release?: string;
  /** @default the add-on's namespace */
  readonly namespace?: string;
  readonly values: object;
  /** Differences that something in the cluster makes, and that Argo CD must not undo. */
  readonly ignoreDifferences?: readonly IgnoredDifference[];
}

/** A field that Argo CD must not compare; `group` is needed, since leaving it out means the core group. */
export interface IgnoredDifference {
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
}

/** What an add-on is told when its manifests are made. */
export interface AddOnContext {
  readonly environment: Environment;
  /** All microservices of this environment. */
  readonly microservices: readonly ResolvedMicroservice[];
  /** All add-ons of this environment, in the order of their waves. */
  readonly addOns: readonly PlannedAddOn[];
}

/** An add-on with the wave in which it is applied. */
export interface PlannedAddOn {
  readonly addOn: AddOn;
  readonly wave: number;
}

/** A platform part that services rely on. */
export interface AddOn<Offers = unknown> {
  readonly name: string;
  /** One sentence: why the platform has it. */
  readonly why: string;
  readonly namespace: string;
  /** Add-ons that must be healthy before this one is applied. */
  readonly needs: readonly AddOn[];
  /** Charts to install; a function where an environment differs. */
  readonly helm: (environment: Environment) => readonly HelmRelease[];
  /** Files of plain YAML applied with it, by file name without extension. */
  readonly manifests: (context: AddOnContext) => Readonly<Record<string, readonly Manifest[]>>;
  /** Typed data that services and other add-ons refer to. */
  readonly offers: Offers;
  /** Namespaced or cluster-wide kinds of the core groups beyond those its namespace needs. */
  readonly only?: readonly string[];
}

/** Declares an add-on; what is left out is empty. */
export function addOn<const Offers = Record<never, never>>(
  name: string,
  props: Pick<AddOn, 'why' | 'namespace'> & Partial<Omit<AddOn<Offers>, 'name' | 'why' | 'namespace'>>,
): AddOn<Offers> {
  return { name, needs: [], helm: () => [], manifests: () => ({}), offers: {} as Offers, ...props };
}
