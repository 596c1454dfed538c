import { append } from '../tree/tree';

/**
 * API versions that Kubernetes took away or will:
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/ and `APILifecycleRemoved` in k8s.io/api.
 */
export interface LifeCycle {
  /** `group/version`, and the kinds it is about; all of them when there are none. */
  readonly apiVersion: string;
  readonly kinds?: readonly string[];
  readonly deprecated: number;
  readonly removed: number;
  /** Undefined where nothing takes its place. */
  readonly replacement?: string;
}

const RBAC = ['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding'];
const WEBHOOKS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

const rows: readonly (readonly [string, readonly string[], number, number, string?])[] = [
  ['extensions/v1beta1', ['Deployment', 'DaemonSet', 'ReplicaSet'], 8, 16, 'apps/v1'],
  ['extensions/v1beta1', ['NetworkPolicy'], 9, 16, 'networking.k8s.io/v1'],
  ['extensions/v1beta1', ['PodSecurityPolicy'], 10, 16],
  ['extensions/v1beta1', ['Ingress'], 14, 22, 'networking.k8s.io/v1'],
  ['apps/v1beta1', [], 8, 16, 'apps/v1'],
  ['apps/v1beta2', [], 9, 16, 'apps/v1'],
  ['networking.k8s.io/v1beta1', ['Ingress', 'IngressClass'], 19, 22, 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1alpha1', ['IPAddress', 'ServiceCIDR'], 30, 33, 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', ['IPAddress', 'ServiceCIDR'], 34, 37, 'networking.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1alpha1', RBAC, 17, 22, 'rbac.authorization.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1beta1', RBAC, 17, 22, 'rbac.authorization.k8s.io/v1'],
  ['admissionregistration.k8s.io/v1beta1', WEBHOOKS, 16, 22, 'admissionregistration.k8s.io/v1'],
  [
    'admissionregistration.k8s.io/v1alpha1',
    ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    28,
    32,
    'admissionregistration.k8s.io/v1',
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    31,
    34,
    'admissionregistration.k8s.io/v1',
  ],
  [
    'admissionregistration.k8s.io/v1alpha1',
    ['MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'],
    34,
    38,
    'admissionregistration.k8s.io/v1beta1',
  ],
  ['apiextensions.k8s.io/v1beta1', ['CustomResourceDefinition'], 16, 22, 'apiextensions.k8s.io/v1'],
  ['apiregistration.k8s.io/v1beta1', ['APIService'], 19, 22, 'apiregistration.k8s.io/v1'],
  ['certificates.k8s.io/v1beta1', ['CertificateSigningRequest'], 19, 22, 'certificates.k8s.io/v1'],
  ['coordination.k8s.io/v1beta1', ['Lease'], 19, 22, 'coordination.k8s.io/v1'],
  ['scheduling.k8s.io/v1alpha1', ['PriorityClass'], 14, 17, 'scheduling.k8s.io/v1'],
  ['scheduling.k8s.io/v1beta1', ['PriorityClass'], 14, 22, 'scheduling.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', ['StorageClass', 'CSIDriver', 'CSINode', 'VolumeAttachment'], 19, 22, 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', ['CSIStorageCapacity'], 24, 27, 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1alpha1', ['VolumeAttributesClass'], 32, 35, 'storage.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', ['VolumeAttributesClass'], 34, 37, 'storage.k8s.io/v1'],
  ['storagemigration.k8s.io/v1alpha1', ['StorageVersionMigration'], 33, 36, 'storagemigration.k8s.io/v1beta1'],
  ['authentication.k8s.io/v1beta1', ['TokenReview'], 19, 22, 'authentication.k8s.io/v1'],
  ['authorization.k8s.io/v1beta1', [], 19, 22, 'authorization.k8s.io/v1'],
  ['policy/v1beta1', ['PodDisruptionBudget'], 21, 25, 'policy/v1'],
  ['policy/v1beta1', ['PodSecurityPolicy'], 21, 25],
  ['batch/v1beta1', ['CronJob'], 21, 25, 'batch/v1'],
  ['batch/v2alpha1', ['CronJob'], 18, 21, 'batch/v1'],
  ['autoscaling/v2beta1', ['HorizontalPodAutoscaler'], 22, 25, 'autoscaling/v2'],
  ['autoscaling/v2beta2', ['HorizontalPodAutoscaler'], 23, 26, 'autoscaling/v2'],
  ['discovery.k8s.io/v1beta1', ['EndpointSlice'], 21, 25, 'discovery.k8s.io/v1'],
  ['events.k8s.io/v1beta1', ['Event'], 22, 25, 'events.k8s.io/v1'],
  ['node.k8s.io/v1beta1', ['RuntimeClass'], 22, 25, 'node.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', [], 23, 26, 'flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta2', [], 26, 29, 'flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta3', [], 29, 32, 'flowcontrol.apiserver.k8s.io/v1'],
  ['resource.k8s.io/v1beta1', [], 35, 38, 'resource.k8s.io/v1'],
];

const lifeCycles: readonly LifeCycle[] = rows.map(([apiVersion, kinds, deprecated, removed, replacement]) => ({
  apiVersion,
  deprecated,
  removed,
  ...(kinds.length === 0 ? {} : { kinds }),
  ...(replacement === undefined ? {} : { replacement }),
}));

const byVersion = new Map<string, LifeCycle[]>();
for (const each of lifeCycles) append(byVersion, each.apiVersion, each);

/** What will become of an API version of a kind; undefined for one that stays. */
export const lifeCycleOf = (apiVersion: string, kind: string): LifeCycle | undefined =>
  byVersion.get(apiVersion)?.find(({ kinds }) => kinds?.includes(kind) ?? true);

/** What to write instead. */
export const instead = ({ replacement }: LifeCycle): string =>
  replacement === undefined ? 'nothing takes its place' : `expected ${replacement}`;
