import type { Environment } from './environment';
import type { AnyMicroservice, Call } from './microservice';
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

/** Declared calls of microservices; a call of itself has its own name as callee. */
export function callsOf(microservice: AnyMicroservice): readonly (Call & { readonly callee: string })[] {
  return edgesOf(microservice).flatMap((edge) =>
    edge.kind === 'call' ? [{ ...edge, callee: edge.to?.name ?? microservice.name }] : [],
  );
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
