import type { PrometheusRule } from '../../imports/monitoring';
import { milliseconds } from '../model/duration';
import type { ResolvedMicroservice } from '../model/resolved';
import { mostReplicas } from '../model/scale';
import { alertRules, callees, callerLabels, edgeLabels, longestPause } from './alerts';
import type { AlertName } from './alerts';

/** Minutes. */
const LONGEST_TEST = 5000;

/** A file for `promtool test rules`. */
export interface RuleTests {
  readonly rule_files: readonly string[];
  readonly evaluation_interval: string;
  readonly tests: readonly RuleTest[];
}

interface RuleTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly alert_rule_test: readonly {
    readonly eval_time: string;
    readonly alertname: AlertName;
    readonly exp_alerts: readonly { readonly exp_labels: Labels; readonly exp_annotations: Labels }[];
  }[];
}

type Labels = Readonly<Record<string, string>>;
type Rule = NonNullable<NonNullable<PrometheusRule['spec']['groups']>[number]['rules']>[number];

/** One alert: what the cluster looks like while all is well, while it is not, and the moments to look. */
interface Story {
  readonly alert: AlertName;
  /** Distinguishes alerts of one name: `{ slo: 'latency' }`. */
  readonly labels?: Labels;
  /** Labels that the expression leaves, such as the pod. */
  readonly found?: Labels;
  readonly value: string;
  /** Minutes: until `calm` all is well, until `trouble` it is not, then it is again. */
  readonly calm: number;
  readonly trouble: number;
  readonly end: number;
  readonly firing: number;
  readonly series: readonly {
    readonly name: string;
    readonly labels: Labels;
    /** Growth or value for each minute of a phase. */
    readonly well: number;
    readonly ill: number;
    readonly counter: boolean;
  }[];
}

/**
 * Tests of a microservice's alerts: each stays silent while all is well, fires when it is not, and resolves.
 * @param ruleFile the file with the rules, as promtool finds it
 */
export function alertTests(microservice: ResolvedMicroservice, ruleFile: string): RuleTests {
  const rules = (alertRules(microservice)?.spec.groups ?? []).flatMap((group) =>
    (group.rules ?? []).map((rule) => ({ ...rule, labels: { ...group.labels, ...rule.labels } })),
  );
  const told = stories(microservice).filter((story) => ruleOf(rules, story) !== undefined);
  return { rule_files: [ruleFile], evaluation_interval: '1m', tests: told.map((story) => test(story, rules)) };
}

/** The plain rules of a PrometheusRule, as promtool reads them. */
export function ruleFile(rule: PrometheusRule): object {
  return { groups: rule.spec.groups };
}

function ruleOf(rules: readonly Rule[], story: Story): Rule | undefined {
  return rules.find(
    (rule) =>
      rule.alert === story.alert &&
      Object.entries(story.labels ?? {}).every(([key, value]) => rule.labels?.[key] === value),
  );
}

function test(story: Story, rules: readonly Rule[]): RuleTest {
  const rule = ruleOf(rules, story)!;
  const moment = (minute: number, firing: boolean): RuleTest['alert_rule_test'][number] => ({
    eval_time: `${minute}m`,
    alertname: story.alert,
    exp_alerts: firing
      ? [{ exp_labels: { ...story.found, ...rule.labels }, exp_annotations: annotations(rule, story) }]
      : [],
  });
  return {
    name: [story.alert, ...Object.values(story.labels ?? {})].join(' '),
    interval: '1m',
    input_series: story.series.map((each) => ({
      series: seriesText(each.name, each.labels),
      values: values(story, each),
    })),
    alert_rule_test: [moment(story.calm, false), moment(story.firing, true), moment(story.end, false)],
  };
}

const seriesText = (name: string, labels: Labels): string =>
  `${name}{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(',')}}`;

function values({ calm, trouble, end }: Story, { well, ill, counter }: Story['series'][number]): string {
  if (!counter) return [`${well}x${calm}`, `${ill}x${trouble - calm}`, `${well}x${end - trouble}`].join(' ');
  const reached = well * calm;
  const worst = reached + ill * (trouble - calm);
  return [
    `0+${well}x${calm}`,
    `${reached + ill}+${ill}x${trouble - calm - 1}`,
    `${worst + well}+${well}x${end - trouble}`,
  ].join(' ');
}

/** Promtool wants the text as it is sent, its placeholders filled. */
function annotations(rule: Rule, story: Story): Labels {
  const fill = (text: string): string =>
    text
      .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => story.found?.[label] ?? '')
      .replace(/\{\{ \$value( \| \w+)? \}\}/g, story.value);
  return Object.fromEntries(Object.entries(rule.annotations ?? {}).map(([key, text]) => [key, fill(text)]));
}

const without = (labels: Labels): Labels =>
  Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [
      label,
      value.startsWith('=~') ? value.slice(2).split('|')[0]! : value,
    ]),
  );

function stories(microservice: ResolvedMicroservice): Story[] {
  const { name, namespace, scale, slo, schedule } = microservice;
  const pod = `${name}-0`;
  const container = { namespace, container: name, pod };
  const callers = callerLabels(microservice);
  const told: Story[] = [
    {
      alert: 'MemoryNearLimit',
      found: { pod },
      value: '0.95',
      calm: 30,
      trouble: 60,
      firing: 50,
      end: 70,
      series: [
        { name: 'container_memory_working_set_bytes', labels: container, well: 50, ill: 95, counter: false },
        {
          name: 'kube_pod_container_resource_limits',
          labels: { ...container, resource: 'memory' },
          well: 100,
          ill: 100,
          counter: false,
        },
      ],
    },
    {
      alert: 'PodRestarts',
      found: { pod },
      value: '4',
      calm: 60,
      trouble: 64,
      firing: 70,
      end: 140,
      series: [{ name: 'kube_pod_container_status_restarts_total', labels: container, well: 0, ill: 1, counter: true }],
    },
    {
      alert: 'PodCrashLoops',
      found: { pod, reason: 'CrashLoopBackOff' },
      value: '1',
      calm: 10,
      trouble: 40,
      firing: 30,
      end: 50,
      series: [
        {
          name: 'kube_pod_container_status_waiting_reason',
          labels: { ...container, reason: 'CrashLoopBackOff' },
          well: 0,
          ill: 1,
          counter: false,
        },
      ],
    },
    {
      alert: 'CpuSaturated',
      value: '2',
      calm: 30,
      trouble: 90,
      firing: 80,
      end: 110,
      series: [
        { name: 'container_cpu_usage_seconds_total', labels: container, well: 6, ill: 12, counter: true },
        {
          name: 'kube_pod_container_resource_requests',
          labels: { ...container, resource: 'cpu' },
          well: 0.1,
          ill: 0.1,
          counter: false,
        },
      ],
    },
    replicas(microservice),
    {
      alert: 'MigrationFails',
      value: '1',
      calm: 10,
      trouble: 20,
      firing: 15,
      end: 30,
      series: [
        {
          name: 'kube_job_status_failed',
          labels: { namespace, job_name: `${name}-migration` },
          well: 0,
          ill: 1,
          counter: false,
        },
      ],
    },
    {
      alert: 'JobFails',
      value: '1',
      calm: 10,
      trouble: 20,
      firing: 15,
      end: 30,
      series: [
        {
          name: 'kube_job_status_failed',
          labels: { namespace, job_name: `${name}-29300000` },
          well: 0,
          ill: 1,
          counter: false,
        },
      ],
    },
    {
      alert: 'ConnectionPoolExhausted',
      found: { pod },
      value: '0.95',
      calm: 10,
      trouble: 40,
      firing: 30,
      end: 50,
      series: [
        {
          name: 'db_client_connections_usage',
          labels: { namespace, service: name, pod, state: 'used' },
          well: 5,
          ill: 19,
          counter: false,
        },
        {
          name: 'db_client_connections_max',
          labels: { namespace, service: name, pod },
          well: 20,
          ill: 20,
          counter: false,
        },
      ],
    },
    ...callees(microservice).flatMap((call): Story[] => {
      const labels = edgeLabels(microservice, call);
      const deadline = milliseconds(call.timeout ?? '0s') ?? 0;
      return [
        {
          alert: 'CallsFail',
          labels: { callee: call.to.name },
          value: '10%',
          calm: 30,
          trouble: 70,
          firing: 60,
          end: 90,
          series: [
            {
              name: 'response_total',
              labels: { ...labels, classification: 'success' },
              well: 100,
              ill: 90,
              counter: true,
            },
            {
              name: 'response_total',
              labels: { ...labels, classification: 'failure' },
              well: 0,
              ill: 10,
              counter: true,
            },
          ],
        },
        {
          alert: 'CallsSlow',
          labels: { callee: call.to.name },
          value: '',
          calm: 30,
          trouble: 80,
          firing: 70,
          end: 100,
          series: [
            {
              name: 'response_total',
              labels: { ...labels, classification: 'success' },
              well: 100,
              ill: 100,
              counter: true,
            },
            { name: 'response_latency_ms_bucket', labels: { ...labels, le: '1.0' }, well: 100, ill: 50, counter: true },
            {
              name: 'response_latency_ms_bucket',
              labels: { ...labels, le: `${2 * deadline}.0` },
              well: 100,
              ill: 100,
              counter: true,
            },
            {
              name: 'response_latency_ms_bucket',
              labels: { ...labels, le: '+Inf' },
              well: 100,
              ill: 100,
              counter: true,
            },
          ],
        },
      ];
    }),
  ];
  if (typeof scale !== 'number') {
    const labels = { namespace, horizontalpodautoscaler: name };
    told.push({
      alert: 'ScaledToMaximum',
      found: labels,
      value: String(scale.max),
      calm: 30,
      trouble: 80,
      firing: 70,
      end: 90,
      series: [
        {
          name: 'kube_horizontalpodautoscaler_status_current_replicas',
          labels,
          well: scale.min,
          ill: scale.max,
          counter: false,
        },
        {
          name: 'kube_horizontalpodautoscaler_spec_max_replicas',
          labels,
          well: scale.max,
          ill: scale.max,
          counter: false,
        },
      ],
    });
  }
  for (const topic of microservice.consumes) {
    const most = (topic.lagPerReplica ?? 100) * mostReplicas(scale);
    told.push({
      alert: 'ConsumerLags',
      labels: { topic: topic.name },
      value: String(2 * most),
      calm: 30,
      trouble: 60,
      firing: 50,
      end: 70,
      series: [
        {
          name: 'kafka_consumergroup_lag',
          labels: { consumergroup: topic.group ?? name, topic: topic.name, partition: '0' },
          well: 0,
          ill: 2 * most,
          counter: false,
        },
      ],
    });
  }
  // a test of a month of minutes would take a minute of everybody's time
  const overdue = schedule ? (2 * longestPause(schedule.cron)) / 60 + 10 : Infinity;
  if (overdue < LONGEST_TEST) {
    const well = (overdue + 10) * 60;
    told.push({
      alert: 'JobNotSucceeding',
      value: '',
      calm: 10,
      trouble: overdue + 5,
      firing: overdue,
      end: overdue + 10,
      series: [
        {
          name: 'kube_cronjob_status_last_successful_time',
          labels: { namespace, cronjob: name },
          well,
          ill: 0,
          counter: false,
        },
      ],
    });
  }
  if (slo && callers) told.push(...promises(microservice, without(callers)));
  return told;
}

function replicas({ name, namespace, kind }: ResolvedMicroservice): Story {
  const [labels, actual, wanted] =
    kind === 'StatefulSet'
      ? [{ namespace, statefulset: name }, 'kube_statefulset_status_replicas_ready', 'kube_statefulset_replicas']
      : [{ namespace, deployment: name }, 'kube_deployment_status_replicas_available', 'kube_deployment_spec_replicas'];
  return {
    alert: 'ReplicasMissing',
    found: labels,
    value: '1',
    calm: 20,
    trouble: 60,
    firing: 50,
    end: 70,
    series: [
      { name: actual, labels: labels, well: 2, ill: 1, counter: false },
      { name: wanted, labels: labels, well: 2, ill: 2, counter: false },
    ],
  };
}

/** Nearly all requests are bad, which is more than any promise allows; then none. */
function promises({ slo }: ResolvedMicroservice, callers: Labels): Story[] {
  const failures: Story['series'] = [
    { name: 'response_total', labels: { ...callers, classification: 'success' }, well: 600, ill: 30, counter: true },
    { name: 'response_total', labels: { ...callers, classification: 'failure' }, well: 0, ill: 570, counter: true },
  ];
  const bound = milliseconds(slo?.latency?.under ?? '0s') ?? 0;
  const slow: Story['series'] = [
    {
      name: 'response_latency_ms_bucket',
      labels: { ...callers, le: `${bound}.0` },
      well: 600,
      ill: 30,
      counter: true,
    },
    { name: 'response_latency_ms_count', labels: callers, well: 600, ill: 600, counter: true },
  ];
  const fast = { value: '', calm: 30, trouble: 240, firing: 230, end: 360 };
  const slowly = { value: '', calm: 30, trouble: 960, firing: 950, end: 1400 };
  return [
    { alert: 'ErrorBudgetBurnsFast', labels: { slo: 'availability' }, ...fast, series: failures },
    { alert: 'ErrorBudgetBurnsFast', labels: { slo: 'latency' }, ...fast, series: slow },
    { alert: 'ErrorBudgetBurnsSlowly', labels: { slo: 'availability' }, ...slowly, series: failures },
    { alert: 'ErrorBudgetBurnsSlowly', labels: { slo: 'latency' }, ...slowly, series: slow },
    {
      alert: 'TrafficGone',
      value: '',
      calm: 1500,
      trouble: 1560,
      firing: 1550,
      end: 1580,
      series: [
        { name: 'response_total', labels: { ...callers, classification: 'success' }, well: 600, ill: 0, counter: true },
      ],
    },
  ];
}
