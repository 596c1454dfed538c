import { container, rust } from '../../src/model/runtime';
import { grpc, http, tcp } from '../../src/model/ports';
import { renderFleet } from '../../src/constructs/platform-app';
import type { EnvironmentData } from '../../src/constructs/platform-app';
import { UserError } from '../../src/model/faults';
import type { Fleet } from '../../src/model/fleet';
import { own } from '../../src/model/microservice';
import type { AnyMicroservice, MicroserviceProps } from '../../src/model/microservice';
import {
  acme,
  environments,
  gateway,
  happened,
  legacy,
  loadGenerator,
  otherFleet,
  store,
  outsideHost,
  ping,
  pong,
  releases,
  renderer,
  topic,
} from '../fixtures/other-fleet';

const one = { test: 1, live: 1 };
const props = (more: object = {}): MicroserviceProps => ({
  description: 'wrong',
  team: acme,
  runtime: rust(),
  scale: one,
  ...more,
});
const wrong = (more: object, name = 'wrong'): AnyMicroservice => ({ kind: 'microservice', name, props: props(more) });

/** The faults of a fleet of these microservices, as a user reads them. */
function faultsOf(
  microservices: readonly AnyMicroservice[],
  options: { strict?: boolean; releases?: object } = {},
): string[] {
  const fleet: Fleet = { ...otherFleet, microservices };
  const known = options.releases ?? { ...releases, wrong: releases.gateway, other: releases.gateway };
  try {
    renderFleet(
      fleet,
      { live: { releases: known as never, contract: environments.live.cloud } },
      { only: ['live'], strict: options.strict },
    );
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.faults.map(({ where, what }) => `[${where}] ${what}`);
  }
}

const unpublished = topic('acme.silence.v1', { owner: acme, partitions: { test: 1, live: 1 }, retention: '1d' });
const outsideTopic = topic('acme.outside.v1', {
  owner: acme,
  partitions: { test: 3, live: 6 },
  retention: '1d',
  publishedOutside: 'a test',
});
const entered = (...routes: string[]): object => ({
  serves: { web: http(8080) },
  public: [{ port: 'web', host: 'shop', routes }],
});
const partial = outsideHost('partner', { host: { test: 'partner.example' } as never, why: 'test' });

test.each<[string, object, string]>([
  ['a name that is no DNS label', { namespace: 'Not_A_Label' }, '[live: wrong.namespace] Not_A_Label is no DNS label'],
  [
    'a port used twice',
    { serves: { a: http(8080), b: http(8080) } },
    '[live: wrong.serves.b] is 8080, which wrong.serves.a uses already',
  ],
  [
    'a port of the sidecar',
    { serves: { a: http(4317) } },
    '[live: wrong.serves.a] is 4317, the port of OTLP over gRPC of the telemetry sidecar',
  ],
  ['a port of the proxy', { serves: { a: http(4143) } }, '[live: wrong.serves.a] is 4143, the port of Linkerd inbound'],
  ['a port out of range', { serves: { a: http(70000) } }, '[live: wrong.serves.a] is 70000; expected 1 to 65535'],
  [
    'a port name that is none',
    { serves: { Web_UI: http(8080) } },
    '[live: wrong.serves.Web_UI] is no port name; expected at most 15 lower-case letters, digits and dashes',
  ],
  ['a reserved port name', { serves: { props: http(8080) } }, '[live: wrong.serves.props] is a reserved name'],
  [
    'a memory limit below the request',
    { resources: { cpu: '1', memory: '1Gi', memoryLimit: '512Mi' } },
    '[live: wrong.resources.memoryLimit] is 512Mi, below the request of 1Gi',
  ],
  [
    'a quantity that does not parse',
    { resources: { cpu: '1 core', memory: '1Gi' } },
    '[live: wrong.resources.cpu] is "1 core"; expected a quantity such as 250m, 1 or 512Mi',
  ],
  [
    'resources that leave an environment out',
    { resources: { test: { cpu: '1', memory: '1Gi' } } },
    '[live: wrong.resources.live] is missing; given are test',
  ],
  [
    'a topic nobody publishes',
    { consumes: [unpublished] },
    '[live: wrong.consumes] reads acme.silence.v1, which nobody publishes; published are none',
  ],
  [
    'a minimum above the maximum',
    { scale: { test: 1, live: { min: 5, max: 2 } } },
    '[live: wrong.scale.live] has min 5 above max 2',
  ],
  [
    'no replicas without lag',
    { scale: { test: 1, live: { min: 0, max: 2 } } },
    '[live: wrong.scale.live.min] is 0, which only scaling on lag can start from',
  ],
  [
    'a CPU target beyond the request',
    { scale: { test: 1, live: { min: 1, max: 2, cpu: 140 } } },
    '[live: wrong.scale.live.cpu] is 140; expected a percentage of the request, 1 to 100',
  ],
  [
    'lag without topics',
    { scale: { test: 1, live: { min: 1, max: 2, lag: true } } },
    '[live: wrong.scale.live.lag] needs a topic in consumes',
  ],
  [
    'a scale that leaves an environment out',
    { scale: { test: 1 } },
    '[live: wrong.scale.live] is missing; given are test',
  ],
  ['half a replica', { scale: { test: 1, live: 1.5 } }, '[live: wrong.scale.live] is no whole number of replicas'],
  [
    'a schedule of four fields',
    { scale: undefined, schedule: { cron: '0 3 * *' } },
    '[live: wrong.schedule.cron] "0 3 * *" has not five fields',
  ],
  [
    'a schedule that scales',
    { schedule: { cron: '0 3 * * *' } },
    '[live: wrong.scale] is set beside a schedule; a scheduled job runs once at a time',
  ],
  [
    'a variable with a dash',
    { env: { 'A-B': '1' } },
    '[live: wrong.env.A-B] is no name of an environment variable; expected letters, digits and underscores',
  ],
  [
    'a reference to a later variable',
    { env: { A: '$(B)', B: '1' } },
    '[live: wrong.env.A] refers to $(B), which is not declared before it',
  ],
  [
    'an address without an edge',
    { env: { A: gateway.api.url } },
    '[live: wrong.env.A] refers to gateway.api, to which there is no edge; declare it in calls',
  ],
  [
    'an address in a form it does not have',
    { env: { A: { address: 'jdbcUrl', of: 'gateway.api' } }, calls: [gateway.api()] },
    '[live: wrong.env.A] wants gateway.api as jdbcUrl; it has host, port, hostPort, url',
  ],
  [
    'a callee that is not in the fleet',
    { calls: [{ kind: 'call', to: wrong({}, 'ghost'), port: 'http' }] },
    '[live: wrong.calls.ghost.http] calls ghost, which does not exist in live; expected one of gateway, wrong',
  ],
  [
    'a port the callee does not have',
    { calls: [{ kind: 'call', to: gateway, port: 'grcp' }] },
    '[live: wrong.calls.gateway.grcp] calls the port grcp; expected one of api, beacon, control, graphql, raw',
  ],
  [
    'a method the callee does not have',
    { calls: [{ kind: 'call', to: gateway, port: 'control', method: 'Relaod' }] },
    '[live: wrong.calls.gateway.control] calls the method Relaod; expected one of Reload',
  ],
  [
    'a timeout on bytes',
    { calls: [gateway.raw({ timeout: '1s' })] },
    '[live: wrong.calls.gateway.raw] has a timeout or retries, which the mesh cannot apply to tcp',
  ],
  [
    'a fraction of a second',
    { calls: [gateway.api({ timeout: '1.5s' })] },
    '[live: wrong.calls.gateway.api.timeout] is 1.5s; expected whole ms, s, m, h or d such as 500ms',
  ],
  [
    'too many retries',
    { calls: [gateway.api({ retries: 50 })] },
    '[live: wrong.calls.gateway.api.retries] is 50; expected 0 to 10',
  ],
  [
    'an outside host that is missing here',
    { calls: [partial()] },
    '[live: wrong.calls.partner] has no host in live; expected one of test',
  ],
  [
    'a public gRPC port',
    { serves: { grpc: grpc(50051, 'a.B') }, public: [{ port: 'grpc', host: 'a', routes: [] }] },
    '[live: wrong.public] enters at grpc, which speaks grpc; API Gateway passes http and graphql only',
  ],
  [
    'a public port it does not serve',
    { public: [{ port: 'web', host: 'a', routes: [] }] },
    '[live: wrong.public] enters at port web; there are none',
  ],
  [
    'a scrape of a port it does not serve',
    { scrape: { port: 'metrics' } },
    '[live: wrong.scrape.port] is metrics; there are none',
  ],
  [
    'a gRPC probe on a limited port',
    {
      serves: { grpc: grpc(7000, 'a.B', [], { rateLimit: { total: 10 } }) },
      runtime: container({ health: { liveness: { grpc: { port: 7000 } } } }),
    },
    '[live: wrong.runtime.health.liveness] asks port 7000, which the mesh guards as grpc; the kubelet has no identity, so ask by http or exec, or give health a port of its own',
  ],
  [
    'a probe of bytes on a guarded port',
    { serves: { raw: tcp(7000) }, runtime: container({ health: { liveness: { tcp: { port: 7000 } } } }) },
    '[live: wrong.runtime.health.liveness] asks port 7000, which the mesh guards as raw; the kubelet has no identity, so ask by http or exec, or give health a port of its own',
  ],
  [
    'a gRPC probe beside the program',
    { containers: { side: { image: 'a:1', health: { liveness: { grpc: { port: 7000 } } } } } },
    '[live: wrong.containers.side.health.liveness] is refused by the mesh, since the kubelet has no identity; ask by http or exec',
  ],
  [
    'a probe of what ends before',
    { init: { step: { image: 'a:1', health: { liveness: { exec: ['true'] } } } } },
    '[live: wrong.init.step.health] is never asked, because the step ends before the start',
  ],
  [
    'a program that is root',
    { runtime: container({ user: 0 }) },
    '[live: wrong.runtime.user] is 0, and no pod may run as root; expected a user that its files belong to',
  ],
  [
    'a port of no container',
    { serves: { ui: http(4000, { container: 'iu' }) }, containers: { ui: { image: 'a:1' } } },
    '[live: wrong.serves.ui.container] is iu; expected one of ui',
  ],
  [
    'two ports of one name',
    { serves: { ui: http(4000) }, containers: { side: { image: 'a:1', ports: { ui: 4001 } } } },
    "[live: wrong.containers.side.ports.ui] has the name of wrong.serves.ui; a pod's ports have one each",
  ],
  [
    'files that would be one',
    { files: { '/etc/a/b': '', '/etc/a_b': '' } },
    '[live: wrong.files] /etc/a_b and /etc/a/b have one key, etc_a_b; rename one of them',
  ],
  [
    'a file that leaves its volume',
    { volumes: { given: { files: { '/etc/a': '' }, mounts: { main: '/given' } } } },
    '[live: wrong.volumes.given.files] /etc/a is no path inside the volume',
  ],
  [
    'an address of its own that it does not serve',
    { env: { SELF: own('web').hostPort } },
    '[live: wrong.env.SELF] refers to its own port web, which it does not serve',
  ],
  [
    'an argument without an edge',
    { args: ['--to', gateway.api.url] },
    '[live: wrong.args.1] refers to gateway.api, to which there is no edge; declare it in calls',
  ],
  [
    'a collector that is not there',
    { serves: { web: http(8080) }, scrape: { port: 'web', by: wrong({}, 'ghost') } },
    '[live: wrong.scrape.by] is ghost, which does not exist in live; expected one of gateway, wrong',
  ],
  [
    'an image without a tag',
    { containers: { side: { image: 'docker.io/acme/side' } } },
    '[live: wrong.containers.side.image] is docker.io/acme/side; expected repository:tag other than latest, or a digest',
  ],
  [
    'two containers of one name',
    { containers: { side: { image: 'a:1' } }, init: { side: { image: 'a:1' } } },
    '[live: wrong.init.side] is the name of another container',
  ],
  [
    'a mount into no container',
    { volumes: { data: { scratch: '1Gi', mounts: { maim: '/data' } } } },
    '[live: wrong.volumes.data.mounts.maim] is no container; expected one of main',
  ],
  [
    'a relative mount',
    { volumes: { data: { scratch: '1Gi', mounts: { main: 'data' } } } },
    '[live: wrong.volumes.data.mounts.main] is data, expected an absolute path',
  ],
  [
    'a volume of no size',
    { volumes: { data: { claim: 'big', mounts: { main: '/data' } } } },
    '[live: wrong.volumes.data] has the size "big"; expected a quantity such as 10Gi',
  ],
  ['a relative file', { files: { 'etc/x': '' } }, '[live: wrong.files] etc/x is no absolute path'],
  [
    'an objective that cannot burn',
    { slo: { availability: 90 } },
    '[live: wrong.slo.availability] is 90; expected 93.1 to 99.999 percent',
  ],
  [
    'a latency between buckets',
    { slo: { availability: 99, latency: { percentile: 99, under: '250ms' } } },
    '[live: wrong.slo.latency.under] is 250ms, which is no bucket',
  ],
  [
    'a percentile of nothing',
    { slo: { availability: 99, latency: { percentile: 100, under: '300ms' } } },
    '[live: wrong.slo.latency.percentile] is 100; expected 50 to 99.99',
  ],
  [
    'a caller that gets more than all',
    { serves: { a: http(8080, { rateLimit: { total: 1, perCaller: 2 } }) } },
    '[live: wrong.serves.a.rateLimit] allows one caller more than all callers',
  ],
  [
    'more connections than the database accepts',
    { stores: [legacy({ maxConnections: 60 })], scale: { test: 1, live: 2 } },
    '[live: mysql/legacy] accepts 100 connections in live, but wrong 2 x 60 may open 120',
  ],
  [
    'a worker with more replicas than partitions',
    { consumes: [outsideTopic], scale: { test: 1, live: 7 } },
    '[live: wrong.scale.live] is 7, but acme.outside.v1 has 6 partitions; more consumers would idle',
  ],
  [
    'more replicas by lag than partitions, though it serves',
    {
      serves: { a: http(8080) },
      consumes: [outsideTopic],
      scale: { test: 1, live: { min: 1, max: 7, lag: true } },
    },
    '[live: wrong.scale.live.max] is 7, but acme.outside.v1 has 6 partitions; more consumers would idle',
  ],
  [
    'a route of another form',
    entered('/graphql'),
    '[live: wrong.public] "/graphql" is no route; expected such as POST /graphql, ANY /hooks/{proxy+} or $default',
  ],
  [
    'a route claimed twice',
    entered('GET /a', 'GET /a'),
    '[live: wrong.public] claims GET /a at shop, which wrong.web has already',
  ],
  [
    'a route that another microservice has',
    { ...entered(), public: [{ port: 'web', host: 'graph', routes: ['POST /graphql'] }] },
    '[live: gateway.public] claims POST /graphql at graph, which wrong.web has already',
  ],
  [
    'more routes than API Gateway takes',
    entered(...Array.from({ length: 301 }, (_, index) => `GET /${index}`)),
    '[live: public.shop] has 301 routes, but API Gateway takes 300; join some by {proxy+} or give some another host',
  ],
])('%s is refused', (_, more, expected) => {
  expect(faultsOf([wrong(more), gateway]).join('\n')).toContain(expected);
});

test('ports of proxy and sidecar are free where a pod has neither', () => {
  const serves = { proxy: http(4143), otlp: http(4317) };
  expect(faultsOf([wrong({ serves, mesh: false, runtime: container() })])).toEqual([]);
});

test('a consumer that serves may have more replicas than partitions, since they have other work', () => {
  const serving = { serves: { a: http(8080) }, consumes: [outsideTopic], scale: { test: 1, live: 7 } };
  expect(faultsOf([wrong(serving)])).toEqual([]);
});

test('two ports whose target groups AWS would give one name are refused', () => {
  const long = 'a-microservice-with-a-long-name';
  const known = { ...releases, [`${long}-one`]: releases.gateway, [`${long}-two`]: releases.gateway };
  const two = [
    wrong(entered(), `${long}-one`),
    wrong({ ...entered(), public: [{ port: 'web', host: 'b', routes: [] }] }, `${long}-two`),
  ];
  expect(faultsOf(two, { releases: known })).toContain(
    `[live: ${long}-two.public] needs the target group live-a-microservice-with-a-long, and so does ${long}-one.web; AWS cuts the name after 32 characters, so let them differ before`,
  );
});

test('two microservices of one name are refused', () => {
  const caller = wrong({ calls: [{ kind: 'call', to: wrong({}), port: 'gone' }] }, 'other');
  expect(faultsOf([wrong({ serves: { gone: http(8080) } }), wrong({}), caller])).toEqual([
    '[live: wrong] is the name of two microservices; each needs its own',
  ]);
});

test('a call that leads nowhere is one fault, not one more for each variable that would tell the address', () => {
  const ghost = { kind: 'call', to: wrong({}, 'ghost'), port: 'http' };
  expect(faultsOf([wrong({ calls: [ghost], migration: { args: ['x'] } })])).toHaveLength(1);
});

test('a name that is no DNS label is refused', () => {
  expect(faultsOf([wrong({}, 'Wrong')], { releases: { Wrong: releases.gateway } })).toEqual([
    '[live: Wrong] is no DNS label; expected at most 63 lower-case letters, digits and dashes',
  ]);
});

test('more consumers than partitions are refused', () => {
  const consumer = wrong({ consumes: [happened], scale: { test: 1, live: { min: 1, max: 9, lag: true } } });
  expect(faultsOf([consumer, wrong({ publishes: [happened] }, 'other')])).toContain(
    '[live: wrong.scale.live.max] is 9, but acme.happened.v1 has 6 partitions; more consumers would idle',
  );
});

test('one topic under two declarations is refused', () => {
  const twin = { ...happened };
  expect(faultsOf([wrong({ publishes: [happened] }), wrong({ consumes: [twin] }, 'other')])).toContain(
    '[live: other.consumes] acme.happened.v1 is declared twice; import the one declaration',
  );
});

test('two callers that share a namespace must agree on a route', () => {
  const caller = (timeout: string): object => ({
    namespace: 'shared',
    calls: [gateway.api({ timeout: timeout as never })],
  });
  expect(faultsOf([wrong(caller('1s')), wrong(caller('2s'), 'other'), gateway])).toContain(
    '[live: other.calls.gateway.api] has timeout 2s, retries 0, but wrong in the same namespace has timeout 1s, retries 0; a route holds for the namespace',
  );
});

test('a warning of several environments is told once', () => {
  const fleet: Fleet = { ...otherFleet, microservices: [ping, pong] };
  const data = { releases, contract: environments.live.cloud };
  const { warnings } = renderFleet(fleet, { test: data, live: data });
  expect(warnings.map(({ where }) => where)).toEqual(['test, live: ping']);
});

test('a circle of calls is an error when strict, with its path', () => {
  expect(faultsOf([ping, pong])).toEqual([]);
  expect(faultsOf([ping, pong], { strict: true })).toEqual([
    '[live: ping] is called by what it calls: ping -> pong -> ping; let one of the calls become a topic',
  ]);
});

test.each([
  [{}, 'has no release; add its tag and digest'],
  [{ wrong: { tag: 'latest', digest: releases.gateway!.digest } }, 'has the tag latest, which names no version'],
  [{ wrong: { tag: '1.0.0' } }, 'has no digest, expected sha256: and 64 hexadecimal digits'],
  [
    { wrong: { tag: 'a b', digest: releases.gateway!.digest } },
    'has the tag "a b", expected an image tag such as 1.4.2',
  ],
  [{ wrong: { ...releases.gateway, tga: '1' } }, 'has tga; expected tag and digest only'],
  [{ wrong: 'x' }, 'is no map of tag and digest'],
])('a release that pins nothing is refused: %j', (given, expected) => {
  expect(faultsOf([wrong({})], { releases: given })).toEqual([`[live: releases/live.yaml: wrong] ${expected}`]);
});

test('a database is refused where the contract does not tell its domain', () => {
  const { databaseDomain, ...contract } = environments.live.cloud;
  const ledger = store('postgres', 'ledger', { owner: acme });
  const fleet: Fleet = { ...otherFleet, microservices: [wrong({ stores: [ledger()] })] };
  const render = (told: object): unknown =>
    renderFleet(
      fleet,
      { live: { releases: { wrong: releases.gateway! }, contract: { ...contract, ...told } } },
      { only: ['live'] },
    );
  expect(() => render({ databaseDomain })).not.toThrow();
  expect(() => render({})).toThrow(
    '[live: contract/live.yaml: databaseDomain] is missing, but live has stores of kind postgres; let the cloud program make them and write it',
  );
});

test('all faults of all environments are listed at once', () => {
  const broken: Fleet = {
    ...otherFleet,
    microservices: [wrong({ serves: { a: http(8080), b: tcp(8080) }, env: { 'A-B': '' } })],
  };
  const blank = { releases: {}, contract: environments.test.cloud };
  const render = (): unknown => renderFleet(broken, { test: blank, live: blank });
  expect(render).toThrow(UserError);
  try {
    render();
  } catch (error) {
    expect((error as UserError).faults.map(({ where }) => where)).toEqual([
      'test, live: wrong.serves.b',
      'test, live: wrong.env.A-B',
      'test: releases/test.yaml: wrong',
      'live: releases/live.yaml: wrong',
    ]);
  }
});

describe('an override', () => {
  const patched = { reason: 'a test', patch: {} };
  const scaled = (overrides: object, more: object = {}): AnyMicroservice =>
    wrong({ scale: { test: 1, live: { min: 1, max: 3, cpu: 70 } }, overrides, ...more });
  const everywhere = (microservice: AnyMicroservice, only = ['test', 'live']): string => {
    const data = (name: 'test' | 'live'): EnvironmentData => ({
      releases: { wrong: releases.gateway! },
      contract: environments[name].cloud,
    });
    try {
      renderFleet(
        { ...otherFleet, microservices: [microservice] },
        { test: data('test'), live: data('live') },
        { only },
      );
      return '';
    } catch (error) {
      return (error as UserError).message;
    }
  };

  test('of a manifest that no environment has is refused, with the keys there are', () => {
    const message = everywhere(scaled({ scaledObject: patched, 'server-web': patched, deployment: patched }));
    const keys =
      'application, authorization-linkerd-admin, authorization-otel-metrics, autoscaler, callers-linkerd-admin, callers-otel-metrics, collector, dashboard, deployment, disruptionBudget, networkPolicy, podMonitor, rules, server-health, server-linkerd-admin, server-otel-metrics, serviceAccount';
    const nothing = (key: string): string =>
      `  [wrong.overrides.${key}] changes nothing: test, live have no such manifest of wrong; expected one of ${keys}`;
    expect(message.split('\n')).toEqual([
      'the fleet cannot be rendered',
      nothing('scaledObject'),
      nothing('server-web'),
    ]);
  });

  test('of a manifest that one environment has is right', () => {
    expect(everywhere(scaled({ autoscaler: patched, application: patched }))).toBe('');
  });

  test('is judged as soon as all environments of its microservice are rendered', () => {
    expect(everywhere(scaled({ scaledObject: patched }), ['test'])).toBe('');
    expect(everywhere(scaled({ scaledObject: patched }, { only: ['live'] }), ['live'])).toContain(
      '[wrong.overrides.scaledObject] changes nothing: live have',
    );
  });
});

test('the fixture fleet itself has no fault', () => {
  expect(faultsOf(otherFleet.microservices)).toEqual([]);
  expect(loadGenerator.props.runtime.kind).toBe(container().kind);
  expect(renderer.name).toBe('renderer');
});
