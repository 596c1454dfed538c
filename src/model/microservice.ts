import { addressesOf } from './address';
import type { AddressesOf, Value, Writing } from './address';
import type { Duration } from './duration';
import type { LinkerdAnnotations, LinkerdServiceAnnotations } from './linkerd';
import type { KubernetesApiCall, OutsideCall } from './outside';
import type { Overrides } from './overrides';
import type { Port } from './ports';
import type { Health, Resources, Runtime } from './runtime';
import type { Scale, Slo } from './scale';
import type { StoreUse } from './store';
import type { Team } from './team';
import type { Consume, Topic } from './topic';

/** How a caller treats a callee. */
export interface CallOptions<E extends string = string> {
  /** Deadline of the whole call, retries included. @default 2s, for tcp and udp none */
  readonly timeout?: Duration;
  /** Repetitions after a failure that is safe to repeat: 5xx for HTTP, unavailable for gRPC. @default 0 */
  readonly retries?: number;
  /** No environment variable shows the address. */
  readonly silent?: boolean;
  /** The edge exists in these environments only. */
  readonly only?: readonly E[];
}

/** A declared call of one microservice by another. */
export interface Call extends CallOptions {
  readonly kind: 'call';
  /** The callee, or undefined where a microservice calls itself. */
  readonly to: AnyMicroservice | undefined;
  readonly port: string;
  /** gRPC method; without one the edge covers all of them. */
  readonly method?: string;
}

/** A call of the microservice's own replicas: `itself('peer')`. */
export type SelfCall<PortName extends string = string> = Call & { readonly to: undefined; readonly port: PortName };

/** Declares that replicas of a microservice call one another on a port it serves. */
export function itself<const PortName extends string>(port: PortName, options: CallOptions = {}): SelfCall<PortName> {
  return { kind: 'call', to: undefined, port, ...options };
}

const PORT_FORMS = ['host', 'port', 'hostPort', 'url'] as const;
type PortAddresses = AddressesOf<(typeof PORT_FORMS)[number]>;

/** Where the microservice that is being described serves a port, as others see it: `own('peer').hostPort`. */
export function own(port: string): PortAddresses {
  return addressesOf(portKey('', port), PORT_FORMS);
}

/** A port of a microservice as its callers see it: call it to declare an edge, read `url` or `hostPort` for its address. */
export type PortReference<P extends Port> = PortAddresses &
  (P extends Port<infer M>
    ? { (options?: CallOptions): Call; (method: [M] extends [never] ? never : M, options?: CallOptions): Call }
    : never);

/** An entry for the world outside: API Gateway sends these paths to the port. */
export interface PublicEntry<PortName extends string = string> {
  readonly port: PortName;
  /** Host below the environment's domain: `api` for `api.shop.example`. */
  readonly host: string;
  /** Route keys of API Gateway: `POST /graphql`, `ANY /webhooks/{proxy+}`. */
  readonly routes: readonly string[];
  /** Routes that need no token, with the reason. */
  readonly anonymous?: string;
}

/** A container beside the program. */
export interface ExtraContainer {
  /** Pinned: `repository:tag@sha256:...` or `repository:tag`. */
  readonly image: string;
  readonly command?: readonly Writing[];
  readonly args?: readonly Writing[];
  readonly env?: Readonly<Record<string, Value>>;
  readonly resources?: Resources;
  readonly user?: number;
  readonly group?: number;
  /** Ports that nobody calls; one that others call is in `serves`, with this container's name. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly writable?: readonly string[];
  /** Not for a step of `init`, which ends before anybody asks. */
  readonly health?: Health;
}

/** Something mounted into containers; `mounts` maps a container (`main` is the program) to the path there. */
export type Volume = { readonly mounts: Readonly<Record<string, string>>; readonly readOnly?: boolean } & (
  | { readonly scratch: string; readonly medium?: 'Memory' }
  | { readonly files: Readonly<Record<string, Writing>> }
  | { readonly claim: string; readonly storageClass?: string }
  | { readonly secret: { readonly path: string; readonly keys: readonly string[] } }
);

/** When and how a scheduled job runs. */
export interface Schedule {
  /** Five fields of cron. */
  readonly cron: string;
  /** @default Etc/UTC */
  readonly timeZone?: string;
  /** The run is ended after this. @default 1h */
  readonly deadline?: Duration;
  readonly retries?: number;
}

/** Work that must succeed before each release of the program: Argo CD runs it before the rest of a sync. */
export interface Migration {
  readonly command?: readonly Writing[];
  readonly args?: readonly Writing[];
  readonly env?: Readonly<Record<string, Value>>;
  /** @default 10m */
  readonly deadline?: Duration;
}

/** A collector that fetches metrics from this microservice. */
export interface Scrape<PortName extends string = string> {
  /** A port this microservice serves, or a number of its own. */
  readonly port: PortName | number;
  readonly path?: string;
  readonly interval?: Duration;
  /** Who fetches. @default the platform's Prometheus */
  readonly by?: AnyMicroservice;
}

/** What a service author writes: only what differs from the defaults. */
export interface MicroserviceProps<E extends string = string, P extends Ports = Ports> {
  /** Its purpose in one line; shows in Argo CD, Grafana and the docs. */
  readonly description: string;
  readonly team: Team;
  readonly runtime: Runtime;
  /** Ports that others may call, by name. */
  readonly serves?: P;
  /**
   * A function where two microservices call one another, because neither exists before the other; the compiler then wants
   * the type of one of them, such as `const orders: Microservice<{ grpc: Port }>`.
   */
  readonly calls?: Edges<keyof P & string> | (() => Edges<keyof P & string>);
  readonly stores?: readonly StoreUse[];
  readonly publishes?: readonly Topic[];
  readonly consumes?: readonly (Topic | Consume)[];
  /**
   * Environment of the program, in this order, after the derived variables; `$(NAME)` refers backwards. A function where it
   * names a microservice that comes later.
   */
  readonly env?: Readonly<Record<string, Value>> | (() => Readonly<Record<string, Value>>);
  readonly command?: readonly Writing[];
  readonly args?: readonly Writing[];
  /** Files made from configuration, by absolute path; those of other containers are a volume of `files`. */
  readonly files?: Readonly<Record<string, Writing>>;
  readonly containers?: Readonly<Record<string, ExtraContainer>>;
  /** Steps that end before the program starts, in this order. */
  readonly init?: Readonly<Record<string, ExtraContainer>>;
  readonly volumes?: Readonly<Record<string, Volume>>;
  /** @default what the runtime needs */
  readonly resources?: Resources | Readonly<Record<E, Resources>>;
  readonly scale?: Readonly<Record<E, Scale>>;
  readonly schedule?: Schedule;
  readonly migration?: Migration;
  readonly slo?: Slo;
  readonly public?: readonly PublicEntry<keyof P & string>[];
  readonly scrape?: Scrape<keyof P & string>;
  /** `false` keeps it out of the mesh; annotations are those that Linkerd reads. */
  readonly mesh?: false | { readonly pod?: LinkerdAnnotations; readonly service?: LinkerdServiceAnnotations };
  /** `false` leaves out the OpenTelemetry sidecar. @default true, unless the runtime sends no telemetry */
  readonly sidecar?: boolean;
  /** Repository of the image, where it is not built by us: `grafana/k6`. @default the account's registry and the name */
  readonly image?: string;
  /** @default the microservice's own name: a namespace of its own makes every edge's route and policy its own */
  readonly namespace?: string;
  readonly nodes?: { readonly arch?: 'amd64' | 'arm64'; readonly spot?: boolean };
  readonly priority?: 'critical' | 'standard' | 'batch';
  /** It exists in these environments only. */
  readonly only?: readonly E[];
  /** Adjusts generated manifests; each change gives its reason. */
  readonly overrides?: Overrides;
}

/** Whether its pods have the OpenTelemetry sidecar. */
export function hasSidecar({ sidecar, runtime }: MicroserviceProps): boolean {
  return sidecar ?? runtime.telemetry !== 'none';
}

/** Variables that the author writes. */
export function variablesOf({ env = {} }: MicroserviceProps): Readonly<Record<string, Value>> {
  return typeof env === 'function' ? env() : env;
}

export type Ports = Readonly<Record<string, Port>>;
type Edges<PortName extends string> = readonly (
  (Call & { readonly to: AnyMicroservice }) | SelfCall<PortName> | Call | OutsideCall | KubernetesApiCall
)[];

/** A microservice as others refer to it. */
export interface AnyMicroservice {
  readonly kind: 'microservice';
  readonly name: string;
  readonly props: MicroserviceProps;
}

/** A microservice with one callable reference for each port it serves. */
export type Microservice<P extends Ports = Ports> = AnyMicroservice & {
  readonly [K in keyof P & string as K extends keyof AnyMicroservice ? never : K]: PortReference<P[K]>;
};

/** Declares a microservice; use the one that `vocabulary` types for your environments. */
export function microservice<E extends string, const P extends Ports = Record<never, Port>>(
  name: string,
  props: MicroserviceProps<E, P>,
): Microservice<P> {
  const self: AnyMicroservice = { kind: 'microservice', name, props: props };
  const ports = Object.entries(props.serves ?? {}).map(([port]) => [port, portReference(self, port)]);
  return { ...(Object.fromEntries(ports) as object), ...self } as Microservice<P>;
}

function portReference(to: AnyMicroservice, port: string): unknown {
  const declare = (first?: string | CallOptions, second?: CallOptions): Call =>
    typeof first === 'string'
      ? { kind: 'call', to, port, method: first, ...second }
      : { kind: 'call', to, port, ...first };
  return Object.assign(declare, addressesOf(portKey(to.name, port), PORT_FORMS));
}

/** `orders.grpc`: how addresses name a microservice's port. */
export function portKey(microservice: string, port: string): string {
  return `${microservice}.${port}`;
}
