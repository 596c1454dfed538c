import { milliseconds } from '../duration';
import type { Environment } from '../environment';
import { entryPointFaults } from '../entry-points';
import { validNames } from '../faults';
import type { Fault } from '../faults';
import { callCycles, callsOf, consumesOf, edgesOf, existsIn, namespaceOf } from '../graph';
import { variablesOf } from '../microservice';
import type { AnyMicroservice, MicroserviceProps } from '../microservice';
import { isDnsLabel, isTopicName, isVariableName } from '../names';
import type { Port } from '../ports';
import { LATENCY_BUCKETS_MS, leastReplicas, mostReplicas } from '../scale';
import type { Scale } from '../scale';
import type { Topic } from '../topic';
import { checkContainers, checkFiles, checkResources, checkUser } from './containers';
import { checkPorts } from './ports';
import type { Report } from './report';

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
