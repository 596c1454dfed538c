import type { Duration } from './duration';

/** A fixed number of replicas, or bounds between which an autoscaler chooses. */
export type Scale = number | AutoScale;

/** Bounds, and what the autoscaler looks at. Without a target it is 70 % of the CPU request. */
export interface AutoScale {
  readonly min: number;
  readonly max: number;
  /** Percent of the CPU request of the program's own container. */
  readonly cpu?: number;
  /** Percent of its memory request. */
  readonly memory?: number;
  /** Lag of the topics it consumes, by the limits given where they are consumed. */
  readonly lag?: boolean;
  /** PromQL whose value divided by `per` is the wanted number of replicas. */
  readonly metrics?: readonly { readonly name: string; readonly query: string; readonly per: number }[];
}

/** Default CPU target: leaves room for the time a new pod needs. */
export const DEFAULT_CPU_TARGET = 70;

/** A promise to callers over thirty days. */
export interface Slo {
  /** Percent of requests that do not fail: 99.9. */
  readonly availability: number;
  /** Percent of requests answered within a bound; the bound must be one of Linkerd's histogram buckets. */
  readonly latency?: { readonly percentile: number; readonly under: Duration };
}

/** Upper bounds of Linkerd's `response_latency_ms` histogram, in milliseconds (linkerd2-proxy metrics). */
export const LATENCY_BUCKETS_MS: readonly number[] = [
  1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100, 200, 300, 400, 500, 1000, 2000, 3000, 4000, 5000, 10_000, 20_000, 30_000,
  40_000, 50_000,
];

/** Replicas at the most. */
export function mostReplicas(scale: Scale): number {
  return typeof scale === 'number' ? scale : scale.max;
}

/** Replicas at the least. */
export function leastReplicas(scale: Scale): number {
  return typeof scale === 'number' ? scale : scale.min;
}
