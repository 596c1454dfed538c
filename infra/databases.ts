import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { Cluster, ClusterInstance, ClusterParameterGroup, SubnetGroup } from '@pulumi/aws/rds';
import type { NeededServer } from '../src/model/cloud';
import { databaseIdentifier, ENDPOINT_LABELS } from '../src/model/cloud-names';
import type { Alarms } from './alarms';
import { DatabaseUsers } from './database-users';
import { endpointDomain } from './endpoint-domain';
import type { Endpoint } from './endpoint-domain';
import type { Keys } from './keys';
import { logGroup } from './logs';
import type { Network } from './network';
import { Part } from './part';
import type { Site } from './part';
import type { Secrets } from './secrets';
import { admitting } from './security-groups';
import { ENGINES } from './settings';

/** What a store needs around it. */
export interface StoreSurroundings {
  readonly network: Network;
  readonly keys: Keys;
  readonly secrets: Secrets;
  readonly alarms: Alarms;
}

/** Connections beyond what the fleet counts: AWS's own, those of administrators, and of this program. */
export const SPARE_CONNECTIONS = 20;

/** What Aurora allows where the fleet names no number. */
const DEFAULT_CONNECTIONS = 100;

/** An Aurora cluster for each PostgreSQL server that the fleet declares, so that none can starve or read another. */
export class Databases extends Part {
  /** What the endpoints of all clusters end in. */
  readonly domain: Output<string | undefined>;

  constructor(
    site: Site,
    servers: readonly NeededServer[],
    surroundings: StoreSurroundings,
    options: ComponentResourceOptions,
  ) {
    super('databases', options);
    this.domain = endpointDomain(servers.length === 0 ? [] : this.servers(site, servers, surroundings));
  }

  private servers(
    site: Site,
    servers: readonly NeededServer[],
    { network, keys, secrets, alarms }: StoreSurroundings,
  ): readonly Endpoint[] {
    const { environment } = site;
    const subnets = new SubnetGroup('databases', { subnetIds: network.ids('data') }, this.inside);
    return servers.map((server) => {
      const group = admitting(
        `postgres-${server.name}`,
        {
          vpcId: network.vpc.id,
          description: `PostgreSQL ${server.name}`,
          ranges: environment.network.pods,
          port: server.port,
        },
        this.inside,
      );
      const cluster = this.cluster(site, server, keys, { subnets: subnets.name, group: group.id });
      const instances = this.instances(site, server, keys, cluster);
      alarms.above(
        `postgres-${server.name}-full`,
        {
          namespace: 'AWS/RDS',
          dimensions: { DBClusterIdentifier: databaseIdentifier(environment, server) },
          metric: 'ACUUtilization',
          statistic: 'Average',
          threshold: 90,
          why: `PostgreSQL ${server.name} is near the most capacity it may take`,
        },
        this.inside,
      );
      new DatabaseUsers(server, { cluster, instances }, secrets, site.settings.keeps, this.inside);
      return { label: ENDPOINT_LABELS.postgres(environment, server), host: cluster.endpoint };
    });
  }

  private cluster(
    site: Site,
    server: NeededServer,
    keys: Keys,
    place: { readonly subnets: Cluster['dbSubnetGroupName']; readonly group: Cluster['id'] },
  ): Cluster {
    const { environment, settings } = site;
    const { backupDays, minCapacity, maxCapacity } = settings.database;
    const identifier = databaseIdentifier(environment, server);
    const logs = logGroup(`/aws/rds/cluster/${identifier}/postgresql`, site, keys, this.inside);
    const parameters = new ClusterParameterGroup(
      server.name,
      {
        family: ENGINES.postgres.family,
        parameters: [
          { name: 'max_connections', value: String(maxConnections(server)), applyMethod: 'pending-reboot' },
          { name: 'rds.force_ssl', value: '1' },
          // what takes longer than a second is worth a look
          { name: 'log_min_duration_statement', value: '1000' },
        ],
      },
      this.inside,
    );
    return new Cluster(
      server.name,
      {
        clusterIdentifier: identifier,
        engine: 'aurora-postgresql',
        engineMode: 'provisioned',
        engineVersion: ENGINES.postgres.version,
        databaseName: server.database,
        port: server.port,
        // AWS makes, keeps and renews the password; only administrators and this program ever use it
        masterUsername: 'administrator',
        manageMasterUserPassword: true,
        masterUserSecretKmsKeyId: keys.of.secrets.arn,
        serverlessv2ScalingConfiguration: { minCapacity, maxCapacity },
        storageEncrypted: true,
        kmsKeyId: keys.of.data.arn,
        dbSubnetGroupName: place.subnets,
        vpcSecurityGroupIds: [place.group],
        dbClusterParameterGroupName: parameters.name,
        backupRetentionPeriod: backupDays,
        copyTagsToSnapshot: true,
        deletionProtection: settings.keeps,
        skipFinalSnapshot: !settings.keeps,
        ...(settings.keeps ? { finalSnapshotIdentifier: `${identifier}-final` } : {}),
        deleteAutomatedBackups: !settings.keeps,
        enabledCloudwatchLogsExports: ['postgresql'],
        // a version past its support is updated rather than billed by the hour
        engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
      },
      { ...this.inside, protect: settings.keeps, dependsOn: logs },
    );
  }

  /** A writer and its readers: a cluster without them answers nobody. */
  private instances(
    { settings }: Site,
    server: NeededServer,
    keys: Keys,
    cluster: Cluster,
  ): readonly ClusterInstance[] {
    return Array.from({ length: 1 + settings.database.readers }, (_, index) => {
      return new ClusterInstance(
        `${server.name}-${index}`,
        {
          clusterIdentifier: cluster.id,
          engine: 'aurora-postgresql',
          engineVersion: ENGINES.postgres.version,
          instanceClass: 'db.serverless',
          // the first reader grows and shrinks with the writer, and can take over its load at once; others by their own
          promotionTier: index,
          publiclyAccessible: false,
          autoMinorVersionUpgrade: false,
          performanceInsightsEnabled: true,
          performanceInsightsKmsKeyId: keys.of.data.arn,
          caCertIdentifier: 'rds-ca-rsa2048-g1',
        },
        { ...this.inside, protect: settings.keeps },
      );
    });
  }
}

/** Connections that a server is set up for. */
export const maxConnections = ({ connections = DEFAULT_CONNECTIONS }: Pick<NeededServer, 'connections'>): number =>
  connections + SPARE_CONNECTIONS;
