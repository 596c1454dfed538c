import type { CloudNeeds } from '../src/model/cloud';
import { cacheIdentifier, databaseIdentifier } from '../src/model/cloud-names';
import type { EnvironmentSettings } from '../src/model/environment';
import { validNames } from '../src/model/faults';
import type { Fault } from '../src/model/faults';
import { ADD_ON_VERSIONS } from './add-on-versions';
import { cacheUserIdentifier } from './caches';
import { addressesIn, contains, overlap, splitRanges } from './cidr';
import { maxConnections } from './databases';
import { REPLICATION } from './kafka';
import { BROKER_PARTITIONS } from './settings';
import type { Settings } from './settings';

/** Bytes of memory in a capacity unit, and those that Aurora's own formula sets aside for each connection. */
const UNIT_BYTES = 2 * 2 ** 30;
const CONNECTION_BYTES = 9_531_392;

/** Addresses below which a subnet is too small for what AWS puts there: a control plane's, a load balancer's. */
const SMALLEST_SUBNET = 16;

/** Names that AWS cuts or refuses, and how long they may be. */
const DATABASE_NAME = 63;
const CACHE_NAME = 40;

/** Sums that must fit before anything is made: connections, partitions, addresses and names. */
export function capacityFaults(needs: CloudNeeds, settings: Settings): readonly Fault[] {
  return [
    ...versionFaults(needs.environment),
    ...addressFaults(needs.environment, settings),
    ...connectionFaults(needs, settings),
    ...partitionFaults(needs, settings),
    ...nameFaults(needs),
    ...userFaults(needs),
  ];
}

function versionFaults({ name, kubernetes }: EnvironmentSettings): readonly Fault[] {
  if (ADD_ON_VERSIONS[kubernetes] !== undefined) return [];
  const what = `is ${kubernetes}, for which no releases of EKS's add-ons are written down; ${validNames(Object.keys(ADD_ON_VERSIONS))}`;
  return [{ where: `${name}.kubernetes`, what }];
}

function addressFaults({ network, name }: EnvironmentSettings, { zones }: Settings): readonly Fault[] {
  const { vpc, ...uses } = network;
  const byUse: readonly (readonly [string, readonly string[]])[] = Object.entries(uses);
  const ranges = byUse.flatMap(([use, all]) => all.map((range) => ({ where: `${name}.network.${use}`, range })));
  const faults: Fault[] = [];
  for (const [index, { where, range }] of ranges.entries()) {
    if (!contains(vpc, range)) faults.push({ where, what: `${range} lies outside of the VPC, ${vpc}` });
    for (const other of ranges.slice(index + 1)) {
      if (overlap(range, other.range))
        faults.push({ where, what: `${range} shares addresses with ${other.range} of ${other.where}` });
    }
  }
  for (const [use, all] of byUse) {
    const where = `${name}.network.${use}`;
    if (all.length !== 1 && all.length !== zones.length)
      faults.push({ where, what: `has ${all.length} ranges; expected one, or one for each of ${zones.length} zones` });
    else if (splitRanges(all, zones.length).some((range) => addressesIn(range) < SMALLEST_SUBNET))
      faults.push({
        where,
        what: `${all.join(', ')} gives a zone fewer than ${SMALLEST_SUBNET} addresses; expected /26 or wider for all zones`,
      });
  }
  return faults;
}

function connectionFaults({ databases }: CloudNeeds, { database }: Settings): readonly Fault[] {
  const room = Math.floor((database.maxCapacity * UNIT_BYTES) / CONNECTION_BYTES);
  return databases
    .filter((server) => maxConnections(server) > room)
    .map((server) => ({
      where: `postgres/${server.name}`,
      what: `accepts ${maxConnections(server)} connections, but ${database.maxCapacity} capacity units have memory for ${room}; raise maxCapacity or lower connections`,
    }));
}

function partitionFaults({ topics }: CloudNeeds, { kafka, zones }: Settings): readonly Fault[] {
  const replicas = topics.reduce((sum, { partitions }) => sum + partitions * REPLICATION, 0);
  const each = Math.ceil(replicas / zones.length);
  const most = BROKER_PARTITIONS[kafka.instanceType];
  if (each <= most) return [];
  return [
    {
      where: 'kafka',
      what: `gives each broker ${each} partitions with their copies, but ${kafka.instanceType} holds ${most}; take larger brokers or fewer partitions`,
    },
  ];
}

/** Users that engines and this program have already. */
const TAKEN_USERS = ['administrator', 'default', 'postgres', 'rdsadmin'];

function userFaults({ databases, caches }: CloudNeeds): readonly Fault[] {
  return [...databases, ...caches].flatMap(({ name, users }) =>
    users
      .filter((user) => TAKEN_USERS.includes(user.name))
      .map((user) => ({ where: name, what: `is signed in to as ${user.name}, a user that is there already` })),
  );
}

function nameFaults({ environment, databases, caches }: CloudNeeds): readonly Fault[] {
  const names = [
    ...databases.map((server) => ({
      where: `postgres/${server.name}`,
      name: databaseIdentifier(environment, server),
      most: DATABASE_NAME,
    })),
    ...caches.flatMap((server) => [
      { where: `redis/${server.name}`, name: cacheIdentifier(environment, server), most: CACHE_NAME },
      ...server.users.map((user) => ({
        where: `redis/${server.name}`,
        name: cacheUserIdentifier(environment, server, user),
        most: CACHE_NAME,
      })),
    ]),
  ];
  return names
    .filter(({ name, most }) => name.length > most)
    .map(({ where, name, most }) => ({
      where,
      what: `is called ${name} in AWS, which has ${name.length} characters; expected at most ${most}`,
    }));
}
