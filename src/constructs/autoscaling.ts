import type { HorizontalPodAutoscaler, MetricSpec, PodDisruptionBudget } from '../../imports/kubernetes';
import type { ScaledObject } from '../../imports/keda';
import type { ResolvedMicroservice } from '../model/resolved';
import { DEFAULT_CPU_TARGET, mostReplicas } from '../model/scale';
import type { AutoScale } from '../model/scale';
import { labelsOf, selectorOf } from './labels';

/** Whether KEDA scales it, which makes its own HorizontalPodAutoscaler. */
function byKeda(scale: AutoScale): boolean {
  return scale.lag === true || (scale.metrics ?? []).length > 0;
}

/** Scaling on the program's own CPU and memory: the sidecars' use would blur it. */
export function autoscaler(microservice: ResolvedMicroservice): HorizontalPodAutoscaler | undefined {
  const { scale } = microservice;
  if (typeof scale === 'number' || byKeda(scale) || microservice.kind === 'CronJob') return undefined;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: microservice.name, namespace: microservice.namespace, labels: labelsOf(microservice) },
    spec: {
      maxReplicas: scale.max,
      metrics: targets(scale).map(([name, averageUtilization]): MetricSpec => ({
        type: 'ContainerResource',
        containerResource: { container: microservice.name, name, target: { type: 'Utilization', averageUtilization } },
      })),
      minReplicas: scale.min,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: microservice.kind, name: microservice.name },
    },
  };
}

function targets(scale: AutoScale): ['cpu' | 'memory', number][] {
  const cpu = scale.cpu ?? (scale.memory === undefined && !byKeda(scale) ? DEFAULT_CPU_TARGET : undefined);
  return [
    ...(cpu === undefined ? [] : [['cpu', cpu] as ['cpu', number]]),
    ...(scale.memory === undefined ? [] : [['memory', scale.memory] as ['memory', number]]),
  ];
}

/** Scaling on the lag of topics or on a query; KEDA wants every value as a string. */
export function scaledObject(microservice: ResolvedMicroservice): ScaledObject | undefined {
  const { scale } = microservice;
  if (typeof scale === 'number' || !byKeda(scale) || microservice.kind === 'CronJob') return undefined;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: microservice.name, namespace: microservice.namespace, labels: labelsOf(microservice) },
    spec: {
      maxReplicaCount: scale.max,
      minReplicaCount: scale.min,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: microservice.kind, name: microservice.name },
      triggers: [
        ...resourceTriggers(microservice, scale),
        ...lagTriggers(microservice, scale),
        ...queryTriggers(microservice, scale),
      ],
    },
  };
}

type Trigger = ScaledObject['spec']['triggers'][number];

function resourceTriggers(microservice: ResolvedMicroservice, scale: AutoScale): Trigger[] {
  return targets(scale).map(([type, value]) => ({
    type,
    metricType: 'Utilization',
    metadata: { containerName: microservice.name, value: String(value) },
  }));
}

function lagTriggers(microservice: ResolvedMicroservice, scale: AutoScale): Trigger[] {
  if (!scale.lag) return [];
  return microservice.consumes.map((topic) => ({
    type: 'apache-kafka',
    metadata: {
      awsRegion: microservice.environment.region,
      bootstrapServers: microservice.environment.cloud.kafkaBrokers.join(','),
      consumerGroup: topic.group ?? microservice.name,
      lagThreshold: String(topic.lagPerReplica),
      offsetResetPolicy: 'earliest',
      sasl: 'aws_msk_iam',
      tls: 'enable',
      topic: topic.name,
    },
    authenticationRef: { kind: 'ClusterTriggerAuthentication', name: microservice.platform.kafkaScaler },
  }));
}

function queryTriggers(microservice: ResolvedMicroservice, scale: AutoScale): Trigger[] {
  return (scale.metrics ?? []).map((metric) => ({
    type: 'prometheus',
    name: metric.name,
    metadata: {
      // no data must not look like no load
      ignoreNullValues: 'false',
      query: metric.query,
      serverAddress: microservice.platform.prometheusUrl,
      threshold: String(metric.per),
    },
  }));
}

/** Lets one pod at a time be evicted, which never blocks a drain; what can only be one pod has none. */
export function disruptionBudget(microservice: ResolvedMicroservice): PodDisruptionBudget | undefined {
  if (microservice.kind === 'CronJob' || mostReplicas(microservice.scale) < 2) return undefined;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: microservice.name, namespace: microservice.namespace, labels: labelsOf(microservice) },
    spec: {
      maxUnavailable: 1,
      selector: { matchLabels: selectorOf(microservice) },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}
