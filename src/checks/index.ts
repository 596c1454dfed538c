import type { Check } from './check';
import { applicationPath } from './application-path';
import { applicationProject } from './application-project';
import { authorizationTarget } from './authorization-target';
import { autoscalerReplicas } from './autoscaler-replicas';
import { autoscalerTarget } from './autoscaler-target';
import { certificateIssuer } from './certificate-issuer';
import { collectorEndpoint } from './collector-endpoint';
import { collectorPipeline } from './collector-pipeline';
import { collectorReachable } from './collector-reachable';
import { configMapKey } from './config-map-key';
import { dashboardFolder } from './dashboard-folder';
import { datasourceUid } from './datasource-uid';
import { governingService } from './governing-service';
import { ingressBackend } from './ingress-backend';
import { ingressClass } from './ingress-class';
import { injectionAnnotation } from './injection-annotation';
import { linkerdAnnotation } from './linkerd-annotation';
import { metricOffered } from './metric-offered';
import { monitorEndpoint } from './monitor-endpoint';
import { namespaceExists } from './namespace-exists';
import { nodePool } from './node-pool';
import { annotationSize } from './ownership/annotation-size';
import { applicationSize } from './ownership/application-size';
import { duplicateObject } from './ownership/duplicate-object';
import { sharedOwnership } from './ownership/shared-ownership';
import { autoscalerMinimum } from './practice/autoscaler-minimum';
import { capabilities } from './practice/capabilities';
import { cronJobDeadline } from './practice/cron-job-deadline';
import { defaultNamespace } from './practice/default-namespace';
import { defaultServiceAccount } from './practice/default-service-account';
import { disruptionBudget } from './practice/disruption-budget';
import { ephemeralStorage } from './practice/ephemeral-storage';
import { hostAccess } from './practice/host-access';
import { imagePinned } from './practice/image-pinned';
import { linkerdAnnotationPlace } from './practice/linkerd-annotation-place';
import { namespacePodSecurity } from './practice/namespace-pod-security';
import { networkPolicy } from './practice/network-policy';
import { podSpread } from './practice/pod-spread';
import { privilegedContainer } from './practice/privileged-container';
import { probeIdentical } from './practice/probe-identical';
import { probeMissing } from './practice/probe-missing';
import { rbacBreadth } from './practice/rbac-breadth';
import { readOnlyRoot } from './practice/read-only-root';
import { resourceRequests } from './practice/resource-requests';
import { runAsHighUser } from './practice/run-as-high-user';
import { secretInVariable } from './practice/secret-in-variable';
import { serviceAccountToken } from './practice/service-account-token';
import { serviceExposure } from './practice/service-exposure';
import { priorityClass } from './priority-class';
import { probePort } from './probe-port';
import { rateLimitTarget } from './rate-limit-target';
import { roleBinding } from './role-binding';
import { routeFields } from './route-fields';
import { routeReference } from './route-reference';
import { schema, unknownKind } from './schema/schema';
import { secretKey } from './secret-key';
import { secretStore } from './secret-store';
import { secretValue } from './secrets/secret-value';
import { podSecurity } from './security/pod-security';
import { serverOverlap } from './server-overlap';
import { serverPort } from './server-port';
import { serviceAccount } from './service-account';
import { serviceSelector } from './service-selector';
import { serviceTargetPort } from './service-target-port';
import { storageClass } from './storage-class';
import { syncWave } from './sync-wave';
import { topicPublished } from './topic-published';
import { triggerAuthentication } from './trigger-authentication';
import { unreadable } from './unreadable';
import { deprecatedApi } from './versions/deprecated-api';
import { removedApi } from './versions/removed-api';

/** What follows references from one manifest to another: one line each. */
export const linker: readonly Check[] = [
  applicationPath,
  applicationProject,
  authorizationTarget,
  autoscalerReplicas,
  autoscalerTarget,
  certificateIssuer,
  collectorEndpoint,
  collectorPipeline,
  collectorReachable,
  configMapKey,
  dashboardFolder,
  datasourceUid,
  governingService,
  ingressBackend,
  ingressClass,
  injectionAnnotation,
  linkerdAnnotation,
  metricOffered,
  monitorEndpoint,
  namespaceExists,
  nodePool,
  priorityClass,
  probePort,
  rateLimitTarget,
  roleBinding,
  routeFields,
  routeReference,
  secretKey,
  secretStore,
  serverOverlap,
  serverPort,
  serviceAccount,
  serviceSelector,
  serviceTargetPort,
  storageClass,
  syncWave,
  topicPublished,
  triggerAuthentication,
];

/** What looks at manifests by themselves: one line each. */
const others: readonly Check[] = [
  annotationSize,
  applicationSize,
  autoscalerMinimum,
  capabilities,
  cronJobDeadline,
  defaultNamespace,
  defaultServiceAccount,
  deprecatedApi,
  disruptionBudget,
  duplicateObject,
  ephemeralStorage,
  hostAccess,
  imagePinned,
  linkerdAnnotationPlace,
  namespacePodSecurity,
  networkPolicy,
  podSecurity,
  podSpread,
  privilegedContainer,
  probeIdentical,
  probeMissing,
  rbacBreadth,
  readOnlyRoot,
  removedApi,
  resourceRequests,
  runAsHighUser,
  schema,
  secretInVariable,
  secretValue,
  serviceAccountToken,
  serviceExposure,
  sharedOwnership,
  unknownKind,
  unreadable,
];

/** Every check, by its name. */
export const checks: readonly Check[] = [...linker, ...others].sort((a, b) => (a.id < b.id ? -1 : 1));
