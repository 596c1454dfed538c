import type {
  Container,
  Deployment,
  PodDisruptionBudget,
  PodTemplateSpec,
  SecurityContext,
  Volume,
} from '../../imports/kubernetes';

/** User of pods that we write: none that an image or a node knows. */
export const USER = 10001;

/** Privileges of every container of ours: none. */
export const UNPRIVILEGED: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsGroup: USER,
  runAsNonRoot: true,
  runAsUser: USER,
};

/** Pods of the platform that no vendor's chart makes. */
export interface PlatformPods {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly serviceAccount: string;
  readonly priority: 'critical' | 'standard' | 'batch';
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly graceSeconds?: number;
}

/** The pod of a Deployment or a job, as `restricted` wants it. */
export function podTemplate(pods: PlatformPods): PodTemplateSpec {
  return {
    metadata: { annotations: pods.annotations, labels: pods.labels },
    spec: {
      automountServiceAccountToken: false,
      containers: pods.containers,
      enableServiceLinks: false,
      priorityClassName: pods.priority,
      securityContext: {
        fsGroup: USER,
        runAsGroup: USER,
        runAsNonRoot: true,
        runAsUser: USER,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      serviceAccountName: pods.serviceAccount,
      ...(pods.graceSeconds === undefined ? {} : { terminationGracePeriodSeconds: pods.graceSeconds }),
      volumes: pods.volumes,
    },
  };
}

/** A Deployment whose replicas stand in different zones, and the budget that keeps most of them up. */
export function deployment(replicas: number, pods: PlatformPods): (Deployment | PodDisruptionBudget)[] {
  const { name, namespace, labels } = pods;
  const template = podTemplate(pods);
  const labelSelector = { matchLabels: labels };
  const workload: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels },
    spec: {
      replicas,
      revisionHistoryLimit: 3,
      selector: labelSelector,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template:
        replicas < 2
          ? template
          : {
              ...template,
              spec: {
                ...template.spec!,
                affinity: {
                  podAntiAffinity: {
                    preferredDuringSchedulingIgnoredDuringExecution: [
                      { podAffinityTerm: { labelSelector, topologyKey: 'kubernetes.io/hostname' }, weight: 100 },
                    ],
                  },
                },
                topologySpreadConstraints: [
                  {
                    labelSelector,
                    matchLabelKeys: ['pod-template-hash'],
                    maxSkew: 1,
                    topologyKey: 'topology.kubernetes.io/zone',
                    whenUnsatisfiable: 'DoNotSchedule',
                  },
                ],
              },
            },
    },
  };
  return [workload, ...budget(replicas, pods)];
}

/** Keeps nodes that are emptied from taking all replicas at once; an only one may go, or its node could never be emptied. */
export function budget(
  replicas: number,
  { name, namespace, labels }: Pick<PlatformPods, 'name' | 'namespace' | 'labels'>,
): PodDisruptionBudget[] {
  if (replicas < 2) return [];
  return [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    },
  ];
}
