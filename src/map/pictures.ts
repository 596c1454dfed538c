import type { FleetMap, LinkKind, Place, PlaceKind } from './fleet-map';

const MERMAID_SHAPES: Readonly<Record<PlaceKind, readonly [string, string]>> = {
  microservice: ['["', '"]'],
  store: ['[("', '")]'],
  topic: ['{{"', '"}}'],
  host: ['(["', '"])'],
  clients: ['(("', '"))'],
};
const MERMAID_ARROWS: Readonly<Record<LinkKind, string>> = {
  calls: '-->',
  stores: '---',
  publishes: '-.->',
  consumes: '-.->',
};

/** For a page of GitHub's or GitLab's: microservices in a box for each team. */
export function mermaid({ places, links }: FleetMap): string {
  const id = idsOf(places);
  const node = (place: Place): string => {
    const [open, close] = MERMAID_SHAPES[place.kind];
    return `${id(place)}${open}${place.name.replaceAll('"', '&quot;')}${close}`;
  };
  return [
    'flowchart LR',
    ...boxesOf(places).flatMap(([team, members]) =>
      team === undefined
        ? members.map((place) => `  ${node(place)}`)
        : [`  subgraph ${team}`, ...members.map((place) => `    ${node(place)}`), '  end'],
    ),
    ...links.map(({ kind, from, to }) => `  ${id(from)} ${MERMAID_ARROWS[kind]} ${id(to)}`),
    '',
  ].join('\n');
}

const DOT_SHAPES: Readonly<Record<PlaceKind, string>> = {
  microservice: 'box',
  store: 'cylinder',
  topic: 'hexagon',
  host: 'oval',
  clients: 'circle',
};

/** For Graphviz: the same picture. */
export function dot({ places, links }: FleetMap): string {
  const id = idsOf(places);
  const node = (place: Place): string =>
    `${id(place)} [label=${JSON.stringify(place.name)}, shape=${DOT_SHAPES[place.kind]}];`;
  return [
    'digraph fleet {',
    '  rankdir=LR;',
    ...boxesOf(places).flatMap(([team, members]) =>
      team === undefined
        ? members.map((place) => `  ${node(place)}`)
        : [
            `  subgraph ${JSON.stringify(`cluster_${team}`)} {`,
            `    label=${JSON.stringify(team)};`,
            ...members.map((place) => `    ${node(place)}`),
            '  }',
          ],
    ),
    ...links.map(({ kind, from, to }) => {
      const style = kind === 'publishes' || kind === 'consumes' ? ' [style=dashed]' : '';
      return `  ${id(from)} -> ${id(to)}${style};`;
    }),
    '}',
    '',
  ].join('\n');
}

/** Names have marks that pictures read as their own. */
function idsOf(places: readonly Place[]): (place: Place) => string {
  const ids = new Map(places.map((place, index) => [place, `n${index + 1}`]));
  return (place) => ids.get(place)!;
}

/** Places by team, in order; those of nobody last. */
function boxesOf(places: readonly Place[]): [string | undefined, Place[]][] {
  const boxes = new Map<string | undefined, Place[]>();
  for (const place of places) boxes.set(place.team, [...(boxes.get(place.team) ?? []), place]);
  return [...boxes].sort(([one], [other]) => Number(one === undefined) - Number(other === undefined));
}
