import fc from 'fast-check';
import { environments } from '../../charts/environments';
import type { EnvironmentName } from '../../charts/environments';
import { ADD_ON_VERSIONS } from '../../infra/add-on-versions';
import { capacityFaults } from '../../infra/capacity';
import { addressesIn, contains, overlap, splitRanges } from '../../infra/cidr';
import { settings } from '../../infra/settings';
import { planOf } from '../../infra/stack';
import type { CloudNeeds } from '../../src/model/cloud';
import { cloudOf } from './fixtures/cloud';

const { needs, ...plan } = planOf('dev');
const faults = (change: Partial<CloudNeeds>): string[] =>
  capacityFaults({ ...needs, ...change }, settings.dev).map(({ where, what }) => `[${where}] ${what}`);
const network = (change: object): Partial<CloudNeeds> => ({
  environment: { ...needs.environment, network: { ...needs.environment.network, ...change } },
});
const server = { name: 'big', host: 'h', port: 1, database: 'd', users: [] };

test.each(Object.keys(environments) as EnvironmentName[])('everything fits in %s', (name) => {
  expect(capacityFaults(planOf(name).needs, settings[name])).toEqual([]);
  expect(ADD_ON_VERSIONS[environments[name].kubernetes]).toBeDefined();
});

test.each<[string, Partial<CloudNeeds>, string]>([
  [
    'more connections than there is memory for',
    { databases: [{ ...server, connections: 2000 }] },
    '[postgres/big] accepts 2020 connections, but 4 capacity units have memory for 901; raise maxCapacity or lower connections',
  ],
  [
    'more partitions than brokers hold',
    { topics: [{ name: 't', partitions: 400, retentionMs: 1 }] },
    '[kafka] gives each broker 400 partitions with their copies, but kafka.t3.small holds 300; take larger brokers or fewer partitions',
  ],
  [
    'a Kubernetes for which AWS would be asked for anything',
    { environment: { ...needs.environment, kubernetes: '1.28' } },
    "[dev.kubernetes] is 1.28, for which no releases of EKS's add-ons are written down; expected one of 1.34, 1.35, 1.36",
  ],
  [
    'a range outside of the VPC',
    network({ apiServer: ['10.99.0.0/24'] }),
    '[dev.network.apiServer] 10.99.0.0/24 lies outside of the VPC, 10.10.0.0/16',
  ],
  [
    'ranges that overlap',
    network({ apiServer: ['10.10.0.0/24'] }),
    '[dev.network.pods] 10.10.0.0/17 shares addresses with 10.10.0.0/24 of dev.network.apiServer',
  ],
  [
    'a number of ranges that fits no zones',
    network({ data: ['10.10.192.0/20', '10.10.208.0/20'] }),
    '[dev.network.data] has 2 ranges; expected one, or one for each of 3 zones',
  ],
  [
    'a range too small for three zones',
    network({ apiServer: ['10.10.131.0/27'] }),
    '[dev.network.apiServer] 10.10.131.0/27 gives a zone fewer than 16 addresses; expected /26 or wider for all zones',
  ],
  [
    'a user that the engine has already',
    {
      databases: [{ ...server, users: [{ name: 'administrator', secret: 's', access: 'read' }] }],
    },
    '[big] is signed in to as administrator, a user that is there already',
  ],
  [
    'a cache with a long name',
    { caches: [{ ...server, name: 'a-name-that-goes-on-and-on-and-on-and-on' }] },
    '[redis/a-name-that-goes-on-and-on-and-on-and-on] is called dev-a-name-that-goes-on-and-on-and-on-and-on in AWS, which has 44 characters; expected at most 40',
  ],
])('%s is refused', (_, change, message) => {
  expect(faults(change)).toContain(message);
});

test('what does not fit is refused before anything is made, all of it at once', async () => {
  const change = {
    topics: [{ name: 't', partitions: 400, retentionMs: 1 }],
    databases: [{ ...server, connections: 2000 }],
  };
  await expect(cloudOf({ ...plan, needs: { ...needs, ...change } })).rejects.toThrow(
    /The cloud cannot hold what the fleet declares\n {2}\[postgres\/big\].*\n {2}\[kafka\]/,
  );
});

const range = fc
  .record({ first: fc.nat(2 ** 24 - 1), prefix: fc.integer({ min: 8, max: 26 }) })
  .map(({ first, prefix }) => {
    const size = 2 ** (32 - prefix);
    const start = Math.floor((first * 256) / size) * size;
    return `${[24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')}/${prefix}`;
  });

test('a range is split into equal parts that lie in it and share nothing', () => {
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 6 }), (whole, parts) => {
      const split = splitRanges([whole], parts);
      expect(split).toHaveLength(parts);
      for (const [index, part] of split.entries()) {
        expect(contains(whole, part)).toBe(true);
        expect(addressesIn(part)).toBe(addressesIn(split[0]!));
        for (const other of split.slice(index + 1)) expect(overlap(part, other)).toBe(false);
      }
    }),
  );
});

test('ranges that are one for each zone are taken as they are', () => {
  const ranges = ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'];
  expect(splitRanges(ranges, 3)).toEqual(ranges);
  expect(splitRanges(['10.10.0.0/17'], 3)).toEqual(['10.10.0.0/19', '10.10.32.0/19', '10.10.64.0/19']);
  expect(() => splitRanges(['10.0.0.0/24', '10.0.1.0/24'], 3)).toThrow('expected one or 3');
});

test.each(['10.0.0.0', '10.0.0.1/24', '10.0.0.256/32', '10.0.0.0/33', 'ten'])('%s is no range', (text) => {
  expect(() => addressesIn(text)).toThrow(`${text} is no range of addresses, expected such as 10.0.0.0/16`);
});
