import { applicationPath } from './application-path';
import { applicationProject } from './application-project';
import { authorizationTarget } from './authorization-target';
import { autoscalerReplicas } from './autoscaler-replicas';
import { autoscalerTarget } from './autoscaler-target';
import { certificateIssuer } from './certificate-issuer';
import type { Check } from './check';
import { collectorEndpoint } from './collector-endpoint';
import { collectorPipeline } from './collector-pipeline';
import { collectorReachable } from './collector-reachable';
import { configMapKey } from './config-map-key';
import { dashboardFolder } from './dashboard-folder';
import { datasourceUid } from './datasource-uid';
import { ingressBackend } from './ingress-backend';
import { ingressClass } from './ingress-class';
import { injectionAnnotation } from './injection-annotation';
import { linkerdAnnotation } from './linkerd-annotation';
import { metricOffered } from './metric-offered';
import { monitorEndpoint } from './monitor-endpoint';
import { namespaceExists } from './namespace-exists';
import { nodePool } from './node-pool';
import { priorityClass } from './priority-class';
import { probePort } from './probe-port';
import { rateLimitTarget } from './rate-limit-target';
import { roleBinding } from './role-binding';
import { routeFields } from './route-fields';
import { routeReference } from './route-reference';
import { schema, unknownKind } from './schema/schema';
import { secretKey } from './secret-key';
import { secretStore } from './secret-store';
import { serverOverlap } from './server-overlap';
import { serverPort } from './server-port';
import { serviceAccount } from './service-account';
import { serviceSelector } from './service-selector';
import { serviceTargetPort } from './service-target-port';
import { storageClass } from './storage-class';
import { syncWave } from './sync-wave';
import { topicPublished } from './topic-published';
import { triggerAuthentication } from './trigger-authentication';

/** Every check: one line each. */
export const checks: readonly Check[] = [
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
  schema,
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
  unknownKind,
];
