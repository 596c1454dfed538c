import type { CloudContract } from './contract';

/** Kubernetes minors this library knows how to write for: fields newer than the environment's minor are left out. */
export const KUBERNETES_VERSIONS = ['1.28', '1.29', '1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36'] as const;
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/** One cluster and what surrounds it, as its owners decide it. Everything here is plain data; nothing is looked up. */
export interface EnvironmentSettings {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly kubernetes: KubernetesVersion;
  /** Public domain under which the entry points live: `dev.shop.example`. */
  readonly domain: string;
  /** Private zone with the names of stores that the cloud program does not make: `events.mongodb.<zone>`. */
  readonly privateZone: string;
  /** Three replicas, spread and disruption budgets where false means one and none. */
  readonly highlyAvailable: boolean;
  /**
   * Shares from 0 to 1: of the traces that programs begin and send, and of those the ordinary ones that are kept; what
   * failed or was slow is always kept.
   */
  readonly traceSampling: { readonly sent: number; readonly kept: number };
  readonly network: NetworkRanges;
  readonly gitops: GitopsTarget;
}

/** An environment with what only the cloud could tell. */
export interface Environment extends EnvironmentSettings {
  readonly cloud: CloudContract;
}

/**
 * The plan of addresses: the cloud program makes subnets of these CIDR ranges, and network policies name those whose
 * addresses are no pods.
 */
export interface NetworkRanges {
  /** All of the VPC; every other range lies in it. */
  readonly vpc: string;
  /** Gateways to the internet, the only subnets with a way in from it. */
  readonly internet: readonly string[];
  /** All addresses of the cluster's pods. */
  readonly pods: readonly string[];
  /** Subnets of Aurora, ElastiCache and MSK. */
  readonly data: readonly string[];
  /** Subnets in which the load balancer behind API Gateway has its addresses. */
  readonly loadBalancers: readonly string[];
  /** Private endpoint of the Kubernetes API server. */
  readonly apiServer: readonly string[];
}

/**
 * Addresses of the cluster's Services: beside the VPC, and the same in every environment. The first of them is the API
 * server's. Network policies that know addresses must name it, since the VPC CNI judges a packet before kube-proxy gives it the
 * address of an endpoint (amazon-network-policy-controller-k8s#222).
 */
export const SERVICES = { cidr: '172.20.0.0/16', apiServer: '172.20.0.1/32' } as const;

/** Where Argo CD reads what was published. */
export interface GitopsTarget {
  readonly repoURL: string;
  /** A fully qualified ref is cheaper to resolve and never ambiguous: `refs/heads/main`. */
  readonly revision: string;
  /** Folder that holds this environment's tree: `production`. */
  readonly path: string;
}

/** Whether the environment's Kubernetes is at least `minor`: `atLeast(env, '1.30')`. */
export function atLeast(environment: Pick<Environment, 'kubernetes'>, minor: KubernetesVersion): boolean {
  return KUBERNETES_VERSIONS.indexOf(environment.kubernetes) >= KUBERNETES_VERSIONS.indexOf(minor);
}
