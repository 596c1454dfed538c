import type {
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  CronJob,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  NetworkPolicy,
  PodDisruptionBudget,
  Role,
  RoleBinding,
  Service,
  ServiceAccount,
  StatefulSet,
} from '../../imports/kubernetes';
import type { Application } from '../../imports/argo';
import type { ExternalSecret } from '../../imports/external-secrets';
import type { GRPCRoute, HTTPRoute } from '../../imports/gateway';
import type { GrafanaDashboard } from '../../imports/grafana';
import type { ScaledObject } from '../../imports/keda';
import type {
  AuthorizationPolicy,
  HTTPLocalRateLimitPolicy,
  MeshTLSAuthentication,
  NetworkAuthentication,
  Server,
} from '../../imports/linkerd-policy';
import type { TargetGroupBinding } from '../../imports/load-balancer';
import type { PodMonitor, PrometheusRule } from '../../imports/monitoring';

/** Every field optional, at every depth; `null` removes a field. */
export type Patch<T> = T extends readonly (infer I)[]
  ? readonly Patch<I>[]
  : T extends object
    ? { readonly [K in keyof T]?: Patch<T[K]> | null }
    : T;

/** A change to one generated manifest. Lists are matched by their Kubernetes keys (`name`, `mountPath`, `containerPort`). */
export interface Override<T> {
  /** Why the default does not fit; shows in reports. */
  readonly reason: string;
  readonly patch: Patch<T>;
}

/**
 * The manifests a microservice generates, by the key under which its owner may adjust them. A key that it has in no
 * environment is refused when the fleet is rendered, with the keys that it has.
 */
export interface Overrides {
  readonly serviceAccount?: Override<ServiceAccount>;
  readonly deployment?: Override<Deployment>;
  readonly statefulSet?: Override<StatefulSet>;
  readonly cronJob?: Override<CronJob>;
  readonly service?: Override<Service>;
  readonly configuration?: Override<ConfigMap>;
  readonly collector?: Override<ConfigMap>;
  readonly autoscaler?: Override<HorizontalPodAutoscaler>;
  readonly scaledObject?: Override<ScaledObject>;
  readonly disruptionBudget?: Override<PodDisruptionBudget>;
  readonly networkPolicy?: Override<NetworkPolicy>;
  readonly migration?: Override<Job>;
  readonly migrationPolicy?: Override<NetworkPolicy>;
  readonly peers?: Override<Service>;
  readonly dashboard?: Override<GrafanaDashboard>;
  readonly podMonitor?: Override<PodMonitor>;
  readonly rules?: Override<PrometheusRule>;
  readonly application?: Override<Application>;
  readonly [rights: `rights-${string}`]:
    Override<Role> | Override<RoleBinding> | Override<ClusterRole> | Override<ClusterRoleBinding> | undefined;
  readonly [server: `server-${string}`]: Override<Server> | undefined;
  readonly [policy: `authorization-${string}`]: Override<AuthorizationPolicy> | undefined;
  readonly [authentication: `callers-${string}`]: Override<MeshTLSAuthentication> | undefined;
  readonly [networks: `networks-${string}`]: Override<NetworkAuthentication> | undefined;
  readonly [rateLimit: `rate-limit-${string}`]: Override<HTTPLocalRateLimitPolicy> | undefined;
  readonly [httpRoute: `http-route-${string}`]: Override<HTTPRoute> | undefined;
  readonly [grpcRoute: `grpc-route-${string}`]: Override<GRPCRoute> | undefined;
  readonly [binding: `binding-${string}`]: Override<TargetGroupBinding> | undefined;
  readonly [secret: `secret-${string}`]: Override<ExternalSecret> | undefined;
}
