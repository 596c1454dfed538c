import { fleet } from '../../charts/fleet';
import { manifestKeys } from '../../src/constructs/microservice-charts';
import { reasonOf } from '../../src/map/reasons';
import { resolveFleet } from '../../src/model/resolve/fleet';
import type { ResolvedMicroservice } from '../../src/model/resolved';
import { environments, otherFleet, releases } from '../fixtures/other-fleet';
import { environmentOf, fixedReleases } from '../fixtures/rendering';

const shop = Object.keys(fleet.environments).flatMap(
  (name) => resolveFleet(fleet, environmentOf(fleet, name), fixedReleases(fleet)).microservices,
);
const others = Object.values(environments).flatMap(
  (environment) => resolveFleet(otherFleet, environment, releases).microservices,
);
const of = (name: string): ResolvedMicroservice => [...shop, ...others].find((each) => each.name === name)!;

test.each([...shop, ...others].map((each) => [`${each.environment.name} ${each.name}`, each] as const))(
  'every manifest of %s has a reason, and no reason has a hole',
  (_, microservice) => {
    for (const key of [...manifestKeys(microservice), 'application'])
      expect([key, reasonOf(key, microservice)]).toEqual([key, expect.stringMatching(/^(?!.*(undefined|: ?$)).{5,}/)]);
  },
);

test.each([
  ['orders', 'secret-orders-postgres', 'stores: the login of postgres/orders'],
  ['orders', 'callers-grpc', 'serves.grpc: called by bff, in their own files'],
  ['orders', 'callers-otel-metrics', 'the port otel-metrics: Prometheus'],
  ['orders', 'server-grpc', 'serves.grpc: only those named may connect'],
  ['orders', 'server-health', 'runtime: the kubelet asks here, and has no identity'],
  ['mailer', 'grpc-route-grpc-probes', 'runtime: parts health from calls on serves.grpc'],
  ['mailer', 'networks-grpc-probes', 'runtime: the kubelet asks from anywhere'],
  ['settlement', 'cronJob', 'schedule: '],
  ['notifications', 'secret-notifications-mail-provider', 'secret: '],
])('%s: %s is there for: %s', (name, key, reason) => {
  expect(reasonOf(key, of(name))).toContain(reason);
});

test('what its owner adjusted says why', () => {
  const adjusted = { ...of('orders'), overrides: { service: { reason: 'a client that is old', patch: {} } } };
  expect(reasonOf('service', adjusted)).toBe('serves: grpc; overridden: a client that is old');
});
