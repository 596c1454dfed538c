import { milliseconds } from './duration';
import type { Environment } from './environment';
import { entryPointFaults } from './entry-points';
import { validNames } from './faults';
import type { Fault } from './faults';
import { callCycles, callsOf, consumesOf, edgesOf, existsIn, namespaceOf } from './graph';
import { hasSidecar, variablesOf } from './microservice';
import type { AnyMicroservice, ExtraContainer, MicroserviceProps } from './microservice';
import { fileKey, isDnsLabel, isPortName, isTopicName, isVariableName } from './names';
import { PROXY_PORTS, SIDECAR_PORTS } from './ports';
import type { Port } from './ports';
import { compareQuantities, isQuantity } from './quantity';
import type { Probe, Resources } from './runtime';
import { LATENCY_BUCKETS_MS, leastReplicas, mostReplicas } from './scale';
import type { Scale } from './scale';
import type { Topic } from './topic';

type Report = (where: string, what: string, severity?: Fault['severity']) => void;

/** Everything that types cannot see, in one environment; all faults at once. */
export function checkFleet(microservices: readonly AnyMicroservice[], environment: Environment): readonly Fault[] {
  const faults: Fault[] = [];
  const report: Report = (where, what, severity = 'error') => faults.push({ where, what, severity });
  checkNames(microservices, report);
  // edges lead to names: with two of one, they would be said to lead to the wrong place
  if (new Set(microservices.map(({ name }) => name)).size < microservices.length) return faults;
  const present = microservices.filter((each) => existsIn(environment, each.props));
  for (const each of present) checkMicroservice(each, present, environment, report);
  checkTopics(present, report);
  checkConnections(present, environment, report);
  checkRoutes(present, environment, report);
  faults.push(...entryPointFaults(present, environment));
  for (const cycle of callCycles(present, environment)) {
    report(
      cycle[0]!,
      `is called by what it calls: ${cycle.join(' -> ')}; let one of the calls become a topic`,
      'warning',
    );
  }
  return faults;
}

function checkNames(microservices: readonly AnyMicroservice[], report: Report): void {
  const seen = new Set<string>();
  for (const { name } of microservices) {
    if (seen.has(name)) report(name, 'is the name of two microservices; each needs its own');
    seen.add(name);
    if (!isDnsLabel(name)) report(name, 'is no DNS label; expected at most 63 lower-case letters, digits and dashes');
  }
}

function checkMicroservice(
  each: AnyMicroservice,
  present: readonly AnyMicroservice[],
  environment: Environment,
  report: Report,
): void {
  const { name, props } = each;
  checkPorts(name, props, report);
  checkEdges(each, present, environment, report);
  checkScale(name, props, environment, report);
  checkResources(name, props, environment, report);
  checkUser(`${name}.runtime`, props.runtime, report);
  checkContainers(name, props, report);
  if (props.namespace !== undefined && !isDnsLabel(props.namespace))
    report(`${name}.namespace`, `${props.namespace} is no DNS label`);
  if (props.schedule && props.schedule.cron.trim().split(/\s+/).length !== 5)
    report(`${name}.schedule.cron`, `"${props.schedule.cron}" has not five fields`);
  if (props.schedule && props.scale)
    report(`${name}.scale`, 'is set beside a schedule; a scheduled job runs once at a time');
  for (const variable of Object.keys(variablesOf(props))) {
    if (!isVariableName(variable))
      report(
        `${name}.env.${variable}`,
        'is no name of an environment variable; expected letters, digits and underscores',
      );
  }
  checkFiles(name, props, report);
  if (props.slo) checkSlo(name, props.slo, report);
}

function checkFiles(name: string, { files = {}, volumes = {} }: MicroserviceProps, report: Report): void {
  const keys = new Map<string, string>();
  const visit = (where: string, path: string): void => {
    const other = keys.get(fileKey(path));
    if (other !== undefined) report(where, `${path} and ${other} have one key, ${fileKey(path)}; rename one of them`);
    keys.set(fileKey(path), path);
  };
  for (const file of Object.keys(files)) {
    if (!file.startsWith('/')) report(`${name}.files`, `${file} is no absolute path`);
    visit(`${name}.files`, file);
  }
  for (const [volume, each] of Object.entries(volumes)) {
    for (const file of 'files' in each ? Object.keys(each.files) : []) {
      if (file.startsWith('/')) report(`${name}.volumes.${volume}.files`, `${file} is no path inside the volume`);
      visit(`${name}.volumes.${volume}.files`, `/${volume}/${file}`);
    }
  }
}

function checkPorts(name: string, props: MicroserviceProps, report: Report): void {
  const taken = new Map<string, string>();
  const names = new Map<string, string>();
  const reservedPorts = {
    ...(props.mesh === false ? {} : PROXY_PORTS),
    ...(hasSidecar(props) ? SIDECAR_PORTS : {}),
  };
  const claim = (where: string, portName: string, port: number, transport: string): void => {
    const namesake = names.get(portName);
    if (namesake !== undefined) report(where, `has the name of ${namesake}; a pod's ports have one each`);
    names.set(portName, where);
    if (!Number.isInteger(port) || port < 1 || port > 65535) report(where, `is ${port}; expected 1 to 65535`);
    const reserved = reservedPorts[port];
    if (reserved !== undefined) report(where, `is ${port}, the port of ${reserved}`);
    const other = taken.get(`${transport}/${port}`);
    if (other !== undefined) report(where, `is ${port}, which ${other} uses already`);
    taken.set(`${transport}/${port}`, where);
  };
  for (const [portName, port] of Object.entries(props.serves ?? {})) {
    const where = `${name}.serves.${portName}`;
    if (!isPortName(portName))
      report(where, 'is no port name; expected at most 15 lower-case letters, digits and dashes');
    if (['kind', 'name', 'props', 'health'].includes(portName)) report(where, 'is a reserved name');
    claim(where, portName, port.port, port.protocol === 'udp' ? 'UDP' : 'TCP');
    if (port.container !== undefined && !props.containers?.[port.container])
      report(`${where}.container`, `is ${port.container}; ${validNames(Object.keys(props.containers ?? {}))}`);
    const { rateLimit } = port;
    if (rateLimit?.perCaller !== undefined && rateLimit.perCaller > rateLimit.total)
      report(`${where}.rateLimit`, 'allows one caller more than all callers');
  }
  for (const [container, extra] of Object.entries(props.containers ?? {})) {
    for (const [portName, port] of Object.entries(extra.ports ?? {}))
      claim(`${name}.containers.${container}.ports.${portName}`, portName, port, 'TCP');
  }
  for (const entry of props.public ?? []) {
    const port: Port | undefined = props.serves?.[entry.port];
    if (!port) report(`${name}.public`, `enters at port ${entry.port}; ${validNames(Object.keys(props.serves ?? {}))}`);
    else if (port.protocol !== 'http' && port.protocol !== 'graphql')
      report(
        `${name}.public`,
        `enters at ${entry.port}, which speaks ${port.protocol}; API Gateway passes http and graphql only`,
      );
  }
  for (const [question, probe] of Object.entries(props.runtime.health ?? {}) as [string, Probe | number][]) {
    if (typeof probe === 'number' || props.mesh === false || 'http' in probe || 'exec' in probe) continue;
    const probed = 'grpc' in probe ? probe.grpc.port : probe.tcp.port;
    const served = Object.entries(props.serves ?? {}).find(
      ([, port]) => port.port === probed && port.protocol !== 'udp' && !('grpc' in probe && port.protocol === 'grpc'),
    );
    if (served)
      report(
        `${name}.runtime.health.${question}`,
        `asks port ${probed}, which the mesh guards as ${served[0]}; the kubelet has no identity, so ask by http or exec, or give health a port of its own`,
      );
  }
  const scraped = props.scrape?.port;
  if (typeof scraped === 'string' && !props.serves?.[scraped])
    report(`${name}.scrape.port`, `is ${scraped}; ${validNames(Object.keys(props.serves ?? {}))}`);
}

function checkEdges(
  each: AnyMicroservice,
  present: readonly AnyMicroservice[],
  environment: Environment,
  report: Report,
): void {
  const { name } = each;
  const byName = new Map(present.map((other) => [other.name, other]));
  for (const call of callsOf(each)) {
    if (!existsIn(environment, call)) continue;
    const where = `${name}.calls.${call.callee}.${call.port}`;
    const callee = byName.get(call.callee);
    if (!callee) {
      report(where, `calls ${call.callee}, which does not exist in ${environment.name}; ${validNames(byName.keys())}`);
      continue;
    }
    const port = callee.props.serves?.[call.port];
    if (!port) report(where, `calls the port ${call.port}; ${validNames(Object.keys(callee.props.serves ?? {}))}`);
    else checkCall(where, call, port, report);
  }
  const by = each.props.scrape?.by?.name;
  if (by !== undefined && !byName.has(by))
    report(`${name}.scrape.by`, `is ${by}, which does not exist in ${environment.name}; ${validNames(byName.keys())}`);
  for (const edge of edgesOf(each)) {
    if (edge.kind === 'outside' && existsIn(environment, edge) && !edge.to.host[environment.name]) {
      report(
        `${name}.calls.${edge.to.name}`,
        `has no host in ${environment.name}; ${validNames(Object.keys(edge.to.host))}`,
      );
    }
  }
}

function checkCall(where: string, call: ReturnType<typeof callsOf>[number], port: Port, report: Report): void {
  const methods: readonly string[] = port.methods ?? [];
  if (call.method !== undefined && !methods.includes(call.method))
    report(where, `calls the method ${call.method}; ${validNames(methods)}`);
  const bytes = port.protocol === 'tcp' || port.protocol === 'udp';
  if (bytes && (call.timeout !== undefined || call.retries !== undefined))
    report(where, `has a timeout or retries, which the mesh cannot apply to ${port.protocol}`);
  if (call.timeout !== undefined && milliseconds(call.timeout) === undefined)
    report(`${where}.timeout`, `is ${call.timeout}; expected whole ms, s, m, h or d such as 500ms`);
  if (call.retries !== undefined && (!Number.isInteger(call.retries) || call.retries < 0 || call.retries > 10))
    report(`${where}.retries`, `is ${call.retries}; expected 0 to 10`);
}

function checkScale(name: string, props: MicroserviceProps, environment: Environment, report: Report): void {
  const scale: Scale | undefined = props.scale?.[environment.name];
  const where = `${name}.scale.${environment.name}`;
  if (scale === undefined) {
    if (props.scale) report(where, `is missing; given are ${Object.keys(props.scale).sort().join(', ')}`);
    return;
  }
  const least = leastReplicas(scale);
  const most = mostReplicas(scale);
  if (!Number.isInteger(least) || least < 0 || !Number.isInteger(most)) report(where, 'is no whole number of replicas');
  if (least > most) report(where, `has min ${least} above max ${most}`);
  checkConsumers(name, props, environment, report);
  if (typeof scale === 'number') return;
  if (least < 1 && !scale.lag) report(`${where}.min`, 'is 0, which only scaling on lag can start from');
  for (const [target, percent] of [
    ['cpu', scale.cpu],
    ['memory', scale.memory],
  ] as const) {
    if (percent !== undefined && (percent < 1 || percent > 100))
      report(`${where}.${target}`, `is ${percent}; expected a percentage of the request, 1 to 100`);
  }
  if (scale.lag && (props.consumes ?? []).length === 0) report(`${where}.lag`, 'needs a topic in consumes');
}

/** Kafka gives a partition to one consumer of a group, so replicas beyond that would read nothing; those that serve have other work. */
function checkConsumers(name: string, props: MicroserviceProps, environment: Environment, report: Report): void {
  const scale: Scale = props.scale?.[environment.name] ?? 1;
  const byLag = typeof scale !== 'number' && scale.lag === true;
  if (!byLag && Object.keys(props.serves ?? {}).length > 0) return;
  const where = `${name}.scale.${environment.name}${typeof scale === 'number' ? '' : '.max'}`;
  for (const { topic, ...edge } of consumesOf({ kind: 'microservice', name, props })) {
    const partitions = topic.partitions[environment.name] ?? 0;
    if (existsIn(environment, edge) && mostReplicas(scale) > partitions)
      report(
        where,
        `is ${mostReplicas(scale)}, but ${topic.name} has ${partitions} partitions; more consumers would idle`,
      );
  }
}

function checkResources(name: string, props: MicroserviceProps, environment: Environment, report: Report): void {
  const given = props.resources;
  if (given === undefined) return;
  const resources = 'cpu' in given ? (given as Resources) : given[environment.name];
  if (!resources) {
    report(`${name}.resources.${environment.name}`, `is missing; given are ${Object.keys(given).sort().join(', ')}`);
    return;
  }
  checkQuantities(`${name}.resources`, resources, report);
}

function checkQuantities(where: string, resources: Resources, report: Report): void {
  let readable = true;
  for (const [field, quantity] of Object.entries(resources)) {
    if (isQuantity(quantity as string)) continue;
    readable = false;
    report(`${where}.${field}`, `is "${String(quantity)}"; expected a quantity such as 250m, 1 or 512Mi`);
  }
  const { memory, memoryLimit } = resources;
  if (readable && memoryLimit !== undefined && compareQuantities(memoryLimit, memory) < 0) {
    report(`${where}.memoryLimit`, `is ${memoryLimit}, below the request of ${memory}`);
  }
}

function checkContainers(name: string, props: MicroserviceProps, report: Report): void {
  const names = new Set(['main']);
  const visit = (kind: string, containers: Readonly<Record<string, ExtraContainer>> = {}): void => {
    for (const [container, extra] of Object.entries(containers)) {
      const where = `${name}.${kind}.${container}`;
      if (!isDnsLabel(container)) report(where, 'is no DNS label');
      if (names.has(container)) report(where, 'is the name of another container');
      names.add(container);
      if (!isPinned(extra.image))
        report(`${where}.image`, `is ${extra.image}; expected repository:tag other than latest, or a digest`);
      if (extra.resources) checkQuantities(`${where}.resources`, extra.resources, report);
      checkUser(where, extra, report);
      checkHealth(kind, where, extra, props, report);
    }
  };
  visit('containers', props.containers);
  visit('init', props.init);
  for (const [volume, { mounts, ...source }] of Object.entries(props.volumes ?? {})) {
    for (const [container, path] of Object.entries(mounts)) {
      const where = `${name}.volumes.${volume}.mounts.${container}`;
      if (!names.has(container)) report(where, `is no container; ${validNames(names)}`);
      if (!path.startsWith('/')) report(where, `is ${path}, expected an absolute path`);
    }
    const size = 'scratch' in source ? source.scratch : 'claim' in source ? source.claim : undefined;
    if (size !== undefined && !isQuantity(size))
      report(`${name}.volumes.${volume}`, `has the size "${size}"; expected a quantity such as 10Gi`);
  }
}

/** The namespaces admit no root. */
function checkUser(where: string, { user }: { readonly user?: number }, report: Report): void {
  if (user === 0) report(`${where}.user`, 'is 0, and no pod may run as root; expected a user that its files belong to');
}

function checkHealth(
  kind: string,
  where: string,
  { health }: ExtraContainer,
  props: MicroserviceProps,
  report: Report,
): void {
  if (health && kind === 'init') report(`${where}.health`, 'is never asked, because the step ends before the start');
  for (const [question, probe] of Object.entries(health ?? {}) as [string, Probe | number][])
    if (typeof probe === 'object' && props.mesh !== false && ('grpc' in probe || 'tcp' in probe))
      report(
        `${where}.health.${question}`,
        'is refused by the mesh, since the kubelet has no identity; ask by http or exec',
      );
}

/** `repository:tag` with another tag than latest, or a digest. */
export function isPinned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([A-Za-z0-9_][A-Za-z0-9._-]*)$/.exec(image)?.[1];
  return tag !== undefined && tag !== 'latest';
}

function checkSlo(name: string, slo: NonNullable<MicroserviceProps['slo']>, report: Report): void {
  const { availability, latency } = slo;
  // at 14.4 times the budget an objective below 93.1 % could never fire
  if (!(availability >= 93.1 && availability < 100))
    report(`${name}.slo.availability`, `is ${availability}; expected 93.1 to 99.999 percent`);
  if (!latency) return;
  const bound = milliseconds(latency.under);
  if (bound === undefined || !LATENCY_BUCKETS_MS.includes(bound)) {
    report(
      `${name}.slo.latency.under`,
      `is ${latency.under}, which is no bucket of Linkerd's histogram; expected one of ${LATENCY_BUCKETS_MS.map((each) => `${each}ms`).join(', ')}`,
    );
  }
  if (!(latency.percentile >= 50 && latency.percentile < 100))
    report(`${name}.slo.latency.percentile`, `is ${latency.percentile}; expected 50 to 99.99`);
}

function checkTopics(present: readonly AnyMicroservice[], report: Report): void {
  const published = new Set(present.flatMap((each) => (each.props.publishes ?? []).map((topic) => topic.name)));
  const known = new Map<string, Topic>();
  const visit = (where: string, topic: Topic): void => {
    if (!isTopicName(topic.name))
      report(where, `${topic.name} is no name of a topic; expected letters, digits, dots, dashes and underscores`);
    const other = known.get(topic.name);
    if (other && other !== topic) report(where, `${topic.name} is declared twice; import the one declaration`);
    known.set(topic.name, topic);
  };
  for (const each of present) {
    for (const topic of each.props.publishes ?? []) visit(`${each.name}.publishes`, topic);
    for (const { topic } of consumesOf(each)) {
      visit(`${each.name}.consumes`, topic);
      if (topic.publishedOutside === undefined && !published.has(topic.name)) {
        report(
          `${each.name}.consumes`,
          `reads ${topic.name}, which nobody publishes; published are ${[...published].sort().join(', ') || 'none'}`,
        );
      }
    }
  }
}

/** Pools times the most replicas must fit into the connections the database accepts. */
function checkConnections(present: readonly AnyMicroservice[], environment: Environment, report: Report): void {
  const totals = new Map<string, { limit: number; used: number; by: string[] }>();
  for (const each of present) {
    for (const use of each.props.stores ?? []) {
      const limit = use.store.connections?.[environment.name];
      if (limit === undefined || use.maxConnections === undefined || !existsIn(environment, use)) continue;
      const key = `${use.store.kind}/${use.store.name}`;
      const total = totals.get(key) ?? { limit, used: 0, by: [] };
      const replicas = mostReplicas(each.props.scale?.[environment.name] ?? 1);
      total.used += replicas * use.maxConnections;
      total.by.push(`${each.name} ${replicas} x ${use.maxConnections}`);
      totals.set(key, total);
    }
  }
  for (const [key, { limit, used, by }] of totals) {
    if (used > limit)
      report(key, `accepts ${limit} connections in ${environment.name}, but ${by.join(' + ')} may open ${used}`);
  }
}

/** A route in a namespace holds for all clients there, so two callers that share one must agree. */
function checkRoutes(present: readonly AnyMicroservice[], environment: Environment, report: Report): void {
  const routes = new Map<string, { caller: string; settings: string }>();
  for (const each of present) {
    for (const call of callsOf(each)) {
      if (!existsIn(environment, call)) continue;
      const key = [namespaceOf(each), call.callee, call.port, call.method ?? ''].join('/');
      const settings = `timeout ${call.timeout ?? 'default'}, retries ${call.retries ?? 0}`;
      const other = routes.get(key);
      if (other && other.caller !== each.name && other.settings !== settings) {
        report(
          `${each.name}.calls.${call.callee}.${call.port}`,
          `has ${settings}, but ${other.caller} in the same namespace has ${other.settings}; a route holds for the namespace`,
        );
      }
      routes.set(key, { caller: each.name, settings });
    }
  }
}
