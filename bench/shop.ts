import * as fs from 'node:fs';
import { fleet } from '../charts/fleet';
import { renderFleet } from '../src/constructs/platform-app';
import type { CloudContract } from '../src/model/contract';
import type { Fleet } from '../src/model/fleet';
import { edgesOf } from '../src/model/graph';
import type { AnyMicroservice, MicroserviceProps } from '../src/model/microservice';
import type { Store } from '../src/model/store';
import type { Topic } from '../src/model/topic';
import type { PlatformApp } from '../src/synth/app';
import type { FleetSize } from './fleet';

/** The shop itself in production, its microservices as often as the folder of the run says: through model and constructs. */
export const app: PlatformApp = {
  environments: ['production'],
  folders: () => {
    const { size, tags } = JSON.parse(fs.readFileSync('releases/fleet.json', 'utf8')) as FleetSize;
    const shop = enlarged(size);
    const releases = Object.fromEntries(
      shop.microservices.map(({ name }) => [name, { tag: tags[name] ?? '1.0.0', digest: `sha256:${'0'.repeat(64)}` }]),
    );
    return renderFleet(shop, { production: { releases, contract: contractOf(shop) } }, { only: ['production'] })
      .folders;
  },
};

function contractOf({ environments }: Fleet): CloudContract {
  const { account, region, cluster } = environments['production']!;
  const kafkaBrokers = [1, 2, 3].map((broker) => `b-${broker}.${cluster}.c4.kafka.${region}.amazonaws.com:9098`);
  return {
    account,
    region,
    cluster,
    vpc: 'vpc-0c0ffee0c0ffee000',
    kafkaBrokers,
    databaseDomain: `cluster-c0ffee.${region}.rds.amazonaws.com`,
    cacheDomain: 'c0ffee.cache.amazonaws.com',
  };
}

/** As many shops as asked for beside one another, each with stores, topics and hosts of its own, on one platform. */
function enlarged(copies: number): Fleet {
  const all = Array.from({ length: copies }, (_, copy) => (copy === 0 ? fleet.microservices : copyOf(copy)));
  return { ...fleet, microservices: all.flat() };
}

function copyOf(copy: number): readonly AnyMicroservice[] {
  const named = (name: string): string => `${name}-${copy}`;
  const topic = once((each: Topic): Topic => ({ ...each, name: named(each.name) }));
  const store = once((each: Store): Store => ({ ...each, name: named(each.name) }));
  const copies = new Map<string, AnyMicroservice>();
  for (const each of fleet.microservices) {
    const { publishes = [], consumes = [], stores = [], public: entries = [] } = each.props;
    const props: MicroserviceProps = {
      ...each.props,
      calls: () =>
        edgesOf(each).map((edge) =>
          edge.kind === 'call' && edge.to ? { ...edge, to: copies.get(edge.to.name)! } : edge,
        ),
      publishes: publishes.map(topic),
      consumes: consumes.map((use) => (use.kind === 'topic' ? topic(use) : { ...use, topic: topic(use.topic) })),
      stores: stores.map((use) => ({ ...use, store: store(use.store) })),
      public: entries.map((entry) => ({ ...entry, host: named(entry.host) })),
    };
    copies.set(each.name, { ...each, name: named(each.name), props });
  }
  return [...copies.values()];
}

/** The same answer for the same thing: a topic is one declaration, whoever names it. */
function once<T extends object>(make: (each: T) => T): (each: T) => T {
  const made = new Map<T, T>();
  return (each) => {
    const known = made.get(each) ?? make(each);
    made.set(each, known);
    return known;
  };
}
