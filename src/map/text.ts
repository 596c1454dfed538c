import { outageOf } from './fleet-map';
import type { FleetMap, Link, LinkKind, Place } from './fleet-map';

/** The whole fleet: a line for each microservice, with numbers that say where to look. */
export function mapText(map: FleetMap): string {
  const microservices = map.places.filter(({ kind }) => kind === 'microservice');
  const rows = microservices.map((place) => {
    const { failing, starving } = outageOf(map, place);
    const felt = failing.filter(({ kind }) => kind === 'microservice').length + starving.size;
    const links = (is: (link: Link) => boolean): string => String(map.links.filter(is).length);
    return [
      place.name,
      place.team ?? '',
      links(({ kind, from }) => kind === 'calls' && from === place),
      links(({ kind, to }) => kind === 'calls' && to === place),
      links(({ kind, from }) => kind === 'stores' && from === place),
      links(({ kind, from }) => kind === 'publishes' && from === place),
      links(({ kind, to }) => kind === 'consumes' && to === place),
      String(felt),
    ];
  });
  const heading = ['microservice', 'team', 'calls', 'called by', 'stores', 'publishes', 'consumes', 'felt by'];
  return columns([heading, ...rows]);
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** What each kind of link is called at its ends, in the order in which they are told. */
const SECTIONS: readonly (readonly [title: string, kind: LinkKind, end: 'from' | 'to'])[] = [
  ['called by', 'calls', 'to'],
  ['used by', 'stores', 'to'],
  ['written by', 'publishes', 'to'],
  ['read by', 'consumes', 'from'],
  ['calls', 'calls', 'from'],
  ['stores', 'stores', 'from'],
  ['publishes', 'publishes', 'from'],
  ['consumes', 'consumes', 'to'],
];

/** One place: its edges in both directions, and who feels it when it is down. */
export function placeText(map: FleetMap, place: Place): string {
  const { failing, starving } = outageOf(map, place);
  const sections = SECTIONS.map(([title, kind, end]) => {
    const links = map.links.filter((link) => link.kind === kind && link[end] === place);
    return [title, links.map((link) => entry(link[end === 'from' ? 'to' : 'from'], link))] as const;
  });
  const without = [
    ...failing.map(({ kind, name }) => (kind === 'clients' ? 'clients fail' : `${name} fails`)),
    ...[...starving].map(([{ name }, topics]) => `${name} reads nothing new of ${topics.map(nameOf).join(', ')}`),
  ];
  const title =
    place.team === undefined ? `${place.kind} ${place.name}` : `${place.name}, of ${place.team}: ${place.description!}`;
  const all = [...sections, ['without it', without] as const];
  return [
    `${title}\n`,
    ...all.flatMap(([name, entries]) =>
      entries.map((text, index) => `  ${(index === 0 ? name : '').padEnd(10)}  ${text}\n`),
    ),
  ].join('');
}

const nameOf = ({ name }: Place): string => name;

function entry({ name }: Place, { what }: Link): string {
  return what.length === 0 ? name : `${name} (${what.join(', ')})`;
}
