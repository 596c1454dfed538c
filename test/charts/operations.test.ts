import { fleet } from '../../charts/fleet';
import { PLATFORM_ALERTS } from '../../charts/platform/prometheus-rules';
import { podVolumes } from '../../src/constructs/volumes';
import type { Manifest } from '../../src/model/manifest';
import { resolveFleet } from '../../src/model/resolve/fleet';
import { wavesOf } from '../../src/model/waves';
import { environmentOf, fixedReleases } from '../fixtures/rendering';

const environments = Object.keys(fleet.environments).map((name) => environmentOf(fleet, name));
const releases = fixedReleases(fleet);

interface Peer {
  readonly ipBlock?: { readonly cidr: string };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
}

interface Rule {
  readonly to?: readonly Peer[];
  readonly from?: readonly Peer[];
  readonly ports?: readonly { readonly port: number }[];
}

interface Policy {
  readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}

interface Container {
  readonly name: string;
  readonly resources?: { readonly limits?: Readonly<Record<string, string>> };
}

/** What a cluster would refuse or starve, and no schema knows. */
describe.each(environments)('operating $name', (environment) => {
  const { microservices } = resolveFleet(fleet, environment, releases);
  const addOns = wavesOf(fleet, environment);
  const manifests: readonly Manifest[] = addOns.flatMap(({ addOn }) =>
    Object.values(addOn.manifests({ environment, microservices, addOns })).flat(),
  );
  const policies = manifests
    .filter((each) => each.kind === 'NetworkPolicy')
    .map((each) => ({ name: each.metadata.name, spec: each['spec'] as Policy }));

  test('whoever may go to the endpoints of the API server may go to its Service', () => {
    const cidrs = (rule: Rule) => (rule.to ?? []).flatMap(({ ipBlock }) => ipBlock?.cidr ?? []);
    const rules = policies
      .flatMap(({ spec }) => spec.egress ?? [])
      .filter((rule) => environment.network.apiServer.some((cidr) => cidrs(rule).includes(cidr)));
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) expect(cidrs(rule)).toContain('172.20.0.1/32');
  });

  test('the policy of the Prometheus operator selects it by the one label that its chart gives it', () => {
    const operator = policies.find(({ name, spec }) => name === 'operator' && spec.ingress !== undefined);
    expect(operator?.spec.podSelector.matchLabels).toEqual({ app: 'kube-prometheus-stack-operator' });
  });

  test('Prometheus fetches what the chart’s monitors name: both ports of an Alertmanager', () => {
    const alertmanager = policies.find(({ name }) => name === 'alertmanager');
    const ports = (alertmanager?.spec.ingress ?? [])
      .filter(({ from }) =>
        from?.some(({ podSelector }) => podSelector?.matchLabels['app.kubernetes.io/name'] === 'prometheus'),
      )
      .flatMap((rule) => rule.ports ?? [])
      .map(({ port }) => port);
    expect(ports).toEqual([9093, 8080]);
  });

  test('no budget of a chart has both bounds, whichever it has by itself', () => {
    const both = ['kube-prometheus-stack', 'opentelemetry-operator'];
    const budgets = addOns
      .flatMap(({ addOn }) => addOn.helm(environment))
      .filter(({ chart }) => both.includes(chart))
      .flatMap(({ values }) => budgetsOf(values));
    expect(budgets.length).toBe(3);
    for (const budget of budgets) expect(budget).not.toHaveProperty('maxUnavailable');
  });

  test('every container has room for the 50Mi of logs that the kubelet keeps of it', () => {
    const small = manifests
      .flatMap(containersOf)
      .filter(({ resources }) => megabytes(resources?.limits?.['ephemeral-storage']) < 64)
      .map(({ name }) => name);
    expect(small).toEqual([]);
  });

  test('a reader of logs may enter Kibana', () => {
    const user = manifests.find((each) => each.kind === 'ExternalSecret' && each.metadata.name === 'user-reader');
    const { target } = user?.['spec'] as { target: { template: { data: Record<string, string> } } };
    expect(JSON.parse(target.template.data['roles.yml']!)).toMatchObject({
      'chartwright-reader': {
        applications: [{ application: 'kibana-.kibana', privileges: ['read'], resources: ['*'] }],
      },
    });
  });

  test('clients of the product index have the authority of its certificate', () => {
    for (const name of ['catalog', 'search-indexer']) {
      const microservice = microservices.find((each) => each.name === name)!;
      const pod = podVolumes(microservice);
      expect(pod.volumes).toContainEqual({ name: 'platform-ca', configMap: { name: 'platform-ca' } });
      const mountPath = '/etc/authorities/platform-ca';
      expect(pod.mountsOf('main')).toContainEqual({ name: 'platform-ca', mountPath, readOnly: true });
      expect(microservice.variables).toContainEqual({
        name: 'PRODUCTS_ELASTICSEARCH_AUTHORITY',
        value: `${mountPath}/ca.crt`,
      });
    }
  });

  test('Grafana starts with the plugins of its image, on a disk that it cannot write', () => {
    const instance = manifests.find((each) => each.kind === 'Grafana');
    expect(instance?.['spec']).toMatchObject({
      config: { plugins: { preinstall_auto_update: 'false', preinstall_disabled: 'true' } },
    });
  });

  test('each part of Argo CD’s Redis has resources where it counts them', () => {
    const [argoCd] = addOns.find(({ addOn }) => addOn.name === 'argocd')!.addOn.helm(environment);
    const values = argoCd!.values as { redis?: object; 'redis-ha': Record<string, { resources?: object } | boolean> };
    if (!environment.highlyAvailable) {
      expect(values['redis-ha']).toEqual({ enabled: false });
      expect(values.redis).toHaveProperty('resources');
      return;
    }
    expect(values).not.toHaveProperty('redis');
    for (const part of ['redis', 'sentinel', 'splitBrainDetection', 'init', 'haproxy'])
      expect(values['redis-ha'][part]).toHaveProperty('resources');
  });

  test('alerts link to a page that exists, and none of `info` is sent', () => {
    const pages = manifests
      .filter((each) => each.kind === 'Ingress')
      .flatMap((each) => (each['spec'] as { rules: { host: string }[] }).rules.map(({ host }) => host));
    const [stack] = addOns.find(({ addOn }) => addOn.name === 'prometheus')!.addOn.helm(environment);
    const { alertmanager } = stack!.values as { alertmanager: { alertmanagerSpec: { externalUrl: string } } };
    expect(pages).toContain(new URL(alertmanager.alertmanagerSpec.externalUrl).host);
    expect(alertmanagerOf(manifests).route.routes).toContainEqual({
      receiver: 'nobody',
      matchers: ['severity =~ "info|none"'],
    });
  });

  test('somebody outside misses Prometheus where customers are', () => {
    const { receivers, route } = alertmanagerOf(manifests);
    const watchdog = { url_file: '/etc/alertmanager/config/watchdog-url', send_resolved: false };
    const told = receivers.filter((each) => each.name === 'watchdog');
    expect(told).toEqual(environment.highlyAvailable ? [{ name: 'watchdog', webhook_configs: [watchdog] }] : []);
    expect(route.routes[0]?.receiver).toBe(environment.highlyAvailable ? 'watchdog' : 'nobody');
  });

  test('what names no priority comes before batch work', () => {
    const priorities = manifests.filter((each) => each.kind === 'PriorityClass');
    const value = (each: Manifest | undefined) => each?.['value'] as number;
    const byDefault = priorities.filter((each) => each['globalDefault'] === true);
    expect(byDefault).toHaveLength(1);
    expect(value(byDefault[0])).toBeGreaterThan(value(priorities.find((each) => each.metadata.name === 'batch')));
  });

  test('an authority whose certificates are trusted by name keeps its key', () => {
    const authority = manifests.find((each) => each.kind === 'Certificate' && each.metadata.name === 'platform-root');
    expect(authority?.['spec']).toMatchObject({ privateKey: { rotationPolicy: 'Never' } });
  });
});

describe('alerts of the platform', () => {
  const expression = (name: string): string => PLATFORM_ALERTS.find((each) => each.name === name)!.expr;

  test('lost telemetry of one kind is enough, since most collectors have no other', () => {
    expect(expression('TelemetryLost').split(' or ')).toHaveLength(3);
  });

  test('objects are named by their own namespace, not by that of the controller which counts them', () => {
    const named = PLATFORM_ALERTS.filter(({ expr }) => /externalsecret_|certmanager_certificate_/.test(expr));
    expect(named).toHaveLength(3);
    for (const { expr, summary } of named) expect(`${expr} ${summary}`).not.toMatch(/\bnamespace\b/);
  });

  test('a label that a summary names is one that its expression keeps', () => {
    for (const { name, expr, summary } of PLATFORM_ALERTS) {
      if (!expr.includes(' by (')) continue;
      const kept = [...expr.matchAll(/ by \(([^)]+)\)/g)].flatMap((match) => match[1]!.split(', '));
      const used = [...summary.matchAll(/\$labels\.(\w+)/g)].map((match) => match[1]!);
      expect([name, used.filter((label) => !kept.includes(label))]).toEqual([name, []]);
    }
  });
});

interface Alertmanager {
  readonly receivers: readonly { readonly name: string }[];
  readonly route: { readonly routes: readonly { readonly receiver: string }[] };
}

function alertmanagerOf(manifests: readonly Manifest[]): Alertmanager {
  const found = manifests.find(
    (each) => each.kind === 'ConfigMap' && each.metadata.name === 'alertmanager-configuration',
  );
  return JSON.parse((found?.['data'] as Record<string, string>)['alertmanager.yaml']!) as Alertmanager;
}

function budgetsOf(values: unknown): unknown[] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values).flatMap(([key, value]: [string, unknown]) =>
    key === 'podDisruptionBudget' || key === 'pdb' ? [value] : budgetsOf(value),
  );
}

function containersOf(manifest: Manifest): Container[] {
  const found: Container[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if ((key === 'containers' || key === 'initContainers') && Array.isArray(inner))
          found.push(...(inner as Container[]));
        visit(inner);
      }
    }
  };
  visit(manifest['spec']);
  return found;
}

function megabytes(quantity: string | undefined): number {
  if (quantity === undefined) return Number.POSITIVE_INFINITY;
  return Number.parseFloat(quantity) * (quantity.endsWith('Gi') ? 1024 : 1);
}
