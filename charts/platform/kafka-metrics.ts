import { addOn } from '../../src/model/add-on';
import { kafkaPermissions } from '../../src/model/permissions';
import { TELEMETRY } from '../topics';
import { exporter } from './exporter';
import { linkerd } from './linkerd';
import { blocks, to, toPodIdentity } from './network';
import { PEERS } from './peers';
import { prometheusOperatorCrds } from './prometheus-crds';

const EXPORTER = {
  name: 'kafka-metrics',
  namespace: 'kafka-metrics',
  serviceAccount: 'kafka-metrics',
  meshed: true,
  labels: { 'app.kubernetes.io/name': 'kafka-metrics' },
} as const;

/** How far every group has read, which the brokers of MSK do not tell: https://github.com/danielqsj/kafka_exporter */
export const kafkaMetrics = addOn('kafka-metrics', {
  why: 'Tells how far each consumer group is behind, whether or not something scales on it, and which partitions lack replicas',
  namespace: EXPORTER.namespace,
  needs: [linkerd, prometheusOperatorCrds],
  namespaces: { [EXPORTER.namespace]: { denyByDefault: true } },
  cloud: ({ microservices }) => {
    const used = microservices.flatMap((each) => [...each.publishes, ...each.consumes]);
    // telemetry takes the same way: who watches the others' lag is watched itself
    const watches = {
      topics: [...used, ...TELEMETRY].map(({ name }) => name),
      groups: [...used.flatMap(({ group }) => (group === undefined ? [] : [group])), PEERS.collector.name],
    };
    return {
      roles: [
        {
          namespace: EXPORTER.namespace,
          serviceAccount: EXPORTER.serviceAccount,
          permissions: kafkaPermissions({ watches }),
        },
      ],
    };
  },
  manifests: ({ environment }) => {
    const { kafkaBrokers } = environment.cloud;
    const port = 9308;
    return exporter({
      peer: EXPORTER,
      image: 'kafkaExporter',
      args: [
        ...kafkaBrokers.map((broker) => `--kafka.server=${broker}`),
        '--kafka.version=3.6.0',
        '--sasl.enabled',
        '--sasl.mechanism=awsiam',
        `--sasl.aws-region=${environment.region}`,
        '--tls.enabled',
        '--topic.exclude=^__',
        `--web.listen-address=:${String(port)}`,
      ],
      port,
      interval: '30s',
      memory: '128Mi',
      egress: [
        to(blocks(environment.network.data), ...new Set(kafkaBrokers.map((broker) => Number(broker.split(':')[1])))),
        toPodIdentity,
      ],
    });
  },
});
