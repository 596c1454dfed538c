import { addressTable, derivedValues, resolveVariables, resolveWriting } from '../addressing';
import type { AddressTable } from '../addressing';
import type { Value, Writing } from '../address';
import { registryHost, repositoryName } from '../delivery';
import type { Environment } from '../environment';
import { UserError } from '../faults';
import type { Fault } from '../faults';
import type { Fleet } from '../fleet';
import { consumesOf, edgesOf, existsIn, namespaceOf, peerOf, pulledBy, scrapePortOf } from '../graph';
import { hasSidecar, variablesOf } from '../microservice';
import type { AnyMicroservice, ExtraContainer, MicroserviceProps } from '../microservice';
import { releaseFault } from '../release';
import type { Release, Releases } from '../release';
import type {
  ResolvedContainer,
  ResolvedMicroservice,
  ResolvedVariable,
  ResolvedVolume,
  WrittenCommand,
} from '../resolved';
import type { Resources } from '../runtime';
import { checkFleet } from '../validate/fleet';
import { callersByPort, resolveCalls, resolvePorts, resolveStores, scrapeOf } from './edges';
import type { Scope } from './edges';
import { SecretCollector } from './secrets';

/** A fleet in one environment with every reference followed. */
export interface ResolvedFleet {
  readonly environment: Environment;
  readonly microservices: readonly ResolvedMicroservice[];
  readonly warnings: readonly Fault[];
}

/** Resources of a container beside the program that names none. */
const EXTRA_RESOURCES: Resources = { cpu: '50m', memory: '64Mi' };

/**
 * Follows every reference of the fleet in one environment.
 * @throws UserError with all faults at once; warnings are among them when `strict`
 */
export function resolveFleet(
  fleet: Fleet,
  environment: Environment,
  releases: Releases,
  options: { strict?: boolean } = {},
): ResolvedFleet {
  const found = checkFleet(fleet.microservices, environment);
  const errors = found.filter((fault) => fault.severity !== 'warning' || options.strict);
  const warnings = found.filter((fault) => fault.severity === 'warning');
  const present = fleet.microservices.filter((each) => existsIn(environment, each.props));
  const scope: Scope = {
    environment,
    platform: fleet.platform,
    byName: new Map(present.map((each) => [each.name, each])),
    callers: callersByPort(present, environment),
    report: (where, what) => errors.push({ where, what }),
  };
  const microservices = present.map((each) =>
    resolveMicroservice(each, releaseOf(each, releases, environment, scope), scope),
  );
  if (errors.length > 0) throw new UserError(`the fleet cannot be rendered for ${environment.name}`, errors);
  return { environment, microservices, warnings };
}

function releaseOf(each: AnyMicroservice, releases: Releases, environment: Environment, scope: Scope): Release {
  const release = releases[each.name];
  const fault = release === undefined ? 'has no release; add its tag and digest' : releaseFault(release);
  if (fault !== undefined) scope.report(`releases/${environment.name}.yaml: ${each.name}`, fault);
  return release ?? { tag: '', digest: '' };
}

function resolveMicroservice(each: AnyMicroservice, release: Release, scope: Scope): ResolvedMicroservice {
  const { name, props } = each;
  const { environment } = scope;
  const table = addressTable(each, environment, scope.byName);
  const secrets = new SecretCollector(each, environment);
  const variables = (where: string, values: Readonly<Record<string, Value>>): readonly ResolvedVariable[] =>
    writeOut(where, values, table, secrets, scope);
  const containers = (kind: string, extra: MicroserviceProps['containers']): Record<string, ResolvedContainer> =>
    Object.fromEntries(
      Object.entries(extra ?? {}).map(([key, value]) => [
        key,
        resolveContainer(
          value,
          variables(`${name}.${kind}.${key}.env`, value.env ?? {}),
          commandOf(`${name}.${kind}.${key}`, value, table, scope),
        ),
      ]),
    );
  const derived = { ...props.runtime.env, ...derivedValues(each, environment, scope.byName) };
  const values = inOrder(derived, variablesOf(props));
  const calls = resolveCalls(each, scope);
  const stores = resolveStores(each, environment, secrets, calls);
  const given = props.resources;
  return {
    environment,
    platform: scope.platform,
    self: peerOf(each),
    name,
    namespace: namespaceOf(each),
    description: props.description,
    team: { name: props.team.name, channel: props.team.channel },
    kind: props.schedule
      ? 'CronJob'
      : Object.values(props.volumes ?? {}).some((volume) => 'claim' in volume)
        ? 'StatefulSet'
        : 'Deployment',
    runtime: props.runtime,
    image: `${props.image ?? `${registryHost(environment)}/${repositoryName(name)}`}:${release.tag}@${release.digest}`,
    version: release.tag,
    resources:
      given === undefined ? props.runtime.resources : 'cpu' in given ? (given as Resources) : given[environment.name]!,
    scale: props.scale?.[environment.name] ?? 1,
    ports: resolvePorts(each, scope),
    calls,
    pulls: pulledBy(each, scope.byName.values()).map((pulled) => ({
      to: peerOf(pulled),
      port: scrapePortOf(pulled.props),
    })),
    outside: edgesOf(each).flatMap((edge) =>
      edge.kind === 'outside' && existsIn(environment, edge)
        ? [
            {
              name: edge.to.name,
              host: edge.to.host[environment.name] ?? '',
              port: edge.to.port,
              ...(edge.timeout === undefined ? {} : { timeout: edge.timeout }),
            },
          ]
        : [],
    ),
    stores,
    publishes: (props.publishes ?? []).map((topic) => ({
      name: topic.name,
      partitions: topic.partitions[environment.name] ?? 1,
    })),
    consumes: consumesOf(each)
      .filter((use) => existsIn(environment, use))
      .map((use) => ({
        name: use.topic.name,
        partitions: use.topic.partitions[environment.name] ?? 1,
        group: use.group ?? name,
        lagPerReplica: use.lagPerReplica,
        ...(use.topic.publishedOutside === undefined ? {} : { outside: true }),
      })),
    kubernetesApi: edgesOf(each).flatMap((edge) =>
      edge.kind === 'kubernetes-api' && existsIn(environment, edge) ? [edge] : [],
    ),
    variables: variables(`${name}.env`, values),
    ...commandOf(name, props, table, scope),
    files: writeTexts(`${name}.files`, props.files ?? {}, table, scope),
    containers: containers('containers', props.containers),
    init: containers('init', props.init),
    volumes: volumesOf(each, table, scope),
    ...(props.schedule === undefined ? {} : { schedule: props.schedule }),
    ...(props.migration === undefined
      ? {}
      : {
          migration: {
            ...(props.migration.deadline && { deadline: props.migration.deadline }),
            ...commandOf(`${name}.migration`, props.migration, table, scope),
            variables: variables(`${name}.migration.env`, inOrder(values, props.migration.env)),
          },
        }),
    ...(props.slo === undefined ? {} : { slo: props.slo }),
    ...scrapeOf(each),
    mesh: props.mesh ?? {},
    sidecar: hasSidecar(props),
    nodes: props.nodes ?? {},
    priority: props.priority ?? 'standard',
    overrides: props.overrides ?? {},
    secrets: secrets.all(), // last: everything above adds to it
  };
}

type Values = Readonly<Record<string, Value>>;

/** What the author writes comes after what is derived, in its order: one that replaces a derived variable as well. */
function inOrder(derived: Values, own: Values = {}): Values {
  return { ...Object.fromEntries(Object.entries(derived).filter(([variable]) => !(variable in own))), ...own };
}

function commandOf(
  where: string,
  { command, args }: Pick<ExtraContainer, 'command' | 'args'>,
  table: AddressTable,
  scope: Scope,
): WrittenCommand {
  const written = (field: string, words: readonly Writing[]): string[] =>
    Object.values(writeTexts(`${where}.${field}`, Object.fromEntries(Object.entries(words)), table, scope));
  return {
    ...(command && { command: written('command', command) }),
    ...(args && { args: written('args', args) }),
  };
}

function volumesOf(
  { name, props }: AnyMicroservice,
  table: AddressTable,
  scope: Scope,
): Record<string, ResolvedVolume> {
  return Object.fromEntries(
    Object.entries(props.volumes ?? {}).map(([key, volume]) => [
      key,
      'files' in volume
        ? { ...volume, files: writeTexts(`${name}.volumes.${key}.files`, volume.files, table, scope) }
        : volume,
    ]),
  );
}

/** Texts with their addresses written out; one whose edge this environment does not have is left out. */
function writeTexts(
  where: string,
  texts: Readonly<Record<string, Writing>>,
  table: AddressTable,
  scope: Scope,
): Record<string, string> {
  const written: Record<string, string> = {};
  for (const [key, text] of Object.entries(texts)) {
    const found = resolveWriting(text, table);
    if (typeof found === 'string') written[key] = found;
    else if (found !== undefined) scope.report(`${where}.${key}`, found.fault);
  }
  return written;
}

function writeOut(
  where: string,
  values: Readonly<Record<string, Value>>,
  table: AddressTable,
  secrets: SecretCollector,
  scope: Scope,
): readonly ResolvedVariable[] {
  const { variables, faults } = resolveVariables(where, values, table, (path) => secrets.nameOf(path));
  for (const fault of faults) scope.report(fault.where, fault.what);
  const declared = new Set<string>();
  for (const variable of variables) {
    if ('secret' in variable) secrets.use(variable.secret.name, variable.secret.key);
    for (const [, reference] of 'value' in variable
      ? variable.value.matchAll(/(?<!\$)\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g)
      : []) {
      if (!declared.has(reference!))
        scope.report(`${where}.${variable.name}`, `refers to $(${reference}), which is not declared before it`);
    }
    declared.add(variable.name);
  }
  return variables;
}

function resolveContainer(
  extra: ExtraContainer,
  variables: readonly ResolvedVariable[],
  command: WrittenCommand,
): ResolvedContainer {
  return {
    image: extra.image,
    ...command,
    variables,
    ...(extra.health && { health: extra.health }),
    resources: extra.resources ?? EXTRA_RESOURCES,
    user: extra.user ?? 65532,
    group: extra.group ?? 65532,
    ports: extra.ports ?? {},
    writable: extra.writable ?? [],
  };
}
