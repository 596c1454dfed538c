import type { Deployment, StatefulSet } from '../../imports/kubernetes';
import type { ResolvedMicroservice } from '../model/resolved';
import { labelsOf, selectorOf, topicAnnotations } from './labels';
import { podTemplate } from './pod';
import { podVolumes } from './volumes';

/** The Deployment of a server or worker; without `replicas` where something scales it. */
export function deployment(microservice: ResolvedMicroservice): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(microservice),
    spec: {
      ...replicas(microservice),
      revisionHistoryLimit: 3,
      selector: { matchLabels: selectorOf(microservice) },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
      template: podTemplate(microservice, podVolumes(microservice)),
    },
  };
}

/** The StatefulSet of a microservice that keeps something on a volume. */
export function statefulSet(microservice: ResolvedMicroservice): StatefulSet {
  const volumes = podVolumes(microservice);
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadataOf(microservice),
    spec: {
      ...replicas(microservice),
      revisionHistoryLimit: 3,
      selector: { matchLabels: selectorOf(microservice) },
      serviceName: peersServiceName(microservice),
      template: podTemplate(microservice, volumes),
      volumeClaimTemplates: [...volumes.claims],
    },
  };
}

/** Headless Service that gives each pod of a StatefulSet its name. */
export function peersServiceName(microservice: ResolvedMicroservice): string {
  return `${microservice.name}-peers`;
}

function metadataOf(microservice: ResolvedMicroservice): Deployment['metadata'] {
  return {
    name: microservice.name,
    namespace: microservice.namespace,
    labels: labelsOf(microservice),
    ...topicAnnotations(microservice),
  };
}

function replicas(microservice: ResolvedMicroservice): { replicas?: number } {
  return typeof microservice.scale === 'number' ? { replicas: microservice.scale } : {};
}
