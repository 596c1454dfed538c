import type { CloudNeeds, NeededServer } from '../model/cloud';
import { ENDPOINT_LABELS } from '../model/cloud-names';
import type { EnvironmentSettings } from '../model/environment';
import { podRole, storedSecrets } from '../model/permissions';
import type { PodRole } from '../model/permissions';
import type { ResolvedMicroservice } from '../model/resolved';
import { mostReplicas } from '../model/scale';

/** The page that says who may touch what in the cloud: derived from the edges, so it cannot be out of date. */
export function accessDocument(needs: CloudNeeds, microservices: readonly ResolvedMicroservice[]): string {
  return `# Who may touch what

Generated from the fleet of ${needs.environment.name}; a test holds it to what is declared. Each microservice has a role of its own, bound to its ServiceAccount by EKS Pod Identity, with exactly the rights its edges declare. \`infra/\` makes all of it.

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
## Servers

Aurora clusters and ElastiCache groups of this environment, what their endpoints begin with, and who signs in.

${table(
  ['server', 'endpoint', 'port', 'database', 'connections', 'users'],
  [...servers('postgres', needs.databases, needs.environment), ...servers('redis', needs.caches, needs.environment)],
)}
## Secrets

Names in the secret store; the values are nowhere in this repository. Logins are made by the cloud program, and nobody needs to know them.

${table(
  ['secret', 'keys', 'read for', 'filled by'],
  needs.secrets.map(({ name, keys, username }) => [
    `\`${name}\``,
    keys.join(', '),
    readers(name, microservices),
    username === undefined ? 'a person' : 'the cloud program',
  ]),
)}
## Roles

${table(
  ['microservice', 'actions', 'on'],
  microservices.flatMap((each) => statements(each.name, podRole(each))),
)}
## Roles of the platform

${table(
  ['ServiceAccount', 'actions', 'on'],
  platformRoles(needs, microservices).flatMap((role) => {
    const account = `${role.namespace}/${role.serviceAccount}`;
    const { controller } = role;
    return [
      ...statements(account, role),
      ...(controller === undefined
        ? []
        : [[account, `what the makers of ${controller} ask for`, 'what is this cluster’s own']]),
    ];
  }),
)}
## Entry points

${table(
  ['host', 'routes', 'leads to', 'token'],
  needs.entryPoints.map((entry) => [
    entry.host,
    entry.routes.map((route) => `\`${route}\``).join(', '),
    `${entry.microservice} ${entry.port}`,
    entry.anonymous === undefined ? 'needed' : `none: ${entry.anonymous}`,
  ]),
)}
## The world outside

${table(
  ['host', 'called by'],
  microservices.flatMap((each) => each.outside.map(({ host, port }) => [`${host}:${port}`, each.name])),
)}`;
}

function servers(
  kind: keyof typeof ENDPOINT_LABELS,
  all: readonly NeededServer[],
  environment: EnvironmentSettings,
): string[][] {
  return all.map(({ name, port, database, connections, users }) => [
    `${kind} ${name}`,
    ENDPOINT_LABELS[kind](environment, { name }),
    String(port),
    kind === 'postgres' ? database : '',
    connections === undefined ? '' : String(connections),
    users.map((user) => (user.access === 'read' ? `${user.name} (reads)` : user.name)).join(', '),
  ]);
}

function readers(secret: string, microservices: readonly ResolvedMicroservice[]): string {
  const reading = microservices.filter((each) => storedSecrets(each).some(({ name }) => name === secret));
  return reading.map(({ name }) => name).join(', ') || 'the platform';
}

function statements(who: string, { permissions }: PodRole): string[][] {
  return permissions.map(({ actions, resources }) => [
    who,
    actions.join(', '),
    resources
      .map((resource) =>
        'name' in resource ? resource.name : 'prefix' in resource ? `secrets under ${resource.prefix}` : 'the cluster',
      )
      .join(', '),
  ]);
}

function platformRoles({ podRoles }: CloudNeeds, microservices: readonly ResolvedMicroservice[]): readonly PodRole[] {
  const own = new Set(microservices.map(({ namespace, self }) => `${namespace}/${self.serviceAccount}`));
  return podRoles.filter(({ namespace, serviceAccount }) => !own.has(`${namespace}/${serviceAccount}`));
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
