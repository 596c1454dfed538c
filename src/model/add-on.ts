import type { Environment } from './environment';
import type { Manifest } from './manifest';
import type { PodRole } from './permissions';
import type { ResolvedMicroservice } from './resolved';
import type { Store } from './store';
import type { Topic } from './topic';

/** One vendor chart, exactly: the only place its version is written. `Values` are the values we set, and no others. */
export interface ChartPin<Values extends object = object> {
  /** Where the software is made: `cert-manager/cert-manager`. */
  readonly upstream: string;
  /** Release of the software inside. */
  readonly release: string;
  /** Repository, as Argo CD wants it: a URL, or an OCI registry path without scheme. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  /** Release whose CustomResourceDefinitions the bindings in `imports/` came from, where we write its kinds. */
  readonly bindings?: string;
  /** Never set: it carries the type. */
  readonly values?: Values;
}

/** A Helm chart by its vendor, exactly pinned, installed by an Argo CD Application. */
export interface HelmRelease {
  readonly pin?: ChartPin;
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

/** Installs a pinned chart; a value that its type does not list does not compile. */
export function chart<Values extends object>(
  pin: ChartPin<Values>,
  values: NoInfer<Values>,
  options: Pick<HelmRelease, 'release' | 'namespace' | 'ignoreDifferences'> = {},
): HelmRelease {
  return { pin, repository: pin.repository, chart: pin.chart, version: pin.version, values, ...options };
}

/** A folder of plain YAML in a vendor's git repository at an exact tag, applied by an Argo CD Application. */
export interface GitRelease {
  readonly upstream: string;
  readonly repository: string;
  /** A tag, never a branch. */
  readonly revision: string;
  readonly path: string;
  readonly bindings?: string;
}

/** What Pod Security admission demands of a namespace's pods. */
export type PodSecurity = 'restricted' | 'baseline' | 'privileged';

/** How a namespace of the platform is labelled. */
export interface NamespaceSettings {
  /** @default restricted */
  readonly podSecurity?: PodSecurity;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** True where policies of ours open all that its pods need; a vendor's pods may need what we do not know. @default false */
  readonly denyByDefault?: boolean;
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

/** What an add-on needs of the cloud. */
export interface AddOnCloud {
  /** Roles of its pods. */
  readonly roles?: readonly PodRole[];
  /** Topics that no microservice declares. */
  readonly topics?: readonly Topic[];
  /** Databases of its own, with the name of the secret that holds the login, and the user it is for. */
  readonly databases?: readonly { readonly store: Store; readonly secret: string; readonly user: string }[];
}

/** A platform part that services rely on. */
export interface AddOn<Offers = unknown> {
  readonly name: string;
  /** One sentence: why the platform has it. */
  readonly why: string;
  readonly namespace: string;
  /** It exists in these environments only. */
  readonly only?: readonly string[];
  /** Add-ons that must be healthy before this one is applied. */
  readonly needs: readonly AddOn[];
  /** Charts to install; a function where an environment differs. */
  readonly helm: (environment: Environment) => readonly HelmRelease[];
  /** Vendor folders of plain YAML, by the name of their Application. */
  readonly git: Readonly<Record<string, GitRelease>>;
  /** Settings of its namespace, and of others it puts pods into, by name. */
  readonly namespaces: Readonly<Record<string, NamespaceSettings>>;
  /** Files of plain YAML applied with it, by file name without extension. */
  readonly manifests: (context: AddOnContext) => Readonly<Record<string, readonly Manifest[]>>;
  /** What it needs of the cloud beside the secrets that its ExternalSecrets name. */
  readonly cloud: (context: AddOnContext) => AddOnCloud;
  /** Typed data that services and other add-ons refer to. */
  readonly offers: Offers;
}

/** Any object with an identity: what the interfaces of `imports/` are, which have no index signature. */
interface TypedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** What an add-on says; the rest is empty. */
type AddOnProps<Offers> = Pick<AddOn, 'why' | 'namespace'> &
  Partial<Omit<AddOn<Offers>, 'name' | 'why' | 'namespace' | 'manifests'>> & {
    readonly manifests?: (context: AddOnContext) => Readonly<Record<string, readonly TypedManifest[]>>;
  };

/** Declares an add-on; what is left out is empty. */
export function addOn<const Offers = Record<never, never>>(name: string, props: AddOnProps<Offers>): AddOn<Offers> {
  const manifests = (props.manifests ?? (() => ({}))) as AddOn['manifests'];
  return {
    name,
    needs: [],
    helm: () => [],
    git: {},
    namespaces: {},
    cloud: () => ({}),
    offers: {} as Offers,
    ...props,
    manifests,
  };
}
