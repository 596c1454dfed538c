import type { Check } from './check';
import { applicationPath } from './references/application-path';
import { applicationProject } from './references/application-project';
import { authorizationTarget } from './references/authorization-target';
import { autoscalerReplicas } from './references/autoscaler-replicas';
import { autoscalerTarget } from './references/autoscaler-target';
import { certificateIssuer } from './references/certificate-issuer';
import { collectorEndpoint } from './references/collector-endpoint';
import { collectorPipeline } from './references/collector-pipeline';
import { collectorReachable } from './references/collector-reachable';
import { configMapKey } from './references/config-map-key';
import { dashboardFolder } from './references/dashboard-folder';
import { datasourceUid } from './references/datasource-uid';
import { governingService } from './references/governing-service';
import { ingressBackend } from './references/ingress-backend';
import { ingressClass } from './references/ingress-class';
import { injectionAnnotation } from './references/injection-annotation';
import { linkerdAnnotation } from './references/linkerd-annotation';
import { metricOffered } from './references/metric-offered';
import { monitorEndpoint } from './references/monitor-endpoint';
import { namespaceExists } from './references/namespace-exists';
import { nodePool } from './references/node-pool';
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
import { priorityClass } from './references/priority-class';
import { probePort } from './references/probe-port';
import { rateLimitTarget } from './references/rate-limit-target';
import { roleBinding } from './references/role-binding';
import { routeFields } from './references/route-fields';
import { routeReference } from './references/route-reference';
import { schema, unknownKind } from './schema/schema';
import { secretKey } from './references/secret-key';
import { secretStore } from './references/secret-store';
import { secretValue } from './secrets/secret-value';
import { podSecurity } from './security/pod-security';
import { serverOverlap } from './references/server-overlap';
import { serverPort } from './references/server-port';
import { serviceAccount } from './references/service-account';
import { serviceSelector } from './references/service-selector';
import { serviceTargetPort } from './references/service-target-port';
import { storageClass } from './references/storage-class';
import { syncWave } from './references/sync-wave';
import { topicPublished } from './references/topic-published';
import { triggerAuthentication } from './references/trigger-authentication';
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
