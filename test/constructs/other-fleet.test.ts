import type { Manifest } from '../../src/model/manifest';
import { otherFleet, releases } from '../fixtures/other-fleet';
import { find, renderedFolders } from '../fixtures/rendering';
import type { Loose } from '../fixtures/rendering';

const live = renderedFolders(otherFleet, releases, 'live');
const test28 = renderedFolders(otherFleet, releases, 'test');
const of = (name: string, tree = live): readonly Manifest[] =>
  tree.get(`${tree === live ? 'live' : 'test'}/services/${name}`) ?? [];
const pod = (workload: Loose): Loose => workload.spec.template.spec;
const variables = (container: Loose): Record<string, string> =>
  Object.fromEntries(
    container.env.map((each: Loose) => [
      each.name,
      each.value ??
        each.valueFrom.fieldRef?.fieldPath ??
        `${each.valueFrom.secretKeyRef.name}/${each.valueFrom.secretKeyRef.key}`,
    ]),
  );

describe('ports of different protocols on one microservice', () => {
  test('each is on the Service under its own name, with the protocol Linkerd understands', () => {
    expect(find(of('gateway'), 'Service', 'gateway').spec.ports).toEqual([
      { name: 'api', port: 80, protocol: 'TCP', targetPort: 'api', appProtocol: 'http' },
      { name: 'graphql', port: 8082, protocol: 'TCP', targetPort: 'graphql', appProtocol: 'http' },
      { name: 'control', port: 9000, protocol: 'TCP', targetPort: 'control', appProtocol: 'kubernetes.io/h2c' },
      { name: 'raw', port: 7000, protocol: 'TCP', targetPort: 'raw', appProtocol: 'linkerd.io/opaque' },
      { name: 'beacon', port: 7001, protocol: 'UDP', targetPort: 'beacon' },
    ]);
  });

  test('bytes are opaque on pod and Service, and the annotation repeats the default list', () => {
    const opaque = '25,587,3306,4444,5432,6379,7000,9098,9300,11211';
    expect(find(of('gateway'), 'Service', 'gateway').metadata.annotations).toEqual({
      'config.linkerd.io/opaque-ports': opaque,
    });
    expect(
      find(of('gateway'), 'Deployment', 'gateway').spec.template.metadata.annotations['config.linkerd.io/opaque-ports'],
    ).toBe(opaque);
  });

  test('datagrams reach the port itself, bytes of meshed pods the proxy', () => {
    const rules: Loose[] = find(of('worker'), 'NetworkPolicy', 'worker').spec.egress;
    const toGateway = rules.find((rule) => rule.to[0].podSelector?.matchLabels['app.kubernetes.io/name'] === 'gateway');
    expect(toGateway.ports).toEqual([
      { port: 4143, protocol: 'TCP' },
      { port: 7001, protocol: 'UDP' },
    ]);
  });

  test('both public entries are bound to target groups and open to the load balancer alone', () => {
    expect(
      of('gateway')
        .filter(({ kind }) => kind === 'TargetGroupBinding')
        .map((each: Loose) => each.spec.targetGroupName),
    ).toEqual(['live-gateway-api', 'live-gateway-graphql']);
    expect(find(of('gateway'), 'NetworkAuthentication', 'gateway-graphql-networks').spec.networks).toEqual([
      { cidr: '10.0.128.0/24' },
    ]);
  });
});

describe('a program built elsewhere', () => {
  test('without ports and probes has neither, runs as its user and writes where it must', () => {
    const spec = pod(find(of('worker'), 'Deployment', 'worker'));
    const [container] = spec.containers;
    expect(container).not.toHaveProperty('ports');
    expect(container).not.toHaveProperty('readinessProbe');
    expect(container.securityContext).toMatchObject({
      runAsUser: 1000,
      runAsGroup: 1000,
      readOnlyRootFilesystem: true,
    });
    expect(container.volumeMounts).toEqual([
      { name: 'main-var-cache-worker', mountPath: '/var/cache/worker' },
      { name: 'main-tmp', mountPath: '/tmp' },
    ]);
    expect(find(of('worker'), 'Service', 'worker')).toBeUndefined();
    expect(spec.initContainers).toBeUndefined();
  });

  test('gets addresses in the form and order it wants', () => {
    const [container] = pod(find(of('worker'), 'Deployment', 'worker')).containers;
    expect(Object.entries(variables(container))).toEqual([
      ['GATEWAY_BEACON_URL', 'udp://gateway.gateway.svc.cluster.local:7001'],
      ['GATEWAY_HOST', 'gateway.gateway.svc.cluster.local'],
      ['GATEWAY_PORT', '7000'],
      ['GATEWAY', 'host=gateway.gateway.svc.cluster.local,port=7000'],
      ['NODE', 'spec.nodeName'],
      ['GREETING', 'I am $(NODE), talking to $(GATEWAY_HOST)'],
    ]);
  });

  test('is probed as it wants, with headers', () => {
    const [container] = pod(find(of('renderer'), 'Deployment', 'renderer')).containers;
    expect(container.readinessProbe.httpGet).toEqual({
      path: '/ready',
      port: 8080,
      httpHeaders: [{ name: 'X-Probe', value: 'kubelet' }],
    });
    expect(container.livenessProbe.exec.command).toEqual(['/bin/alive']);
    expect(container.startupProbe.tcpSocket.port).toBe(9999);
  });
});

describe('a program whose health is on the port it serves', () => {
  const inbound = (kind: string): Loose[] => of('mailer').filter((each) => each.kind === kind);

  test('is asked by gRPC, when and as often as it wants', () => {
    const [container] = pod(find(of('mailer'), 'Deployment', 'mailer')).containers;
    expect(container.livenessProbe).toEqual({
      grpc: { port: 50051 },
      initialDelaySeconds: 15,
      periodSeconds: 10,
      timeoutSeconds: 3,
    });
    expect(container.readinessProbe).toEqual({
      grpc: { port: 50051 },
      periodSeconds: 7,
      timeoutSeconds: 1,
      failureThreshold: 5,
    });
  });

  test('lets everybody ask for its health, and its callers for the rest', () => {
    const routes = inbound('GRPCRoute').filter(({ spec }) => spec.parentRefs[0].kind === 'Server');
    expect(routes.map(({ metadata, spec }) => [metadata.name, spec.parentRefs[0].name, spec.rules])).toEqual([
      [
        'mailer-grpc-probes',
        'mailer-grpc',
        [{ matches: [{ method: { service: 'grpc.health.v1.Health', type: 'Exact' } }] }],
      ],
      ['mailer-grpc-calls', 'mailer-grpc', [{}]],
    ]);
    const policies = inbound('AuthorizationPolicy').filter(({ metadata }) => metadata.name.startsWith('mailer-grpc-'));
    expect(policies.map(({ spec }) => [spec.targetRef.kind, spec.requiredAuthenticationRefs[0].name])).toEqual([
      ['Server', 'mailer-grpc-callers'],
      ['GRPCRoute', 'mailer-grpc-probes-networks'],
    ]);
    expect(find(of('mailer'), 'NetworkAuthentication', 'mailer-grpc-probes-networks').spec.networks).toEqual([
      { cidr: '0.0.0.0/0' },
      { cidr: '::/0' },
    ]);
  });

  test('may have a limit on CPU, and a port that is root’s elsewhere', () => {
    const spec = pod(find(of('mailer'), 'Deployment', 'mailer'));
    expect(spec.containers[0].resources.limits.cpu).toBe('2');
    expect(spec.containers[0].securityContext.capabilities).toEqual({ add: ['NET_BIND_SERVICE'], drop: ['ALL'] });
    expect(spec.securityContext.sysctls).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]);
  });
});

describe('what an author writes', () => {
  const [program, ui] = pod(find(of('mailer'), 'Deployment', 'mailer')).containers;

  test('keeps its order and replaces what is derived', () => {
    const names: string[] = program.env.map(({ name }: Loose) => name);
    expect(names.slice(names.indexOf('VERBOSITY'))).toEqual(['VERBOSITY', 'LEVEL', 'OTEL_SERVICE_NAME', 'ADVERTISED']);
    expect(new Set(names).size).toBe(names.length);
    expect(variables(program)).toMatchObject({
      OTEL_SERVICE_NAME: 'post',
      ADVERTISED: 'mailer.mailer.svc.cluster.local:25',
    });
  });

  test('holds addresses in arguments and files too, without those that this environment does not have', () => {
    const preview = 'http://renderer.renderer.svc.cluster.local:8080';
    const args = (tree: typeof live): string[] =>
      pod(find(of('mailer', tree), 'Deployment', 'mailer')).containers[0].args;
    expect(args(live)).toEqual(['--gateway', 'gateway.gateway.svc.cluster.local:80']);
    expect(args(test28).at(-1)).toBe(`--preview=${preview}`);
    expect(ui.args).toEqual(['--mailer=localhost:50051']);
    const data = {
      'etc_mailer_mailer.conf': 'gateway = http://gateway.gateway.svc.cluster.local:80/v1\n',
      'given_templates.json': '{}\n',
    };
    expect(find(of('mailer'), 'ConfigMap', 'mailer').data).toEqual(data);
    expect(find(of('mailer', test28), 'ConfigMap', 'mailer').data).toEqual({
      ...data,
      'etc_mailer_preview.conf': preview,
    });
    expect(variables(program)).not.toHaveProperty('GATEWAY_API_URL');
  });
});

test('a container beside the program serves ports, is asked and scraped, and has files', () => {
  const spec = pod(find(of('mailer'), 'Deployment', 'mailer'));
  const ports = (container: Loose): string[] => container.ports.map(({ name }: Loose) => name);
  expect(spec.containers.map(ports)).toEqual([
    ['grpc', 'smtp'],
    ['ui', 'metrics'],
  ]);
  expect(spec.containers[1].readinessProbe.httpGet).toEqual({ path: '/', port: 4000 });
  expect(find(of('mailer'), 'Service', 'mailer').spec.ports.at(-1)).toMatchObject({ port: 4000, targetPort: 'ui' });
  expect(find(of('mailer'), 'PodMonitor', 'mailer').spec.podMetricsEndpoints.map(({ port }: Loose) => port)).toContain(
    'metrics',
  );
  const volumes = Object.fromEntries(spec.volumes.map(({ name, ...source }: Loose) => [name, source]));
  expect(volumes).toMatchObject({
    templates: { emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } },
    given: { configMap: { name: 'mailer', items: [{ key: 'given_templates.json', path: 'templates.json' }] } },
  });
  const seed = spec.initContainers.find(({ name }: Loose) => name === 'seed');
  expect(seed.volumeMounts).toEqual([
    { name: 'templates', mountPath: '/into' },
    { name: 'given', mountPath: '/from', readOnly: true },
  ]);
});

test('containers share a volume, steps run before the start, and files are mounted one by one', () => {
  const spec = pod(find(of('renderer'), 'Deployment', 'renderer'));
  const mounts = (container: Loose): string[] =>
    container.volumeMounts.map((mount: Loose) => `${mount.name}:${mount.mountPath}`);
  expect(spec.containers.map(mounts)).toEqual([
    ['assets:/assets', 'configuration:/etc/renderer/config.toml', 'configuration:/etc/renderer/extra/tabs.conf'],
    ['assets:/watched', 'watcher-run:/run'],
  ]);
  expect(spec.initContainers.map((each: Loose) => [each.name, each.args])).toEqual([['fetch', ['--into', '/assets']]]);
  expect(spec.containers[0]).toMatchObject({
    command: ['/bin/renderer'],
    args: ['--config', '/etc/renderer/config.toml'],
  });
  expect(find(of('renderer'), 'ConfigMap', 'renderer').data).toEqual({
    'etc_renderer_config.toml': 'threads = 4\n',
    'etc_renderer_extra_tabs.conf': '\tindented\n',
  });
});

test('an edge that exists in one environment only leaves no trace in the others', () => {
  const env = (tree: typeof live): string[] =>
    Object.keys(variables(pod(find(of('load-generator', tree), 'Deployment', 'load-generator')).containers[0]));
  expect(env(live)).toEqual(['TARGET']);
  expect(env(test28)).toEqual(['TARGET', 'ONLY_IN_TEST']);
  expect(find(of('renderer'), 'Server', 'renderer-http')).toBeUndefined();
  expect(find(of('renderer', test28), 'Server', 'renderer-http')).toBeDefined();
});

describe('stores', () => {
  test('of every kind get addresses, credentials as files and egress', () => {
    const container = pod(find(of('archive'), 'Deployment', 'archive')).containers[0];
    expect(variables(container)).toMatchObject({
      SPRING_DATASOURCE_URL: 'jdbc:mysql://legacy.mysql.live.acme.internal:3306/legacy?sslMode=REQUIRED',
      SPRING_DATASOURCE_USERNAME: 'legacy-mysql/username',
      SPRING_DATASOURCE_PASSWORD: 'legacy-mysql/password',
      SEARCH_URL: 'https://search.opensearch.live.acme.internal:443',
      MONGODB_HOST: 'mongo.live.example',
      TABLE_DYNAMODB_HOST: 'dynamodb.us-east-1.amazonaws.com',
      CACHE_CACHE_URL: 'tcp://cache.cache.svc.cluster.local:11300',
    });
    expect(
      of('archive')
        .filter(({ kind }) => kind === 'ExternalSecret')
        .map(({ metadata }) => metadata.name),
    ).toEqual(['documents-mongodb', 'legacy-mysql', 'queue-rabbitmq', 'search-opensearch']);
    const ports = find(of('archive'), 'NetworkPolicy', 'archive').spec.egress.flatMap((rule: Loose) =>
      rule.ports.map((each: Loose) => each.port as number),
    );
    expect(ports).toEqual(expect.arrayContaining([27017, 3306, 5671, 443, 80]));
  });

  test('that are microservices of the fleet are called, by the migration as well', () => {
    const [container] = pod(find(of('teller'), 'Deployment', 'teller')).containers;
    expect(variables(container)).toMatchObject({
      LEDGER_JDBC: 'jdbc:postgresql://ledger.ledger.svc.cluster.local:5433/ledger',
      LEDGER_HOST: 'ledger.ledger.svc.cluster.local',
      ATTEMPTS: 'redis://attempts.redis.svc.cluster.local:6379',
    });
    expect(of('teller').flatMap((each) => (each.kind === 'ExternalSecret' ? [each.metadata.name] : []))).toEqual([
      'ledger-postgres',
    ]);
    const callers: Loose[] = find(of('ledger'), 'NetworkPolicy', 'ledger').spec.ingress.map(
      ({ from }: Loose) => from[0],
    );
    expect(callers.map((each) => each.podSelector.matchLabels['app.kubernetes.io/name']).filter(Boolean)).toEqual([
      'teller',
      'teller-migration',
    ]);
    expect(find(of('ledger'), 'MeshTLSAuthentication', 'ledger-sql-callers').spec.identityRefs).toHaveLength(1);
    for (const name of ['teller', 'teller-migration'])
      expect(find(of('teller'), 'NetworkPolicy', name).spec.egress).toContainEqual(
        expect.objectContaining({
          to: [expect.objectContaining({ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ledger' } } })],
          ports: [{ port: 4143, protocol: 'TCP' }],
        }),
      );
  });

  test('inside the cluster are StatefulSets with claims as the API server stores them', () => {
    const set = find(of('cache'), 'StatefulSet', 'cache');
    expect(set.spec.serviceName).toBe('cache-peers');
    expect(set.spec.volumeClaimTemplates[0]).toMatchObject({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data' },
    });
    expect(find(of('cache'), 'Service', 'cache-peers').spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
    });
    expect(set.spec.template.metadata.annotations['config.linkerd.io/proxy-log-level']).toBe('warn');
  });

  test('a microservice may call itself, and only itself', () => {
    expect(find(of('cache'), 'MeshTLSAuthentication', 'cache-peers-callers').spec.identityRefs).toEqual([
      { kind: 'ServiceAccount', name: 'cache', namespace: 'cache' },
    ]);
  });
});

describe('scaling', () => {
  test('on memory and a query is one ScaledObject without a HorizontalPodAutoscaler', () => {
    expect(find(of('archive'), 'HorizontalPodAutoscaler', 'archive')).toBeUndefined();
    expect(
      find(of('archive'), 'ScaledObject', 'archive').spec.triggers.map((each: Loose) => [
        each.type,
        each.metadata.query ?? each.metadata.value,
      ]),
    ).toEqual([
      ['memory', '80'],
      ['prometheus', 'sum(archive_backlog)'],
    ]);
    expect(find(of('archive'), 'Deployment', 'archive').spec).not.toHaveProperty('replicas');
  });

  test('on lag names the group, and may start from none', () => {
    const { spec } = find(of('inspector'), 'ScaledObject', 'inspector');
    expect(spec.minReplicaCount).toBe(0);
    expect(spec.triggers[0].metadata).toMatchObject({
      consumerGroup: 'auditors',
      lagThreshold: '10',
      topic: 'acme.happened.v1',
    });
  });

  test('a budget exists only where a second replica does', () => {
    expect(find(of('gateway'), 'PodDisruptionBudget', 'gateway')).toBeDefined();
    expect(find(of('gateway', test28), 'PodDisruptionBudget', 'gateway')).toBeUndefined();
  });
});

test('the Kubernetes API as a callee gives a token, exactly these rights and a way there', () => {
  expect(pod(find(of('inspector'), 'Deployment', 'inspector')).automountServiceAccountToken).toBe(true);
  expect(pod(find(of('gateway'), 'Deployment', 'gateway')).automountServiceAccountToken).toBe(false);
  expect(find(of('inspector'), 'Role', 'inspector').rules).toEqual([
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
  ]);
  expect(find(of('inspector'), 'ClusterRole', 'inspector-inspector-2').rules[0].resources).toEqual(['nodes']);
  expect(find(of('inspector'), 'NetworkPolicy', 'inspector').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '172.20.0.1/32' } }, { ipBlock: { cidr: '10.0.129.0/24' } }],
    ports: [{ port: 443, protocol: 'TCP' }],
  });
});

test('a pull edge lets the collector in, and nobody else', () => {
  expect(find(of('thermometer'), 'MeshTLSAuthentication', 'thermometer-metrics-callers').spec.identityRefs).toEqual([
    { kind: 'ServiceAccount', name: 'inspector', namespace: 'inspector' },
  ]);
  const to = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'thermometer' } } };
  expect(find(of('inspector'), 'NetworkPolicy', 'inspector').spec.egress).toContainEqual(
    expect.objectContaining({ to: [expect.objectContaining(to)], ports: [{ port: 4143, protocol: 'TCP' }] }),
  );
  expect(variables(pod(find(of('inspector'), 'Deployment', 'inspector')).containers[0])).toMatchObject({
    TARGETS: 'thermometer.thermometer.svc.cluster.local:9100/metrics',
  });
  const monitor = find(of('archive'), 'PodMonitor', 'archive');
  expect(monitor.spec.podMetricsEndpoints.map((each: Loose) => each.port)).toEqual(['otel-metrics', 'metrics']);
});

describe('outside the mesh', () => {
  test('pods are not injected, and their ports are reached as they are', () => {
    expect(find(of('outsider'), 'Deployment', 'outsider').spec.template.metadata.annotations['linkerd.io/inject']).toBe(
      'disabled',
    );
    expect(find(of('outsider'), 'NetworkPolicy', 'outsider').spec.ingress[0].ports).toEqual([
      { port: 8080, protocol: 'TCP' },
    ]);
    expect(of('outsider').some(({ apiVersion }) => apiVersion.startsWith('policy.linkerd.io'))).toBe(false);
  });

  test('a port with a caller from there leaves the mesh, and only the network policy guards it', () => {
    expect(
      find(of('gateway'), 'Deployment', 'gateway').spec.template.metadata.annotations[
        'config.linkerd.io/skip-inbound-ports'
      ],
    ).toBe('8080');
    expect(find(of('gateway'), 'Server', 'gateway-api')).toBeUndefined();
    expect(find(of('load-generator'), 'NetworkPolicy', 'load-generator').spec.egress).toContainEqual(
      expect.objectContaining({ ports: [{ port: 8080, protocol: 'TCP' }] }),
    );
  });
});

test('two that call one another are rendered, with a warning that names the circle', () => {
  expect(find(of('ping'), 'GRPCRoute', 'pong-grpc')).toBeDefined();
  expect(find(of('pong'), 'GRPCRoute', 'ping-grpc')).toBeDefined();
});

test('a scheduled job is a CronJob with its owner’s change and the reason beside it', () => {
  const job = find(of('nightly'), 'CronJob', 'nightly');
  expect(job.spec.successfulJobsHistoryLimit).toBe(7);
  expect(job.metadata.annotations['chartwright.dev/override']).toBe('the auditors want a week of history');
  expect(job.spec.jobTemplate.spec.template.spec.restartPolicy).toBe('Never');
});

describe('Kubernetes 1.28', () => {
  test('has no native sidecars: the collector runs beside the program, and not in jobs', () => {
    const spec = pod(find(of('gateway', test28), 'Deployment', 'gateway'));
    expect(spec.containers.map((each: Loose) => each.name)).toEqual(['gateway', 'collector']);
    expect(spec.initContainers).toBeUndefined();
    const job = find(of('nightly', test28), 'CronJob', 'nightly').spec.jobTemplate.spec.template.spec;
    expect(job.containers.map((each: Loose) => each.name)).toEqual(['nightly']);
  });

  test('has no sleep action: a program with a shell sleeps, one without drains', () => {
    expect(
      pod(find(of('archive', test28), 'Deployment', 'archive')).containers[0].lifecycle.preStop.exec.command,
    ).toEqual(['sleep', '10']);
    expect(pod(find(of('gateway', test28), 'Deployment', 'gateway')).containers[0]).not.toHaveProperty('lifecycle');
    expect(pod(find(of('gateway'), 'Deployment', 'gateway')).containers[0].lifecycle.preStop.sleep.seconds).toBe(150);
  });
});
