import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fleet } from '../../charts/fleet';
import { alertTests, ruleFile } from '../../src/constructs/alert-tests';
import { ALERTS, alertRules } from '../../src/constructs/alerts';
import { dashboard, dashboardUid } from '../../src/constructs/dashboard';
import { METRICS } from '../../src/model/metrics';
import type { ResolvedMicroservice } from '../../src/model/resolved';
import { resolveFleet } from '../../src/model/resolve/fleet';
import { environmentOf, fixedReleases } from '../fixtures/rendering';

const { microservices } = resolveFleet(fleet, environmentOf(fleet, 'production'), fixedReleases(fleet));
const named = (name: string): ResolvedMicroservice => microservices.find((each) => each.name === name)!;
const rulesOf = (microservice: ResolvedMicroservice) =>
  (alertRules(microservice)?.spec.groups ?? []).flatMap((group) =>
    (group.rules ?? []).map((rule) => ({ ...rule, labels: { ...group.labels, ...rule.labels } })),
  );

describe('alerts of a microservice', () => {
  test('say whom to tell, how urgent it is, and what to do', () => {
    for (const microservice of microservices) {
      for (const rule of rulesOf(microservice)) {
        expect(rule.labels).toMatchObject({ service: microservice.name, team: microservice.team.name });
        if (rule.alert === undefined) continue;
        expect(ALERTS).toContain(rule.alert);
        expect(['page', 'ticket']).toContain(rule.labels['severity']);
        expect(rule.annotations?.['runbook_url']).toBe(`${fleet.platform.runbooks}#${rule.alert.toLowerCase()}`);
      }
    }
  });

  test('use only metrics that the platform has, and recordings of their own', () => {
    const known = new Set<string>(Object.values(METRICS).flat());
    for (const microservice of microservices) {
      for (const { expr } of rulesOf(microservice)) {
        const metrics = [...String(expr).matchAll(/([a-z][a-z_:0-9]*)\{/g)].map((match) => match[1]!);
        expect(metrics.filter((metric) => !known.has(metric) && !metric.startsWith('slo:'))).toEqual([]);
      }
    }
  });

  test('burn rates follow the promise', () => {
    const fast = rulesOf(named('orders')).find((rule) => rule.alert === 'ErrorBudgetBurnsFast');
    expect(fast?.expr).toContain('14.4 * 0.001');
    expect(fast?.expr).toContain('6 * 0.001');
  });

  test('a promise too weak for a burn rate has no alert that could never fire', () => {
    const weak = { ...named('orders'), slo: { availability: 90 } };
    const fast = rulesOf(weak).find((rule) => rule.alert === 'ErrorBudgetBurnsFast');
    expect(fast?.expr).not.toContain('14.4');
    expect(fast?.expr).toContain('6 * 0.1');
  });

  test('wake nobody up for what is not critical', () => {
    const batch = { ...named('orders'), priority: 'batch' as const };
    expect(rulesOf(batch).filter((rule) => rule.labels['severity'] === 'page')).toEqual([]);
  });

  test('a microservice without a promise has none to break', () => {
    const rules = rulesOf({ ...named('orders'), slo: undefined });
    expect(rules.filter((rule) => rule.labels['slo'] !== undefined)).toEqual([]);
  });

  test('a StatefulSet is found by its own label', () => {
    const rules = rulesOf({ ...named('orders'), kind: 'StatefulSet' });
    expect(rules.find((rule) => rule.alert === 'ReplicasMissing')?.expr).toContain('statefulset="orders"');
  });
});

describe('tests of alerts', () => {
  const promtool = process.env['PROMTOOL'] ?? 'promtool';
  const canRun = spawnSync(promtool, ['--version']).error === undefined;

  test('there is one for each alert of the fleet', () => {
    for (const microservice of microservices) {
      const tested = new Set(
        alertTests(microservice, 'rules.yaml').tests.flatMap((each) =>
          each.alert_rule_test.map((moment) => moment.alertname),
        ),
      );
      const alerts = new Set(rulesOf(microservice).flatMap((rule) => rule.alert ?? []));
      expect([...alerts].filter((name) => !tested.has(name as never))).toEqual([]);
    }
  });

  // one of each shape: a server, the public one, a worker scaled on lag, a scheduled job
  (canRun ? test : test.skip).each(['orders', 'bff', 'notifications', 'settlement'])(
    'each of %s stays silent, fires and resolves (skipped without promtool; PROMTOOL may name it)',
    (name) => {
      const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
      const microservice = named(name);
      try {
        const file = join(folder, `${name}.promtest.yaml`);
        writeFileSync(join(folder, `${name}.yaml`), JSON.stringify(ruleFile(alertRules(microservice)!)));
        writeFileSync(file, JSON.stringify(alertTests(microservice, `${name}.yaml`)));
        const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', file], { encoding: 'utf8' });
        expect({ status, failures: `${stdout}${stderr}`.match(/FAILED[\s\S]*/)?.[0] }).toEqual({ status: 0 });
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});

describe('the dashboard of a microservice', () => {
  interface Board {
    readonly uid: string;
    readonly panels: readonly { readonly id: number; readonly title: string; readonly targets?: readonly unknown[] }[];
  }
  const board = (name: string): Board => JSON.parse(dashboard(named(name)).spec.json!) as Board;

  test('has ids that stay and differ', () => {
    const { uid, panels } = board('orders');
    expect(uid).toBe('microservice-orders');
    expect(panels.map((panel) => panel.id)).toEqual(panels.map((_, index) => index + 1));
    expect(dashboard(named('orders'))).toEqual(dashboard(named('orders')));
  });

  test('shows callers, calls, the runtime, stores, topics and logs', () => {
    const rows = board('orders')
      .panels.filter((panel) => !panel.targets)
      .map((panel) => panel.title);
    expect(rows).toEqual(['Callers', 'Calls', 'Runtime', 'Stores: orders (postgres)', 'Topics']);
  });

  test('shows what goes into the topics it publishes, and how far it is behind in those it consumes', () => {
    const queries = board('orders')
      .panels.filter(({ title }) => /^(Records|Lag)/.test(title))
      .flatMap(({ targets }) => targets as { expr: string }[]);
    expect(queries.map(({ expr }) => expr)).toEqual([
      expect.stringContaining('{topic=~"orders.order-placed.v1|orders.order-cancelled.v1"}'),
      expect.stringContaining('{consumergroup=~"orders",topic=~"payments.payment-settled.v1"}'),
    ]);
  });

  test('shows the heap where there is one', () => {
    expect(board('bff').panels.map((panel) => panel.title)).toContain('Heap');
    expect(board('orders').panels.map((panel) => panel.title)).toContain('Tasks');
  });

  test('a long name gets a short id of its own', () => {
    const long = 'a'.repeat(50);
    expect(dashboardUid(long)).toHaveLength(40);
    expect(dashboardUid(long)).not.toBe(dashboardUid(`${long}b`));
  });

  test('is small', () => {
    for (const microservice of microservices) expect(dashboard(microservice).spec.json!.length).toBeLessThan(20_000);
  });
});
