import { output } from '@pulumi/pulumi';
import type { CustomResourceOptions } from '@pulumi/pulumi';
import type { Cluster, ClusterInstance } from '@pulumi/aws/rds';
import { getSecretVersionOutput } from '@pulumi/aws/secretsmanager';
import { DefaultPrivileges, Grant, Provider, Role } from '@pulumi/postgresql';
import type { NeededServer } from '../src/model/cloud';
import { Part } from './part';
import type { Secrets } from './secrets';

/**
 * Users of one database. Those that write act as one owner, so that a table that one of them made is there for the other;
 * those that read get what the owner makes, now and later. All of it needs a way to the server, which only the VPC has.
 */
export class DatabaseUsers extends Part {
  constructor(
    { name, database, port, users }: NeededServer,
    { cluster, instances }: { readonly cluster: Cluster; readonly instances: readonly ClusterInstance[] },
    secrets: Secrets,
    keeps: boolean,
    options: CustomResourceOptions,
  ) {
    super('database-users', options, `database-users-${name}`);
    const provider = this.signedIn(name, database, port, cluster);
    const inside = { ...this.inside, provider, dependsOn: [...instances] };
    const owner = new Role(`${name}-owner`, { name: `${database}_owner`, login: false }, { ...inside, protect: keeps });
    const schema = { database, schema: 'public', role: owner.name };
    new Grant(
      `${name}-owner`,
      { database, role: owner.name, objectType: 'database', privileges: ['CONNECT', 'CREATE', 'TEMPORARY'] },
      inside,
    );
    new Grant(`${name}-owner-schema`, { ...schema, objectType: 'schema', privileges: ['CREATE', 'USAGE'] }, inside);
    const reader = users.some(({ access }) => access === 'read')
      ? this.reader(name, database, owner, inside)
      : undefined;
    for (const user of users) {
      const group = user.access === 'read' ? reader! : owner;
      new Role(
        `${name}-${user.name}`,
        {
          name: user.name,
          login: true,
          password: secrets.passwordIn(user.secret),
          roles: [group.name],
          ...(user.access === 'read' ? {} : { assumeRole: owner.name }),
        },
        { ...inside, protect: keeps },
      );
    }
  }

  /** As the master user, whose password AWS keeps. */
  private signedIn(name: string, database: string, port: number, cluster: Cluster): Provider {
    const secretId = cluster.masterUserSecrets.apply((all) => all[0]?.secretArn ?? '');
    const { secretString } = getSecretVersionOutput({ secretId }, { parent: this });
    return new Provider(
      name,
      {
        host: cluster.endpoint,
        port,
        database,
        username: cluster.masterUsername,
        password: output(secretString).apply((value) => (JSON.parse(value) as { password: string }).password),
        sslmode: 'require',
        // a master of RDS is none in the sense of PostgreSQL
        superuser: false,
        connectTimeout: 15,
      },
      { parent: this },
    );
  }

  private reader(name: string, database: string, owner: Role, inside: CustomResourceOptions): Role {
    const reader = new Role(`${name}-reader`, { name: `${database}_reader`, login: false }, inside);
    const schema = { database, schema: 'public', role: reader.name };
    new Grant(
      `${name}-reader`,
      { database, role: reader.name, objectType: 'database', privileges: ['CONNECT'] },
      inside,
    );
    new Grant(`${name}-reader-schema`, { ...schema, objectType: 'schema', privileges: ['USAGE'] }, inside);
    for (const objectType of ['table', 'sequence']) {
      // what is there already, and what comes
      new Grant(`${name}-reader-${objectType}`, { ...schema, objectType, privileges: ['SELECT'] }, inside);
      new DefaultPrivileges(
        `${name}-reader-${objectType}`,
        { ...schema, owner: owner.name, objectType, privileges: ['SELECT'] },
        inside,
      );
    }
    return reader;
  }
}
