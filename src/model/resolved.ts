import type { Environment } from './environment';
import type { Duration } from './duration';
import type { KubernetesApiCall } from './outside';
import type { ExtraContainer, MicroserviceProps, Migration, PublicEntry, Schedule, Volume } from './microservice';
import type { Overrides } from './overrides';
import type { PlatformOffers } from './platform';
import type { Protocol, RateLimit } from './ports';
import type { Resources, Runtime } from './runtime';
import type { Scale, Slo } from './scale';
import type { Authority, StoreKind, StorePlace } from './store';

/** A pod's place and name, enough to select it, to authorise it and to reach it. */
export interface Peer {
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly meshed: boolean;
  /** Labels that select its pods. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A port with everybody who may connect to it. */
export interface ResolvedPort {
  readonly name: string;
  readonly number: number;
  readonly servicePort: number;
  readonly protocol: Protocol;
  readonly service?: string;
  readonly path?: string;
  readonly rateLimit?: RateLimit;
  /** The container beside the program that serves it. */
  readonly container?: string;
  /** Somebody outside the mesh calls it, so that the proxy leaves the port alone and the network policy tells callers apart. */
  readonly bypassesMesh: boolean;
  readonly callers: readonly Peer[];
  readonly public: readonly PublicEntry[];
}

/** A call edge seen from the caller. */
export interface ResolvedCall {
  readonly to: Peer;
  readonly port: {
    readonly name: string;
    readonly number: number;
    readonly servicePort: number;
    readonly protocol: Protocol;
    readonly service?: string;
    readonly bypassesMesh: boolean;
  };
  readonly method?: string;
  readonly timeout?: Duration;
  readonly retries: number;
}

/** A use of a store with its address in this environment. */
export interface ResolvedStore {
  readonly kind: StoreKind;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly place: StorePlace['in'];
  /** In the cluster: where its pods are. */
  readonly pods?: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  /** In the fleet: the call that it is. */
  readonly call?: ResolvedCall;
  /** In the cluster: the authority of its certificate. */
  readonly authority?: Authority;
  readonly maxConnections?: number;
  readonly access: 'read' | 'readWrite';
  /** Name of the Kubernetes Secret with `username` and `password`; absent where the pod's role is the credential. */
  readonly secretName?: string;
}

/** A Secret that External Secrets copies from the secret store into the microservice's namespace. */
export interface ResolvedSecret {
  readonly name: string;
  readonly remoteKey: string;
  readonly keys: readonly string[];
  /** Folder in the program's container where the keys appear as files. */
  readonly mountPath?: string;
}

/** A topic edge: what one microservice publishes or consumes. */
export interface ResolvedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly group?: string;
  readonly lagPerReplica?: number;
  /** Written by something that is not in the fleet. */
  readonly outside?: boolean;
}

/** An outside host that is called. */
export interface ResolvedOutside {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly timeout?: Duration;
}

/** One environment variable, as Kubernetes spells it. */
export type ResolvedVariable =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly secret: { readonly name: string; readonly key: string } }
  | { readonly name: string; readonly field: string };

/** Who fetches metrics of the program itself, and where. */
export interface ResolvedScrape {
  readonly port: number;
  readonly portName: string;
  readonly path: string;
  readonly interval: Duration;
  readonly by?: Peer;
}

/** A microservice whose metrics this one fetches. */
export interface ResolvedPull {
  readonly to: Peer;
  readonly port: number;
}

/** What Kubernetes object runs the pods. */
export type WorkloadKind = 'Deployment' | 'StatefulSet' | 'CronJob';

/**
 * One microservice in one environment with every reference followed: plain data, and all that its manifests are made from.
 * Two equal values give equal bytes, which the memo relies on.
 */
export interface ResolvedMicroservice {
  readonly environment: Environment;
  readonly platform: PlatformOffers;
  readonly self: Peer;
  readonly name: string;
  readonly namespace: string;
  readonly description: string;
  readonly team: { readonly name: string; readonly channel: string };
  readonly kind: WorkloadKind;
  readonly runtime: Runtime;
  readonly image: string;
  readonly version: string;
  readonly resources: Resources;
  readonly scale: Scale;
  readonly ports: readonly ResolvedPort[];
  readonly calls: readonly ResolvedCall[];
  readonly pulls: readonly ResolvedPull[];
  readonly outside: readonly ResolvedOutside[];
  readonly stores: readonly ResolvedStore[];
  readonly secrets: readonly ResolvedSecret[];
  readonly publishes: readonly ResolvedTopic[];
  readonly consumes: readonly ResolvedTopic[];
  readonly kubernetesApi: readonly KubernetesApiCall[];
  readonly variables: readonly ResolvedVariable[];
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly containers: Readonly<Record<string, ResolvedContainer>>;
  readonly init: Readonly<Record<string, ResolvedContainer>>;
  readonly volumes: Readonly<Record<string, ResolvedVolume>>;
  readonly schedule?: Schedule;
  readonly migration?: Pick<Migration, 'deadline'> &
    WrittenCommand & { readonly variables: readonly ResolvedVariable[] };
  readonly slo?: Slo;
  readonly scrape?: ResolvedScrape;
  readonly mesh: Exclude<MicroserviceProps['mesh'], false | undefined> | false;
  readonly sidecar: boolean;
  readonly nodes: NonNullable<MicroserviceProps['nodes']>;
  readonly priority: NonNullable<MicroserviceProps['priority']>;
  readonly overrides: Overrides;
}

/** A command line, addresses written out. */
export interface WrittenCommand {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** A container beside the program, its environment resolved. */
export interface ResolvedContainer extends WrittenCommand, Pick<ExtraContainer, 'image' | 'health'> {
  readonly variables: readonly ResolvedVariable[];
  readonly resources: Resources;
  readonly user: number;
  readonly group: number;
  readonly ports: Readonly<Record<string, number>>;
  readonly writable: readonly string[];
}

/** A volume, the addresses in its files written out. */
export type ResolvedVolume =
  | Exclude<Volume, { readonly files: unknown }>
  | (Pick<Volume, 'mounts' | 'readOnly'> & { readonly files: Readonly<Record<string, string>> });
