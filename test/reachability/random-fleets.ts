import fc from 'fast-check';
import type { Fleet } from '../../src/model/fleet';
import { itself } from '../../src/model/microservice';
import type { AnyMicroservice, Call } from '../../src/model/microservice';
import { grpc, http, tcp, udp } from '../../src/model/ports';
import type { Port } from '../../src/model/ports';
import { container, rust, springBoot } from '../../src/model/runtime';
import { acme, microservice, otherFleet } from '../fixtures/other-fleet';

/** What a random fleet is made from: small, so that a failing one can be read. */
interface Sketch {
  readonly ports: readonly ('grpc' | 'http' | 'tcp' | 'udp')[];
  readonly runtime: 'rust' | 'spring' | 'bare';
  readonly meshed: boolean;
  readonly public: boolean;
  readonly migrates: boolean;
}

/** A fleet of two to five microservices with random ports, runtimes and edges. */
export const fleets: fc.Arbitrary<Fleet> = fc
  .record({
    sketches: fc.array(
      fc.record<Sketch>({
        ports: fc.uniqueArray(fc.constantFrom('grpc', 'http', 'tcp', 'udp'), { maxLength: 3 }),
        runtime: fc.constantFrom('rust', 'spring', 'bare'),
        meshed: fc.boolean(),
        public: fc.boolean(),
        migrates: fc.boolean(),
      }),
      { minLength: 2, maxLength: 5 },
    ),
    edges: fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(2)), { maxLength: 8 }),
    shared: fc.boolean(),
  })
  .map(({ sketches, edges, shared }) => fleetOf(sketches, edges, shared));

const PORTS: Readonly<Record<Sketch['ports'][number], Port>> = {
  grpc: grpc(50051, 'acme.Any', ['Do']),
  http: http(8080),
  tcp: tcp(7000),
  udp: udp(7001),
};
const RUNTIMES = { rust: rust(), spring: springBoot(), bare: container() };

function fleetOf(
  sketches: readonly Sketch[],
  edges: readonly (readonly [number, number, number])[],
  shared: boolean,
): Fleet {
  const calls = sketches.map((): Call[] => []);
  const microservices: AnyMicroservice[] = sketches.map((sketch, index) =>
    microservice(`m${index}`, {
      description: 'drawn by chance',
      team: acme,
      image: 'docker.io/acme/any',
      runtime: RUNTIMES[sketch.runtime],
      serves: Object.fromEntries(sketch.ports.map((port) => [port, PORTS[port]])),
      calls: () => calls[index]!,
      public:
        sketch.public && sketch.ports.includes('http') ? [{ port: 'http', host: `m${index}`, routes: ['ANY /'] }] : [],
      scale: { test: 1, live: 1 },
      ...(sketch.meshed ? {} : { mesh: false as const }),
      ...(sketch.migrates ? { migration: {} } : {}),
      ...(shared ? { namespace: 'shared' } : {}),
    }),
  );
  for (const [from, to, port] of edges) {
    const [caller, callee] = [from % sketches.length, to % sketches.length];
    const name = sketches[callee]!.ports[port];
    if (
      name === undefined ||
      calls[caller]!.some((call) => call.port === name && (call.to?.name ?? `m${caller}`) === `m${callee}`)
    )
      continue;
    calls[caller]!.push(caller === callee ? itself(name) : { kind: 'call', to: microservices[callee], port: name });
  }
  return { ...otherFleet, microservices };
}
