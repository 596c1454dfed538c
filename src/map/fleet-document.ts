import type { FleetMap } from './fleet-map';
import { mermaid } from './pictures';

/** The page with the picture of the fleet: requests in one, records in the other, since both together are a thicket. */
export function fleetDocument(map: FleetMap, environment: string): string {
  return `# The fleet

Generated from the edges of ${environment}; \`npx chartwright map <name> --env ${environment}\` tells more of one place, and who feels it when it is down.

## Requests

Boxes are microservices, cylinders stores, round ends hosts outside.

\`\`\`mermaid
${mermaid(only(map, ['calls', 'stores']))}\`\`\`

## Records

Hexagons are topics.

\`\`\`mermaid
${mermaid(only(map, ['publishes', 'consumes']))}\`\`\`
`;
}

/** The links of some kinds, with the places at their ends. */
function only(map: FleetMap, kinds: readonly string[]): FleetMap {
  const links = map.links.filter(({ kind }) => kinds.includes(kind));
  const ends = new Set(links.flatMap(({ from, to }) => [from, to]));
  return { places: map.places.filter((place) => ends.has(place)), links };
}
