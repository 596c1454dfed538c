import { readFileSync, writeFileSync } from 'node:fs';
import { fleet } from '../../charts/fleet';
import { around, fleetMap, outageOf } from '../../src/map/fleet-map';
import type { FleetMap, Place } from '../../src/map/fleet-map';
import { fleetDocument } from '../../src/map/fleet-document';
import { dot, mermaid } from '../../src/map/pictures';
import { mapText, placeText } from '../../src/map/text';
import { resolveFleet } from '../../src/model/resolve/fleet';
import { environments, otherFleet, releases } from '../fixtures/other-fleet';
import { environmentOf, fixedReleases } from '../fixtures/rendering';

const shop = fleetMap(resolveFleet(fleet, environmentOf(fleet, 'production'), fixedReleases(fleet)).microservices);
const other = fleetMap(resolveFleet(otherFleet, environments.live, releases).microservices);
const place = (map: FleetMap, name: string): Place => map.places.find((each) => each.name === name)!;
const names = (places: readonly Place[]): string[] => places.map(({ name }) => name);

test('docs/fleet.md draws what production declares; WRITE_DOCS=1 writes it anew', () => {
  const document = fleetDocument(shop, 'production');
  if (process.env.WRITE_DOCS) writeFileSync('docs/fleet.md', document);
  expect(readFileSync('docs/fleet.md', 'utf8')).toBe(document);
});

test('each place is there once, and each link joins two of them', () => {
  for (const { places, links } of [shop, other]) {
    expect(new Set(places.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(places.length);
    for (const { from, to } of links) expect(places).toEqual(expect.arrayContaining([from, to]));
    expect(new Set(links.map(({ kind, from, to }) => [kind, from.name, to.name].join())).size).toBe(links.length);
  }
});

test('methods of one callee are one link', () => {
  const link = shop.links.find(({ from, to }) => from.name === 'bff' && to.name === 'orders');
  expect(link).toMatchObject({ kind: 'calls', what: ['grpc Place', 'grpc List'] });
});

test('who needs it for an answer fails with it; who reads its topics reads nothing new', () => {
  const { failing, starving } = outageOf(shop, place(shop, 'orders'));
  expect(names(failing)).toEqual(['bff', 'clients']);
  expect([...starving].map(([{ name }, topics]) => [name, ...names(topics)])).toContainEqual([
    'inventory',
    'orders.order-placed.v1',
    'orders.order-cancelled.v1',
  ]);
  const ofStore = outageOf(shop, place(shop, 'redis/sessions'));
  expect(names(ofStore.failing).slice(0, 3)).toEqual(['bff', 'identity', 'clients']);
});

test('a topic that others still write, or that is written from outside, goes on', () => {
  const written = (...by: readonly string[]): FleetMap => {
    const make = (kind: Place['kind'], name: string): Place => ({ kind, name });
    const [topic, reader] = [make('topic', 't'), make('microservice', 'reader')];
    const writers = by.map((name) => make('microservice', name));
    return {
      places: [...writers, topic, reader],
      links: [
        ...writers.map((from) => ({ kind: 'publishes' as const, from, to: topic, what: [] })),
        { kind: 'consumes', from: topic, to: reader, what: [] },
      ],
    };
  };
  expect(outageOf(written('a'), written('a').places[0]!).starving.size).toBe(0);
  const two = written('a', 'b');
  expect(outageOf(two, two.places[0]!).starving.size).toBe(0);
  const one = written('a');
  expect(names([...outageOf(one, one.places[0]!).starving.keys()])).toEqual(['reader']);
  const none = written();
  expect(names([...outageOf(none, none.places[0]!).starving.keys()])).toEqual(['reader']);
  expect(outageOf(none, none.places[1]!)).toEqual({ failing: [], starving: new Map() });
});

test('around a place are its neighbours, and theirs', () => {
  const near = (hops: number): string[] => names(around(shop, place(shop, 'pricing'), hops).places);
  expect(near(0)).toEqual(['pricing']);
  expect(near(1)).toEqual(['catalog', 'inventory', 'pricing']);
  expect(near(2)).toEqual(expect.arrayContaining(['bff', 'orders', 'postgres/catalog']));
});

test('as text: a line for each microservice, or everything about one place', () => {
  const lines = mapText(shop).split('\n');
  expect(lines[0]).toBe('microservice      team        calls  called by  stores  publishes  consumes  felt by');
  expect(lines).toHaveLength(14);
  expect(placeText(shop, place(shop, 'warehouse-loader'))).toBe(`\
warehouse-loader, of data: Moves events from the data lake into the warehouse
  stores      warehouse/events (reads and writes)
  consumes    lake.events.v1
              orders.order-placed.v1
              settlement.settlement-closed.v1
`);
  expect(placeText(shop, place(shop, 'payment-provider'))).toContain(
    'host payment-provider\n  called by   payments (443)\n  without it  payments fails\n',
  );
  expect(placeText(shop, place(shop, 'clients'))).toBe('clients clients\n  calls       bff (api.shop.example)\n');
});

test('as pictures: teams in boxes, every name in quotes', () => {
  const part = around(shop, place(shop, 'pricing'), 1);
  expect(mermaid(part)).toBe(`\
flowchart LR
  subgraph storefront
    n1["catalog"]
    n3["pricing"]
  end
  subgraph commerce
    n2["inventory"]
  end
  n1 --> n2
  n1 --> n3
  n3 --> n2
`);
  expect(dot(part)).toBe(`\
digraph fleet {
  rankdir=LR;
  subgraph "cluster_storefront" {
    label="storefront";
    n1 [label="catalog", shape=box];
    n3 [label="pricing", shape=box];
  }
  subgraph "cluster_commerce" {
    label="commerce";
    n2 [label="inventory", shape=box];
  }
  n1 -> n2;
  n1 -> n3;
  n3 -> n2;
}
`);
  expect(dot(shop)).toContain('[style=dashed]');
  expect(mermaid(other)).toContain('[("mongodb/documents")]');
});
