import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { Cluster, Configuration, Topic } from '@pulumi/aws/msk';
import type { NeededTopic } from '../src/model/cloud';
import type { StoreSurroundings } from './databases';
import { logGroup } from './logs';
import { Part } from './part';
import type { Site } from './part';
import { admitting } from './security-groups';
import { ENGINES } from './settings';

/** Where brokers listen for clients that sign in with IAM, over TLS. */
const IAM_PORT = 9098;

/** Copies of every record, one in each zone. */
export const REPLICATION = 3;

/** A producer that waits for all gets its answer from two zones, and one zone may be lost. */
const PROPERTIES = {
  'auto.create.topics.enable': false,
  'default.replication.factor': REPLICATION,
  'min.insync.replicas': 2,
  'num.partitions': 1,
  // rather no answer than one that forgets
  'unclean.leader.election.enable': false,
};

/** Amazon MSK and the topics that the fleet declares; IAM is the only way in. */
export class Kafka extends Part {
  readonly cluster: Cluster;

  constructor(
    site: Site,
    topics: readonly NeededTopic[],
    { network, keys, alarms }: Pick<StoreSurroundings, 'network' | 'keys' | 'alarms'>,
    options: ComponentResourceOptions,
  ) {
    super('kafka', options);
    const { environment, settings } = site;
    const group = admitting(
      'kafka',
      { vpcId: network.vpc.id, description: 'Kafka', ranges: environment.network.pods, port: IAM_PORT },
      this.inside,
    );
    const configuration = new Configuration(
      'kafka',
      {
        kafkaVersions: [ENGINES.kafka],
        serverProperties: Object.entries(PROPERTIES)
          .map(([property, value]) => `${property}=${value}\n`)
          .join(''),
      },
      this.inside,
    );
    const logs = logGroup(`/aws/msk/${environment.cluster}`, site, keys, this.inside);
    this.cluster = new Cluster(
      'kafka',
      {
        clusterName: environment.cluster,
        kafkaVersion: ENGINES.kafka,
        numberOfBrokerNodes: settings.zones.length,
        brokerNodeGroupInfo: {
          instanceType: settings.kafka.instanceType,
          clientSubnets: network.ids('data'),
          securityGroups: [group.id],
          storageInfo: { ebsStorageInfo: { volumeSize: settings.kafka.volumeGiB } },
          connectivityInfo: { publicAccess: { type: 'DISABLED' } },
        },
        clientAuthentication: { sasl: { iam: true, scram: false }, unauthenticated: false },
        encryptionInfo: {
          encryptionAtRestKmsKeyArn: keys.of.data.arn,
          encryptionInTransit: { clientBroker: 'TLS', inCluster: true },
        },
        configurationInfo: { arn: configuration.arn, revision: configuration.latestRevision },
        enhancedMonitoring: 'PER_BROKER',
        loggingInfo: { brokerLogs: { cloudwatchLogs: { enabled: true, logGroup: logs.name } } },
      },
      { ...this.inside, protect: settings.keeps },
    );
    for (let broker = 1; broker <= settings.zones.length; broker++) {
      alarms.above(
        `kafka-${broker}-full`,
        {
          namespace: 'AWS/Kafka',
          dimensions: { 'Cluster Name': environment.cluster, 'Broker ID': String(broker) },
          metric: 'KafkaDataLogsDiskUsed',
          statistic: 'Maximum',
          threshold: 75,
          why: `Broker ${broker} runs out of disk: shorten retention or widen volumeGiB`,
        },
        this.inside,
      );
    }
    for (const { name, partitions, retentionMs } of topics) {
      new Topic(
        name,
        {
          clusterArn: this.cluster.arn,
          name,
          partitionCount: partitions,
          replicationFactor: REPLICATION,
          configs: JSON.stringify({ 'retention.ms': String(retentionMs) }),
        },
        { ...this.inside, protect: settings.keeps },
      );
    }
  }
}
