import { output } from '@pulumi/pulumi';
import { Provider } from '@pulumi/aws/provider';
import { AccountPublicAccessBlock } from '@pulumi/aws/s3';
import type { CloudNeeds } from '../src/model/cloud';
import type { Delivery } from '../src/model/delivery';
import { UserError } from '../src/model/faults';
import { Alarms } from './alarms';
import { Caches } from './caches';
import { capacityFaults } from './capacity';
import { Cluster } from './cluster';
import { Databases } from './databases';
import { Endpoints } from './endpoints';
import { Gateway } from './gateway';
import { GitHub } from './github';
import { Kafka } from './kafka';
import { Karpenter } from './karpenter';
import { Keys } from './keys';
import { Names } from './names';
import { Network } from './network';
import { SystemNodes } from './nodes';
import type { Outputs } from './outputs';
import type { Site } from './part';
import { PodRoles } from './pod-roles';
import { Registry } from './registry';
import { Secrets } from './secrets';
import type { Settings } from './settings';
import { Tables } from './tables';

/** What an environment's cloud is made from. */
export interface Plan {
  readonly fleet: string;
  readonly needs: CloudNeeds;
  readonly settings: Settings;
  readonly delivery: Delivery;
  /** Whether end-to-end tests take their images from this environment. */
  readonly tested: boolean;
}

/**
 * The cloud of one environment.
 * @throws UserError with everything that does not fit, before anything is made
 */
export function program({ fleet, needs, settings, delivery, tested }: Plan): Outputs {
  const faults = capacityFaults(needs, settings);
  if (faults.length > 0) throw new UserError('The cloud cannot hold what the fleet declares', faults);
  const { environment } = needs;
  const { account, region, cluster: clusterName } = environment;
  const site: Site = { environment, settings };
  const aws = new Provider('aws', {
    region,
    // keys of another account make nothing here
    allowedAccountIds: [account],
    defaultTags: { tags: { fleet, environment: environment.name, 'managed-by': 'pulumi' } },
  });
  const options = { providers: { aws } };
  new AccountPublicAccessBlock(
    'closed',
    { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    { provider: aws },
  );
  const keys = new Keys(site, options);
  const network = new Network(site, keys, options);
  new Endpoints(site, network, options);
  const cluster = new Cluster(site, network, keys, options);
  new SystemNodes(site, cluster, network, keys, options);
  new Karpenter(site, cluster, keys, options);
  const names = new Names(site, network, options);
  const secrets = new Secrets(site, needs.secrets, keys, options);
  const alarms = new Alarms(site, keys, options);
  const surroundings = { network, keys, secrets, alarms };
  const databases = new Databases(site, needs.databases, surroundings, options);
  const caches = new Caches(site, needs.caches, surroundings, options);
  const kafka = new Kafka(site, needs.topics, surroundings, options);
  new Tables(site, needs.tables, keys, options);
  new Registry(site, needs.repositories, keys, options);
  new Gateway(site, needs.entryPoints, { network, cluster, keys, names, alarms }, options);
  const known = output({
    account,
    region,
    cluster: clusterName,
    kafkaCluster: kafka.cluster.arn,
    platformZone: names.platform.arn,
  });
  new PodRoles(site, cluster, needs.podRoles, known, options);
  new GitHub(site, delivery, needs, tested, options);
  return {
    contract: {
      account,
      region,
      cluster: cluster.eks.name,
      vpc: network.vpc.id,
      // AWS lists them in another order each time
      kafkaBrokers: kafka.cluster.bootstrapBrokersSaslIam.apply((brokers) => brokers.split(',').sort()),
      databaseDomain: databases.domain,
      cacheDomain: caches.domain,
    },
    secretsToFill: secrets.toFill,
    nameServers: names.public.nameServers,
  };
}
