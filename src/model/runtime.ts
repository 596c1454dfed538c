import type { Value } from './address';

/** When and how often a probe asks, where the defaults do not fit, as Kubernetes spells it. */
export interface ProbeTiming {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

/** How the kubelet asks a container whether it is well. */
export type Probe = ProbeTiming & ProbeAction;

type ProbeAction =
  | { readonly grpc: { readonly port: number; readonly service?: string } }
  | {
      readonly http: {
        readonly port: number;
        readonly path: string;
        readonly headers?: Readonly<Record<string, string>>;
      };
    }
  | { readonly tcp: { readonly port: number } }
  | { readonly exec: readonly string[] };

/** The three questions; one left out is not asked. */
export interface Health {
  /** May take `startupSeconds` to answer for the first time. */
  readonly startup?: Probe;
  readonly liveness?: Probe;
  readonly readiness?: Probe;
  /** @default 60 */
  readonly startupSeconds?: number;
}

/** CPU is a request only, since a limit throttles; memory and ephemeral storage are request and limit at once. */
export interface Resources {
  readonly cpu: string;
  /** Only for programs that size themselves by it. @default none */
  readonly cpuLimit?: string;
  readonly memory: string;
  /** Where bursts need more than is set aside. @default the same as `memory`, so that a node never runs out */
  readonly memoryLimit?: string;
  /** Room for logs and for writable folders. @default 128Mi */
  readonly storage?: string;
}

/** What a kind of program brings along, whoever writes it. */
export interface Runtime {
  readonly kind: 'rust' | 'spring-boot' | 'container';
  readonly user: number;
  readonly group: number;
  readonly health?: Health;
  readonly resources: Resources;
  readonly env: Readonly<Record<string, Value>>;
  /** Folders the program writes; the rest of its file system is read-only. */
  readonly writable: readonly string[];
  /** How it sends traces, metrics and logs to the sidecar. */
  readonly telemetry: 'environment' | 'java-agent' | 'none';
  /** Seconds for requests in flight after the pod left the endpoints. */
  readonly drainSeconds: number;
  /** The image has `/bin/sh` and `sleep`, needed for a graceful stop before Kubernetes 1.30. */
  readonly shell: boolean;
  /** Prometheus endpoint of the program itself, where it has one. */
  readonly metrics?: { readonly port: number; readonly path: string };
}

/** Port of the gRPC health service of our Rust programs; its own, because the mesh would refuse a probe on a guarded port. */
export const RUST_HEALTH_PORT = 50050;

/** A Rust program on tonic, in an image without a shell that runs as 65532. */
export function rust(options: { memory?: string; cpu?: string; log?: string } = {}): Runtime {
  const probe = (service: string): Probe => ({ grpc: { port: RUST_HEALTH_PORT, service } });
  return {
    kind: 'rust',
    user: 65532,
    group: 65532,
    // two services, so that a dependency that is down stops traffic without restarting the pod
    health: {
      startup: probe('liveness'),
      liveness: probe('liveness'),
      readiness: probe('readiness'),
      startupSeconds: 30,
    },
    resources: { cpu: options.cpu ?? '100m', memory: options.memory ?? '128Mi' },
    env: { RUST_LOG: options.log ?? 'info', RUST_BACKTRACE: '1' },
    writable: [],
    telemetry: 'environment',
    drainSeconds: 20,
    shell: false,
  };
}

/** A Kotlin or Java program on Spring Boot: actuator on its own port, the OpenTelemetry agent, a heap that fits the limit. */
export function springBoot(options: { memory?: string; cpu?: string; profiles?: string } = {}): Runtime {
  const management = 8081;
  const probe = (group: string): Probe => ({ http: { port: management, path: `/actuator/health/${group}` } });
  return {
    kind: 'spring-boot',
    user: 65532,
    group: 65532,
    health: {
      startup: probe('liveness'),
      liveness: probe('liveness'),
      readiness: probe('readiness'),
      startupSeconds: 150,
    },
    resources: { cpu: options.cpu ?? '500m', memory: options.memory ?? '1Gi', storage: '256Mi' },
    env: {
      MANAGEMENT_SERVER_PORT: management,
      MANAGEMENT_ENDPOINT_HEALTH_PROBES_ENABLED: 'true',
      MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE: 'health,info',
      SERVER_SHUTDOWN: 'graceful',
      SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE: '25s',
      SPRING_CONFIG_IMPORT: 'optional:configtree:/etc/secrets/*/',
      ...(options.profiles === undefined ? {} : { SPRING_PROFILES_ACTIVE: options.profiles }),
    },
    writable: ['/tmp'],
    telemetry: 'java-agent',
    drainSeconds: 30,
    shell: true,
  };
}

/** A program built elsewhere, told as it is. */
export function container(options: Partial<Omit<Runtime, 'kind'>> = {}): Runtime {
  return {
    kind: 'container',
    user: 65532,
    group: 65532,
    resources: { cpu: '100m', memory: '128Mi' },
    env: {},
    writable: [],
    telemetry: 'none',
    drainSeconds: 20,
    shell: false,
    ...options,
  };
}
