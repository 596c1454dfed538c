import { storeKey } from '../model/store';
import type { ResolvedMicroservice } from '../model/resolved';

/** `clients` are all that come in by API Gateway; `host` is outside the fleet. */
export type PlaceKind = 'microservice' | 'store' | 'topic' | 'host' | 'clients';

/** Something that edges lead from or to. */
export interface Place {
  readonly kind: PlaceKind;
  /** `orders`, `postgres/orders`, `orders.order-placed.v1`: unique within a kind. */
  readonly name: string;
  readonly team?: string;
  readonly description?: string;
}

/** What a declared edge does; records flow from who publishes to the topic, and from the topic to who consumes. */
export type LinkKind = 'calls' | 'stores' | 'publishes' | 'consumes';

/** All edges of one kind between two places, in the direction of requests and of records. */
export interface Link {
  readonly kind: LinkKind;
  readonly from: Place;
  readonly to: Place;
  /** Methods, ports, routes, groups: what tells the edges apart. */
  readonly what: readonly string[];
}

/** The fleet of one environment as places and links, in the fleet's own order. */
export interface FleetMap {
  readonly places: readonly Place[];
  readonly links: readonly Link[];
}

/** Draws the map from what the edges were resolved to. */
export function fleetMap(microservices: readonly ResolvedMicroservice[]): FleetMap {
  const map = new Drawn();
  for (const each of microservices) map.place('microservice', each.name, each);
  for (const each of microservices) {
    const self = map.place('microservice', each.name);
    for (const port of each.ports)
      for (const entry of port.public)
        map.link('calls', map.place('clients', 'clients'), self, `${entry.host}.${each.environment.domain}`);
    for (const { to, port, method } of each.calls)
      map.link(
        'calls',
        self,
        map.place('microservice', to.name),
        method === undefined ? port.name : `${port.name} ${method}`,
      );
    for (const { name, port } of each.outside) map.link('calls', self, map.place('host', name), String(port));
    for (const store of each.stores)
      map.link(
        'stores',
        self,
        map.place('store', storeKey(store)),
        store.access === 'read' ? 'reads' : 'reads and writes',
      );
    for (const topic of each.publishes) map.link('publishes', self, map.place('topic', topic.name));
    for (const topic of each.consumes)
      map.link('consumes', map.place('topic', topic.name), self, topic.group === each.name ? undefined : topic.group);
  }
  return map;
}

/** Places by kind and name, links by both ends, each once. */
class Drawn implements FleetMap {
  private readonly placesByKey = new Map<string, Place>();
  private readonly linksByKey = new Map<string, Link & { readonly what: string[] }>();

  get places(): readonly Place[] {
    return [...this.placesByKey.values()];
  }

  get links(): readonly Link[] {
    return [...this.linksByKey.values()];
  }

  place(kind: PlaceKind, name: string, from?: ResolvedMicroservice): Place {
    const key = `${kind} ${name}`;
    const known = this.placesByKey.get(key);
    if (known) return known;
    const place = { kind, name, ...(from ? { team: from.team.name, description: from.description } : {}) };
    this.placesByKey.set(key, place);
    return place;
  }

  link(kind: LinkKind, from: Place, to: Place, what?: string): void {
    const key = [kind, from.kind, from.name, to.kind, to.name].join(' ');
    const link = this.linksByKey.get(key) ?? { kind, from, to, what: [] };
    if (what !== undefined && !link.what.includes(what)) link.what.push(what);
    this.linksByKey.set(key, link);
  }
}

/** What lies at most `hops` links away, in either direction, with the links between. */
export function around({ places, links }: FleetMap, centre: Place, hops: number): FleetMap {
  let near = new Set([centre]);
  for (let hop = 0; hop < hops; hop++) {
    const ends = links.filter(({ from, to }) => near.has(from) || near.has(to)).flatMap(({ from, to }) => [from, to]);
    near = new Set([...near, ...ends]);
  }
  return {
    places: places.filter((place) => near.has(place)),
    links: links.filter(({ from, to }) => near.has(from) && near.has(to)),
  };
}

/** Who feels that a place is down. */
export interface Outage {
  /** Those that need it for an answer, directly or through others, the nearest first. */
  readonly failing: readonly Place[];
  /** Those that still answer, with the topics they read of which nobody writes any more. */
  readonly starving: ReadonlyMap<Place, readonly Place[]>;
}

/** Follows requests against their direction, and records with it. */
export function outageOf({ links }: FleetMap, place: Place): Outage {
  const down = new Set([place]);
  for (const callee of down)
    for (const { kind, from, to } of links)
      if ((kind === 'calls' || kind === 'stores') && to === callee) down.add(from);
  const written = links.filter(({ kind }) => kind === 'publishes');
  const silent = (topic: Place): boolean =>
    down.has(topic) || written.filter(({ to }) => to === topic).every(({ from }) => down.has(from));
  const starving = new Map<Place, Place[]>();
  for (const { kind, from, to } of links) {
    const isSilenced = kind === 'consumes' && !down.has(to) && silent(from);
    // a topic that is written from outside of the fleet goes on
    if (isSilenced && (down.has(from) || written.some((link) => link.to === from)))
      starving.set(to, [...(starving.get(to) ?? []), from]);
  }
  return { failing: [...down].slice(1), starving };
}
