import type { Environment } from './environment';
import type { AnyMicroservice, Call, MicroserviceProps } from './microservice';
import type { KubernetesApiCall, OutsideCall } from './outside';
import type { Peer } from './resolved';
import { consume } from './topic';
import type { Consume } from './topic';

/** Whether something that may be limited to some environments exists in this one. */
export function existsIn(
  environment: Pick<Environment, 'name'>,
  limited: { readonly only?: readonly string[] },
): boolean {
  return limited.only === undefined || limited.only.includes(environment.name);
}

/** All declared edges to callees, in every environment. */
export function edgesOf(microservice: AnyMicroservice): readonly (Call | OutsideCall | KubernetesApiCall)[] {
  const { calls = [] } = microservice.props;
  return typeof calls === 'function' ? calls() : calls;
}

/** Declared calls of microservices, among them uses of stores that are some; a call of itself has its own name as callee. */
export function callsOf(microservice: AnyMicroservice): readonly (Call & { readonly callee: string })[] {
  const called = edgesOf(microservice).filter((edge) => edge.kind === 'call');
  return [...called, ...storeCallsOf(microservice)].map((edge) => ({
    ...edge,
    callee: edge.to?.name ?? microservice.name,
  }));
}

/** Calls that uses of stores are, where those are microservices of the fleet; its migration makes them too. */
export function storeCallsOf({ props }: AnyMicroservice): readonly Call[] {
  return (props.stores ?? []).flatMap(({ store: { place }, only }): Call[] =>
    place.in === 'fleet' ? [{ ...place.at, silent: true, ...(only && { only }) }] : [],
  );
}

/** The job that migrates a microservice's database, as others tell it apart. */
export function migrationPeerOf(microservice: AnyMicroservice): Peer {
  const name = `${microservice.name}-migration`;
  return { ...peerOf(microservice), name, labels: { 'app.kubernetes.io/name': name } };
}

/** Those whose metrics a microservice fetches, because they name it. */
export function pulledBy(
  microservice: AnyMicroservice,
  present: Iterable<AnyMicroservice>,
): readonly AnyMicroservice[] {
  return [...present].filter(({ props }) => props.scrape?.by?.name === microservice.name);
}

/** Port where a microservice's metrics are fetched. */
export function scrapePortOf({ scrape, serves }: MicroserviceProps): number {
  if (typeof scrape?.port === 'number') return scrape.port;
  return (scrape && serves?.[scrape.port]?.port) ?? 0;
}

/** Declared consumptions, with the defaults filled in. */
export function consumesOf(microservice: AnyMicroservice): readonly Consume[] {
  return (microservice.props.consumes ?? []).map((each) => (each.kind === 'topic' ? consume(each) : each));
}

/** How others select, authorise and reach a microservice's pods. */
export function peerOf(microservice: AnyMicroservice): Peer {
  return {
    name: microservice.name,
    namespace: namespaceOf(microservice),
    serviceAccount: microservice.name,
    meshed: microservice.props.mesh !== false,
    labels: { 'app.kubernetes.io/name': microservice.name },
  };
}

/** A namespace of its own unless it says otherwise, so that routes and policies of an edge belong to one caller. */
export function namespaceOf(microservice: AnyMicroservice): string {
  return microservice.props.namespace ?? microservice.name;
}

/** Circles of synchronous calls, each as a path that ends where it began; a call of itself is none. */
export function callCycles(
  microservices: readonly AnyMicroservice[],
  environment: Pick<Environment, 'name'>,
): readonly (readonly string[])[] {
  const byName = new Map(microservices.map((each) => [each.name, each]));
  const done = new Set<string>();
  const cycles: string[][] = [];
  const path: string[] = [];
  const visit = (microservice: AnyMicroservice): void => {
    const start = path.indexOf(microservice.name);
    if (start >= 0) {
      cycles.push([...path.slice(start), microservice.name]);
      return;
    }
    if (done.has(microservice.name)) return;
    path.push(microservice.name);
    const callees = callsOf(microservice).filter(
      (call) => existsIn(environment, call) && call.callee !== microservice.name,
    );
    for (const callee of new Set(callees.map((call) => call.callee))) {
      const next = byName.get(callee);
      if (next !== undefined) visit(next);
    }
    path.pop();
    done.add(microservice.name);
  };
  microservices.forEach(visit);
  return cycles;
}

/** A microservice after all that it calls, directly or through others, each after its own callees; a circle ends. */
export function calleesFirst(wanted: string, calleesOf: (name: string) => readonly string[]): readonly string[] {
  const order = new Set<string>();
  const entered = new Set<string>();
  const visit = (name: string): void => {
    if (entered.has(name)) return;
    entered.add(name);
    calleesOf(name).forEach(visit);
    order.add(name);
  };
  visit(wanted);
  return [...order];
}
