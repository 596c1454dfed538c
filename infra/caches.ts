import type { ComponentResourceOptions, Output } from '@pulumi/pulumi';
import { ReplicationGroup, SubnetGroup, User, UserGroup } from '@pulumi/aws/elasticache';
import type { NeededServer } from '../src/model/cloud';
import { cacheIdentifier, ENDPOINT_LABELS } from '../src/model/cloud-names';
import type { Alarms } from './alarms';
import type { StoreSurroundings } from './databases';
import { endpointDomain } from './endpoint-domain';
import type { Endpoint } from './endpoint-domain';
import type { Keys } from './keys';
import { logGroup } from './logs';
import { Part } from './part';
import type { Site } from './part';
import type { Secrets } from './secrets';
import { admitting } from './security-groups';
import { ENGINES } from './settings';

/**
 * What a user may do with a cache, in Redis's own words. Commands that lose or stop everything for everybody are nobody's;
 * `INFO` is dangerous only by its category, and clients ask it.
 */
const RIGHTS = {
  readWrite: 'on ~* &* +@all -@dangerous +info',
  read: 'on ~* &* -@all +@read +@connection +info -@dangerous',
} as const;

/** Who signs in without a name gets in nowhere. */
const NOBODY = 'off ~* -@all';

/** ElastiCache for each cache that the fleet declares: over TLS only, with a user for each microservice. */
export class Caches extends Part {
  /** What the endpoints of all caches end in. */
  readonly domain: Output<string | undefined>;

  constructor(
    site: Site,
    servers: readonly NeededServer[],
    surroundings: StoreSurroundings,
    options: ComponentResourceOptions,
  ) {
    super('caches', options);
    this.domain = endpointDomain(servers.length === 0 ? [] : this.servers(site, servers, surroundings));
  }

  private servers(
    site: Site,
    servers: readonly NeededServer[],
    { network, keys, secrets, alarms }: StoreSurroundings,
  ): readonly Endpoint[] {
    const subnets = new SubnetGroup('caches', { subnetIds: network.ids('data') }, this.inside);
    return servers.map((server) => {
      const group = admitting(
        `redis-${server.name}`,
        {
          vpcId: network.vpc.id,
          description: `Redis ${server.name}`,
          ranges: site.environment.network.pods,
          port: server.port,
        },
        this.inside,
      );
      const users = this.users(site, server, secrets);
      const cache = this.cache(site, server, keys, { subnets, group, users });
      this.watch(site, server, alarms);
      return { label: ENDPOINT_LABELS.redis(site.environment, server), host: cache.primaryEndpointAddress };
    });
  }

  private watch({ environment, settings }: Site, server: NeededServer, alarms: Alarms): void {
    for (let node = 1; node <= 1 + settings.cache.replicas; node++) {
      const name = `${cacheIdentifier(environment, server)}-00${node}`;
      alarms.above(
        `${name}-full`,
        {
          namespace: 'AWS/ElastiCache',
          dimensions: { CacheClusterId: name },
          metric: 'DatabaseMemoryUsagePercentage',
          statistic: 'Maximum',
          threshold: 80,
          why: `Redis ${server.name} will soon forget what is still needed`,
        },
        this.inside,
      );
    }
  }

  private users({ environment }: Site, server: NeededServer, secrets: Secrets): UserGroup {
    const id = cacheIdentifier(environment, server);
    // a group must hold a user of the name default, or AWS adds one that may do everything
    const nobody = new User(
      `${server.name}-default`,
      {
        userId: `${id}-default`,
        userName: 'default',
        engine: 'redis',
        accessString: NOBODY,
        authenticationMode: { type: 'no-password-required' },
      },
      this.inside,
    );
    const users = server.users.map(
      (user) =>
        new User(
          `${server.name}-${user.name}`,
          {
            userId: cacheUserIdentifier(environment, server, user),
            userName: user.name,
            engine: 'redis',
            accessString: RIGHTS[user.access],
            authenticationMode: { type: 'password', passwords: [secrets.passwordIn(user.secret)] },
          },
          this.inside,
        ),
    );
    return new UserGroup(
      server.name,
      { userGroupId: id, engine: 'redis', userIds: [nobody, ...users].map(({ userId }) => userId) },
      this.inside,
    );
  }

  private cache(
    site: Site,
    server: NeededServer,
    keys: Keys,
    { subnets, group, users }: { subnets: SubnetGroup; group: { readonly id: SubnetGroup['id'] }; users: UserGroup },
  ): ReplicationGroup {
    const { environment, settings } = site;
    const { nodeType, replicas, snapshotDays } = settings.cache;
    const id = cacheIdentifier(environment, server);
    const slow = logGroup(`/aws/elasticache/${id}/slow`, site, keys, this.inside);
    return new ReplicationGroup(
      server.name,
      {
        replicationGroupId: id,
        description: `Redis ${server.name}`,
        engine: 'redis',
        engineVersion: ENGINES.redis,
        nodeType,
        port: server.port,
        numCacheClusters: 1 + replicas,
        automaticFailoverEnabled: replicas > 0,
        multiAzEnabled: replicas > 0,
        atRestEncryptionEnabled: true,
        kmsKeyId: keys.of.data.arn,
        transitEncryptionEnabled: true,
        transitEncryptionMode: 'required',
        userGroupIds: [users.userGroupId],
        subnetGroupName: subnets.name,
        securityGroupIds: [group.id],
        snapshotRetentionLimit: snapshotDays,
        ...(settings.keeps ? { finalSnapshotIdentifier: `${id}-final` } : {}),
        logDeliveryConfigurations: [
          { destination: slow.name, destinationType: 'cloudwatch-logs', logFormat: 'json', logType: 'slow-log' },
        ],
      },
      { ...this.inside, protect: settings.keeps },
    );
  }
}

type Named = Pick<NeededServer, 'name'>;

/** Name of a user, unique in the account; AWS allows 40 characters. */
export const cacheUserIdentifier = (environment: { readonly name: string }, server: Named, user: Named): string =>
  `${cacheIdentifier(environment, server)}-${user.name}`;
