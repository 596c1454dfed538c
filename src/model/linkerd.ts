import type { Duration } from './duration';

type Bool = 'true' | 'false';
type Toggle = 'enabled' | 'disabled';
type Quantity = string;
/** Go's spelling, which `config.*` takes: `1m30s`. */
type GoDuration = string;

/**
 * Annotations that Linkerd's injector reads on a pod template, with the values it accepts (2.20, pkg/k8s/labels.go).
 * It logs and ignores a bad value, so the types are the only guard.
 */
export interface LinkerdAnnotations {
  readonly 'config.linkerd.io/proxy-image'?: string;
  readonly 'config.linkerd.io/proxy-version'?: string;
  readonly 'config.linkerd.io/image-pull-policy'?: 'Always' | 'IfNotPresent' | 'Never';
  readonly 'config.linkerd.io/enable-debug-sidecar'?: Bool;
  readonly 'config.linkerd.io/debug-image'?: string;
  readonly 'config.linkerd.io/debug-image-version'?: string;
  readonly 'config.linkerd.io/debug-image-pull-policy'?: 'Always' | 'IfNotPresent' | 'Never';
  readonly 'config.linkerd.io/control-port'?: `${number}`;
  readonly 'config.linkerd.io/inbound-port'?: `${number}`;
  readonly 'config.linkerd.io/outbound-port'?: `${number}`;
  readonly 'config.linkerd.io/admin-port'?: `${number}`;
  readonly 'config.linkerd.io/skip-inbound-ports'?: string;
  readonly 'config.linkerd.io/skip-outbound-ports'?: string;
  readonly 'config.linkerd.io/skip-subnets'?: string;
  readonly 'config.linkerd.io/opaque-ports'?: string;
  readonly 'config.linkerd.io/proxy-require-identity-inbound-ports'?: string;
  readonly 'config.linkerd.io/default-inbound-policy'?: InboundPolicy;
  readonly 'config.linkerd.io/proxy-cpu-request'?: Quantity;
  readonly 'config.linkerd.io/proxy-cpu-limit'?: Quantity;
  readonly 'config.linkerd.io/proxy-memory-request'?: Quantity;
  readonly 'config.linkerd.io/proxy-memory-limit'?: Quantity;
  readonly 'config.linkerd.io/proxy-ephemeral-storage-request'?: Quantity;
  readonly 'config.linkerd.io/proxy-ephemeral-storage-limit'?: Quantity;
  readonly 'config.linkerd.io/proxy-cpu-ratio-limit'?: `0.${number}` | '1';
  readonly 'config.linkerd.io/proxy-uid'?: `${number}`;
  readonly 'config.linkerd.io/proxy-gid'?: `${number}`;
  readonly 'config.linkerd.io/proxy-log-level'?: string;
  readonly 'config.linkerd.io/proxy-log-format'?: 'plain' | 'json';
  readonly 'config.linkerd.io/proxy-log-http-headers'?: 'off' | 'insecure';
  readonly 'config.linkerd.io/access-log'?: 'apache' | 'json';
  readonly 'config.linkerd.io/enable-external-profiles'?: Bool;
  readonly 'config.linkerd.io/enable-gateway'?: Bool;
  readonly 'config.linkerd.io/proxy-metrics-hostname-labels'?: Bool;
  readonly 'config.linkerd.io/proxy-outbound-connect-timeout'?: GoDuration;
  readonly 'config.linkerd.io/proxy-inbound-connect-timeout'?: GoDuration;
  readonly 'config.linkerd.io/proxy-outbound-discovery-cache-unused-timeout'?: GoDuration;
  readonly 'config.linkerd.io/proxy-inbound-discovery-cache-unused-timeout'?: GoDuration;
  readonly 'config.linkerd.io/proxy-disable-outbound-protocol-detect-timeout'?: Bool;
  readonly 'config.linkerd.io/proxy-disable-inbound-protocol-detect-timeout'?: Bool;
  readonly 'config.linkerd.io/close-wait-timeout'?: GoDuration;
  readonly 'config.linkerd.io/proxy-enable-native-sidecar'?: Bool;
  readonly 'config.linkerd.io/proxy-await'?: Toggle;
  readonly 'config.linkerd.io/proxy-admin-shutdown'?: Toggle;
  readonly 'config.linkerd.io/shutdown-grace-period'?: GoDuration;
  readonly 'config.linkerd.io/proxy-additional-env'?: string;
  readonly 'config.alpha.linkerd.io/proxy-wait-before-exit-seconds'?: `${number}`;
  readonly 'viz.linkerd.io/disable-tap'?: Bool;
}

/** Who may connect to a port that no Server names. */
export type InboundPolicy =
  'all-unauthenticated' | 'all-authenticated' | 'cluster-authenticated' | 'cluster-unauthenticated' | 'deny' | 'audit';

/** Annotations that Linkerd reads on a Service: retries, timeouts and circuit breaking for all of its callers. */
export interface LinkerdServiceAnnotations {
  readonly 'config.linkerd.io/opaque-ports'?: string;
  readonly 'retry.linkerd.io/http'?: string;
  readonly 'retry.linkerd.io/grpc'?: string;
  readonly 'retry.linkerd.io/limit'?: `${number}`;
  readonly 'retry.linkerd.io/timeout'?: Duration;
  readonly 'timeout.linkerd.io/request'?: Duration;
  readonly 'timeout.linkerd.io/response'?: Duration;
  readonly 'timeout.linkerd.io/idle'?: Duration;
  readonly 'balancer.linkerd.io/failure-accrual'?: 'consecutive' | 'unified';
  readonly 'balancer.linkerd.io/failure-accrual-consecutive-max-failures'?: `${number}`;
  readonly 'balancer.linkerd.io/failure-accrual-consecutive-min-penalty'?: Duration;
  readonly 'balancer.linkerd.io/failure-accrual-consecutive-max-penalty'?: Duration;
  readonly 'balancer.linkerd.io/failure-accrual-consecutive-jitter-ratio'?: `${number}`;
}

/** Ports Linkerd treats as opaque unless told otherwise (2.20); an annotation replaces the list, so it must repeat it. */
export const DEFAULT_OPAQUE_PORTS: readonly number[] = [25, 587, 3306, 4444, 5432, 6379, 9300, 11211];

/** Ports of the proxy itself. */
export const PROXY = { inbound: 4143, admin: 4191 } as const;
