/** What is spoken on a port; it decides probes, mesh protocol, routes, telemetry and addresses. */
export type Protocol = 'grpc' | 'graphql' | 'http' | 'tcp' | 'udp';

/** Requests per second that one pod accepts; more get 429, or resource-exhausted under gRPC. */
export interface RateLimit {
  readonly total: number;
  /** Limit for each calling identity. */
  readonly perCaller?: number;
}

/** A port that other microservices may call. */
export interface Port<Method extends string = string> {
  readonly protocol: Protocol;
  /** Port of the container, 1 to 65535. */
  readonly port: number;
  /** Port of the Kubernetes Service, where it is another one. */
  readonly servicePort?: number;
  /** gRPC: full name of the protobuf service. */
  readonly service?: string;
  /** gRPC: the methods callers may name. */
  readonly methods?: readonly Method[];
  /** GraphQL and HTTP: path under which the API is. */
  readonly path?: string;
  readonly rateLimit?: RateLimit;
  /** The container beside the program that serves it. @default the program */
  readonly container?: string;
}

type ByteOptions = Pick<Port, 'servicePort' | 'container'>;
type PortOptions = ByteOptions & Pick<Port, 'rateLimit'>;

/** gRPC over plaintext HTTP/2; the mesh encrypts. `grpc(50051, 'shop.orders.v1.Orders', ['Place', 'Cancel'])` */
export function grpc<const M extends string = never>(
  port: number,
  service: string,
  methods: readonly M[] = [],
  options: PortOptions = {},
): Port<M> {
  return { protocol: 'grpc', port, service, methods, ...options };
}

/** GraphQL over HTTP/1. */
export function graphql(port: number, options: PortOptions & { path?: string } = {}): Port<never> {
  return { protocol: 'graphql', port, path: '/graphql', ...options };
}

/** HTTP/1 of any other kind. */
export function http(port: number, options: PortOptions & { path?: string } = {}): Port<never> {
  return { protocol: 'http', port, ...options };
}

/** Bytes that the mesh must not interpret: databases, brokers, server-first protocols. */
export function tcp(port: number, options: ByteOptions = {}): Port<never> {
  return { protocol: 'tcp', port, ...options };
}

/** Datagrams; they bypass the mesh, so only the network policy guards them. */
export function udp(port: number, options: ByteOptions = {}): Port<never> {
  return { protocol: 'udp', port, ...options };
}

/** Ports that a pod in the mesh already uses for the proxy. */
export const PROXY_PORTS: Readonly<Record<number, string>> = {
  4140: 'Linkerd outbound',
  4143: 'Linkerd inbound',
  4190: 'Linkerd control',
  4191: 'Linkerd admin',
};

/** Ports that a pod with a telemetry sidecar already uses for it. */
export const SIDECAR_PORTS: Readonly<Record<number, string>> = {
  4317: 'OTLP over gRPC of the telemetry sidecar',
  4318: 'OTLP over HTTP of the telemetry sidecar',
  8888: 'metrics of the telemetry sidecar',
  13133: 'health of the telemetry sidecar',
};
