import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platformRules } from '../../charts/platform/prometheus-rules';
import { ruleFile } from '../../src/constructs/alert-tests';

const promtool = process.env['PROMTOOL'] ?? 'promtool';
const canRun = spawnSync(promtool, ['--version']).error === undefined;
const [rules] = platformRules({ highlyAvailable: true });

const alertsOf = (highlyAvailable: boolean): readonly string[] =>
  platformRules({ highlyAvailable }).flatMap(({ spec }) =>
    (spec.groups ?? []).flatMap((group) => (group.rules ?? []).flatMap((rule) => rule.alert ?? [])),
  );

test('one node of Elasticsearch is not told every hour that it lacks a second', () => {
  expect(alertsOf(true).filter((name) => !alertsOf(false).includes(name))).toEqual(['ElasticsearchYellow']);
});

/** Minutes 0 to 60: records arrive at 600 a minute; what waits is `lag`. */
function delay(lag: string) {
  const labels = 'partition="0",topic="otlp.logs"';
  return [
    { series: `kafka_topic_partition_current_offset{${labels}}`, values: '0+600x60' },
    { series: `kafka_consumergroup_lag{consumergroup="otel-gateway",${labels}}`, values: lag },
    // somebody else's lag is his own
    { series: `kafka_consumergroup_lag{consumergroup="orders",partition="0",topic="orders"}`, values: '1000000x60' },
  ];
}

(canRun ? test : test.skip)(
  'TelemetryLags counts how late, not how much (skipped without promtool; PROMTOOL may name it)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'platform-alerts-'));
    const rule = rules!.spec
      .groups!.flatMap((group) => group.rules ?? [])
      .find((each) => each.alert === 'TelemetryLags')!;
    const fired = {
      exp_labels: { topic: 'otlp.logs', ...rule.labels },
      exp_annotations: {
        ...rule.annotations,
        summary: 'What otlp.logs carries reaches its store more than a quarter of an hour late',
      },
    };
    const asked = (name: string, lag: string, exp_alerts: readonly (typeof fired)[]) => ({
      name,
      interval: '1m',
      input_series: delay(lag),
      alert_rule_test: [{ eval_time: '50m', alertname: 'TelemetryLags', exp_alerts }],
    });
    const tests = {
      rule_files: ['rules.yaml'],
      evaluation_interval: '1m',
      tests: [
        asked('ten minutes late', '6000x60', []),
        asked('twenty minutes late', '12000x60', [fired]),
        asked('late, and caught up in time', '12000x10 0x50', []),
      ],
    };
    try {
      writeFileSync(join(folder, 'rules.yaml'), JSON.stringify(ruleFile(rules!)));
      const file = join(folder, 'platform.promtest.yaml');
      writeFileSync(file, JSON.stringify(tests));
      const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', file], { encoding: 'utf8' });
      expect({ status, failures: `${stdout}${stderr}`.match(/FAILED[\s\S]*/)?.[0] }).toEqual({ status: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
