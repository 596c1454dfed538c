import type { ClusterTriggerAuthentication } from '../../imports/keda';
import { addOn, chart } from '../../src/model/add-on';
import { kafkaPermissions } from '../../src/model/permissions';
import { MESHED } from './authorization';
import { certManager } from './cert-manager';
import type { ContainerResources } from './helm-values';
import { linkerd } from './linkerd';
import { PEERS } from './peers';
import { CHARTS } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';

/** The chart's own limit of the processor, a twentieth of one, would stay beside ours. */
const unthrottled = (own: ContainerResources): ContainerResources => ({ ...own, limits: { ...own.limits, cpu: '1' } });

/** Its operator is the one that asks Prometheus and Kafka. */
const OPERATOR = PEERS.keda;

/** Scales on what waits rather than on what is busy: https://keda.sh */
export const keda = addOn('keda', {
  why: 'Scales consumers by the lag of their topics, and anything by a query',
  namespace: OPERATOR.namespace,
  needs: [linkerd, certManager, prometheusOperatorCrds],
  helm: (environment) => {
    const replicaCount = environment.highlyAvailable ? 2 : 1;
    const budget = environment.highlyAvailable ? { maxUnavailable: 1 } : {};
    const watched = { enabled: true, serviceMonitor: { enabled: true } };
    return [
      chart(CHARTS.keda, {
        crds: { install: true },
        certificates: { certManager: { enabled: true, generateCA: true } },
        operator: { replicaCount },
        metricsServer: { replicaCount },
        webhooks: { replicaCount },
        // an identity, by which Prometheus lets it in; its own ports check certificates themselves
        podAnnotations: { keda: { ...MESHED, 'config.linkerd.io/default-inbound-policy': 'all-unauthenticated' } },
        podDisruptionBudget: { operator: budget, metricServer: budget, webhooks: budget },
        resources: {
          // what its makers give it
          operator: resources('100m', environment.highlyAvailable ? '1Gi' : '512Mi'),
          metricServer: resources('50m', '256Mi'),
          webhooks: unthrottled(resources('20m', '128Mi')),
        },
        prometheus: { operator: watched, metricServer: watched, webhooks: watched },
      }),
    ];
  },
  offers: { operator: OPERATOR },
});

/** Role of the operator's own pod: topics and groups of every microservice, to look at and no more. */
const kafka: ClusterTriggerAuthentication = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ClusterTriggerAuthentication',
  metadata: { name: 'kafka' },
  spec: { podIdentity: { provider: 'aws' } },
};

/** How scalers sign in to Kafka. */
export const kafkaScaling = addOn('kafka-scaling', {
  why: 'Lets KEDA read consumer lag on MSK with the role of its own pod',
  namespace: OPERATOR.namespace,
  needs: [keda],
  offers: { authentication: kafka.metadata.name },
  cloud: ({ microservices }) => {
    const consumed = microservices.flatMap((each) => each.consumes);
    const watches = {
      topics: consumed.map(({ name }) => name),
      groups: consumed.flatMap(({ group }) => (group === undefined ? [] : [group])),
    };
    return {
      roles: [
        {
          namespace: OPERATOR.namespace,
          serviceAccount: OPERATOR.serviceAccount,
          permissions: kafkaPermissions({ watches }),
        },
      ],
    };
  },
  manifests: () => ({ authentication: [kafka] }),
});
