import { podRole, storedSecrets } from '../model/permissions';
import type { ResolvedMicroservice } from '../model/resolved';
import { mostReplicas } from '../model/scale';

/** The page that says who may touch what in the cloud: derived from the edges, so it cannot be out of date. */
export function accessDocument(environment: string, microservices: readonly ResolvedMicroservice[]): string {
  return `# Who may touch what

Generated from the fleet of ${environment}; a test holds it to what is declared. Each microservice has a role of its own, bound to its ServiceAccount by EKS Pod Identity, with exactly the rights its edges declare.

## Topics

${topics(microservices)}
## Stores

${table(
  ['store', 'used by', 'how', 'connections at the most'],
  microservices.flatMap((each) =>
    each.stores.map((store) => [
      `${store.kind} ${store.name}`,
      each.name,
      store.access === 'read' ? 'reads' : 'reads and writes',
      store.maxConnections === undefined ? '' : String(store.maxConnections * mostReplicas(each.scale)),
    ]),
  ),
)}
## Secrets

Names in the secret store; the values are nowhere in this repository.

${table(
  ['secret', 'keys', 'read for'],
  microservices.flatMap((each) =>
    storedSecrets(each).map(({ name, keys }) => [`\`${name}\``, keys.join(', '), each.name]),
  ),
)}
## Roles

${table(
  ['microservice', 'actions', 'on'],
  microservices.flatMap((each) =>
    podRole(each).permissions.map(({ actions, resources }) => [
      each.name,
      actions.join(', '),
      resources.map((resource) => ('name' in resource ? resource.name : 'the cluster')).join(', '),
    ]),
  ),
)}
## The world outside

${table(
  ['host', 'called by'],
  microservices.flatMap((each) => each.outside.map(({ host, port }) => [`${host}:${port}`, each.name])),
)}`;
}

function topics(microservices: readonly ResolvedMicroservice[]): string {
  const names = new Set(microservices.flatMap((each) => [...each.publishes, ...each.consumes].map(({ name }) => name)));
  const rows = [...names].map((name) => {
    const partitions = microservices
      .flatMap((each) => [...each.publishes, ...each.consumes])
      .find((topic) => topic.name === name)?.partitions;
    const publishers = microservices.filter((each) => each.publishes.some((topic) => topic.name === name));
    const consumers = microservices.filter((each) => each.consumes.some((topic) => topic.name === name));
    return [
      name,
      String(partitions ?? ''),
      publishers.map((each) => each.name).join(', ') || 'outside',
      consumers.map((each) => each.name).join(', '),
    ];
  });
  return table(['topic', 'partitions', 'published by', 'consumed by'], rows);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const sorted = [...rows].sort((a, b) => (a.join() < b.join() ? -1 : 1));
  return line(heads) + line(heads.map(() => '---')) + sorted.map(line).join('');
}
