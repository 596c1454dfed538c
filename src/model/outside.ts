import { addressesOf } from './address';
import type { Address } from './address';
import type { Duration } from './duration';

/** A host on the internet that microservices call, such as a payment provider. */
export interface OutsideHost {
  readonly name: string;
  readonly host: Readonly<Record<string, string>>;
  readonly port: number;
  readonly why: string;
}

/** A microservice's call of an outside host. */
export interface OutsideCall {
  readonly kind: 'outside';
  readonly to: OutsideHost;
  readonly timeout?: Duration;
  readonly silent?: boolean;
  readonly only?: readonly string[];
}

/** An outside host with its addresses; calling it declares the edge. */
export interface OutsideReference {
  (options?: Omit<OutsideCall, 'kind' | 'to'>): OutsideCall;
  readonly host: Address;
  readonly port: Address;
  readonly hostPort: Address;
  readonly url: Address;
}

/** Declares a host outside the platform; always TLS. */
export function outsideHost(
  name: string,
  props: { host: Readonly<Record<string, string>>; port?: number; why: string },
): OutsideReference {
  const to: OutsideHost = { name, port: 443, ...props };
  const call = (options: Omit<OutsideCall, 'kind' | 'to'> = {}): OutsideCall => ({ kind: 'outside', to, ...options });
  return Object.assign(call, addressesOf(`outside/${name}`, ['host', 'port', 'hostPort', 'url'] as const));
}

/** The Kubernetes API as a callee: the pod gets a token and exactly these rights. */
export interface KubernetesApiCall {
  readonly kind: 'kubernetes-api';
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
  /** Rights in all namespaces rather than its own. */
  readonly clusterWide?: boolean;
  readonly only?: readonly string[];
}

/** Declares that a microservice talks to the Kubernetes API. */
export function kubernetesApi(
  rules: KubernetesApiCall['rules'],
  options: Pick<KubernetesApiCall, 'clusterWide' | 'only'> = {},
): KubernetesApiCall {
  return { kind: 'kubernetes-api', rules, ...options };
}
