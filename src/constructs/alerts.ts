import type { PrometheusRule } from '../../imports/monitoring';
import { milliseconds } from '../model/duration';
import { rate, series } from '../model/metrics';
import type { Labels, MetricName } from '../model/metrics';
import type { ResolvedCall, ResolvedMicroservice } from '../model/resolved';
import { mostReplicas } from '../model/scale';
import { labelsOf } from './labels';

type Group = NonNullable<PrometheusRule['spec']['groups']>[number];
type Rule = NonNullable<Group['rules']>[number];

/** Who must act: `page` at once, `ticket` in working hours. */
type Severity = 'page' | 'ticket';

/** Every alert a microservice can have; each has a runbook under its name. */
export const ALERTS = [
  'CallsFail',
  'CallsSlow',
  'ConnectionPoolExhausted',
  'ConsumerLags',
  'CpuSaturated',
  'ErrorBudgetBurnsFast',
  'ErrorBudgetBurnsSlowly',
  'JobFails',
  'JobNotSucceeding',
  'MemoryNearLimit',
  'MigrationFails',
  'PodCrashLoops',
  'PodRestarts',
  'ReplicasMissing',
  'ScaledToMaximum',
  'TrafficGone',
] as const;

export type AlertName = (typeof ALERTS)[number];

interface AlertProps {
  readonly severity: Severity;
  readonly expr: string;
  readonly for?: string;
  readonly summary: string;
  readonly labels?: Labels;
}

/**
 * Windows and burn rates for a budget of thirty days: a long window tells that it matters, a short one that it still goes on
 * (Google's SRE workbook, chapter 5, table 5-8).
 */
const BURNS: readonly {
  readonly severity: Severity;
  readonly long: Window;
  readonly short: Window;
  readonly burn: number;
}[] = [
  { severity: 'page', long: '1h', short: '5m', burn: 14.4 },
  { severity: 'page', long: '6h', short: '30m', burn: 6 },
  { severity: 'ticket', long: '1d', short: '2h', burn: 3 },
  { severity: 'ticket', long: '3d', short: '6h', burn: 1 },
];

const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
type Window = (typeof WINDOWS)[number];

/** Requests per second below which a single failure would be a catastrophe on paper only: 72 in an hour. */
const LEAST_TRAFFIC = 0.02;

/** Protocols whose answers the proxy can tell apart. */
const MEASURED = ['grpc', 'http', 'graphql'];

/** Objectives, what endangers them, and whom to tell, all on metrics that the platform has. */
export function alertRules(microservice: ResolvedMicroservice): PrometheusRule | undefined {
  const { name, namespace, team } = microservice;
  const labels = { service: name, team: team.name };
  const groups: Group[] = [];
  const add = (kind: string, rules: readonly Rule[]): void => {
    if (rules.length > 0) groups.push({ labels, name: `${name}-${kind}`, rules });
  };
  const objectives = objectivesOf(microservice);
  add(
    'objectives',
    objectives.flatMap((objective) => recordings(microservice, objective)),
  );
  add('budgets', [
    ...objectives.flatMap((objective) => burnAlerts(microservice, objective)),
    ...trafficGone(microservice, objectives),
  ]);
  add('saturation', saturation(microservice));
  add('edges', edges(microservice));
  add('jobs', jobs(microservice));
  if (groups.length === 0) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace, labels: labelsOf(microservice) },
    spec: { groups },
  };
}

/** Address of an alert's runbook. */
export function runbookUrl(microservice: ResolvedMicroservice, alert: AlertName): string {
  return `${microservice.platform.runbooks}#${alert.toLowerCase()}`;
}

function alert(microservice: ResolvedMicroservice, name: AlertName, props: AlertProps): Rule {
  return {
    alert: name,
    annotations: { runbook_url: runbookUrl(microservice, name), summary: props.summary },
    expr: props.expr,
    ...(props.for === undefined ? {} : { for: props.for }),
    labels: { ...props.labels, severity: props.severity },
  };
}

/** Critical microservices wake somebody up. */
const urgent = (microservice: ResolvedMicroservice): Severity =>
  microservice.priority === 'critical' ? 'page' : 'ticket';

/** Labels by which proxies' metrics name the pods of a workload. */
export function proxyLabels(microservice: ResolvedMicroservice, direction: 'inbound' | 'outbound'): Labels {
  const workload = microservice.kind === 'StatefulSet' ? 'statefulset' : 'deployment';
  return { namespace: microservice.namespace, [workload]: microservice.name, direction };
}

/** Requests of callers only, by the Servers they come through: not those of probes and of Prometheus. */
export function callerLabels(microservice: ResolvedMicroservice): Labels | undefined {
  const servers = microservice.ports
    .filter((port) => MEASURED.includes(port.protocol) && port.callers.length + port.public.length > 0)
    .map((port) => `${microservice.name}-${port.name}`);
  if (!microservice.self.meshed || microservice.kind === 'CronJob' || servers.length === 0) return undefined;
  const srv_name = servers.length === 1 ? servers[0]! : `=~${servers.join('|')}`;
  return { ...proxyLabels(microservice, 'inbound'), srv_name };
}

interface Objective {
  readonly slo: 'availability' | 'latency';
  /** Share of requests that may be bad. */
  readonly budget: number;
  /** Share that is bad, over a window. */
  readonly errors: (window: Window) => string;
  /** All requests per second, over a window. */
  readonly traffic: (window: Window) => string;
  readonly promise: string;
}

function objectivesOf(microservice: ResolvedMicroservice): Objective[] {
  const { slo } = microservice;
  const labels = callerLabels(microservice);
  if (!slo || !labels) return [];
  const total =
    (metric: MetricName) =>
    (window: Window): string =>
      `sum(${rate(metric, labels, window)})`;
  // no series of failures means that none happened, while no series at all means that nobody knows
  const share = (good: string, all: string): string => `(${good} or vector(0)) / ${all}`;
  const objectives: Objective[] = [
    {
      slo: 'availability',
      budget: budgetOf(slo.availability),
      errors: (window) =>
        share(
          `sum(${rate('response_total', { ...labels, classification: 'failure' }, window)})`,
          total('response_total')(window),
        ),
      traffic: total('response_total'),
      promise: `${slo.availability} % of requests succeed`,
    },
  ];
  if (slo.latency) {
    const { percentile, under } = slo.latency;
    // Prometheus 3 spells bounds as floats, whatever the proxy wrote
    const le = `=~${milliseconds(under) ?? 0}(\\.0)?`;
    objectives.push({
      slo: 'latency',
      budget: budgetOf(percentile),
      errors: (window) =>
        `1 - ${share(`sum(${rate('response_latency_ms_bucket', { ...labels, le }, window)})`, total('response_latency_ms_count')(window))}`,
      traffic: total('response_latency_ms_count'),
      promise: `${percentile} % of requests take less than ${under}`,
    });
  }
  return objectives;
}

/** 99.9 leaves 0.001, and not 0.0009999999999999432. */
const budgetOf = (percent: number): number => Number(((100 - percent) / 100).toPrecision(6));

/** A recording of this microservice and objective. */
function recorded({ name }: ResolvedMicroservice, { slo }: Objective, record: string): string {
  return `${record}{service="${name}",slo="${slo}"}`;
}

function recordings(microservice: ResolvedMicroservice, objective: Objective): Rule[] {
  const labels = { slo: objective.slo };
  return [
    ...WINDOWS.map((window): Rule => ({
      record: `slo:sli_error:ratio_rate${window}`,
      expr: objective.errors(window),
      labels,
    })),
    { record: 'slo:responses:rate1h', expr: objective.traffic('1h'), labels },
    {
      record: 'slo:current_burn_rate:ratio',
      expr: `${recorded(microservice, objective, 'slo:sli_error:ratio_rate5m')} / ${objective.budget}`,
      labels,
    },
  ];
}

function burnAlerts(microservice: ResolvedMicroservice, objective: Objective): Rule[] {
  const { name } = microservice;
  const { slo, budget } = objective;
  const burning = (severity: Severity): string =>
    // a share above one cannot be reached
    BURNS.filter((each) => each.severity === severity && each.burn * budget < 1)
      .map(
        ({ long, short, burn }) =>
          `(${recorded(microservice, objective, `slo:sli_error:ratio_rate${long}`)} > ${burn} * ${budget} and ${recorded(microservice, objective, `slo:sli_error:ratio_rate${short}`)} > ${burn} * ${budget})`,
      )
      .join(' or ');
  const enough = `and ${recorded(microservice, objective, 'slo:responses:rate1h')} > ${LEAST_TRAFFIC}`;
  return [
    ['ErrorBudgetBurnsFast', 'page', 'two days'] as const,
    ['ErrorBudgetBurnsSlowly', 'ticket', 'ten to thirty days'] as const,
  ].flatMap(([alertName, severity, left]) => {
    const expr = burning(severity);
    if (expr === '') return [];
    return [
      alert(microservice, alertName, {
        severity: severity === 'page' ? urgent(microservice) : 'ticket',
        expr: `(${expr}) ${enough}`,
        labels: { slo },
        summary: `${name} breaks its promise that ${objective.promise}: at this speed the month's budget lasts ${left}`,
      }),
    ];
  });
}

/** As quiet as never at this time of day: callers cannot reach it, or the metrics are gone. */
function trafficGone(microservice: ResolvedMicroservice, objectives: readonly Objective[]): Rule[] {
  const labels = callerLabels(microservice);
  if (objectives.length === 0 || !labels) return [];
  const now = rate('response_total', labels, '10m');
  const yesterday = `rate(${series('response_total', labels)}[10m] offset 1d)`;
  return [
    alert(microservice, 'TrafficGone', {
      severity: urgent(microservice),
      expr: `sum(${yesterday}) > 0.1 unless sum(${now}) > 0`,
      for: '10m',
      summary: `${microservice.name} receives no requests, while it did yesterday at this time`,
    }),
  ];
}

function saturation(microservice: ResolvedMicroservice): Rule[] {
  const { name, namespace, kind } = microservice;
  const container: Labels = { namespace, container: name };
  const rules: Rule[] = [
    alert(microservice, 'MemoryNearLimit', {
      severity: 'ticket',
      expr:
        `max by (pod) (${series('container_memory_working_set_bytes', container)})` +
        ` / max by (pod) (${series('kube_pod_container_resource_limits', { ...container, resource: 'memory' })}) > 0.9`,
      for: '15m',
      summary: `${name} uses more than 90 % of its memory in {{ $labels.pod }} and is killed at 100 %`,
    }),
    alert(microservice, 'PodRestarts', {
      severity: 'ticket',
      expr: `max by (pod) (increase(${series('kube_pod_container_status_restarts_total', container)}[1h])) > 2`,
      summary: `${name} restarted three times within an hour in {{ $labels.pod }}`,
    }),
    alert(microservice, 'PodCrashLoops', {
      severity: urgent(microservice),
      expr: `max by (pod, reason) (${series('kube_pod_container_status_waiting_reason', { ...container, reason: '=~CrashLoopBackOff|CreateContainerConfigError|ErrImagePull|ImagePullBackOff' })}) > 0`,
      for: '10m',
      summary: `${name} does not start in {{ $labels.pod }}: {{ $labels.reason }}`,
    }),
  ];
  if (kind === 'CronJob') return rules;
  return [
    ...rules,
    alert(microservice, 'CpuSaturated', {
      severity: 'ticket',
      expr:
        `sum(${rate('container_cpu_usage_seconds_total', container, '5m')})` +
        ` / sum(${series('kube_pod_container_resource_requests', { ...container, resource: 'cpu' })}) > 1.5`,
      for: '30m',
      summary: `${name} uses one and a half times the CPU that is set aside for it, which other pods may take back`,
    }),
    alert(microservice, 'ReplicasMissing', { severity: urgent(microservice), ...missing(microservice), for: '15m' }),
    ...scaling(microservice),
    ...lag(microservice),
    ...pool(microservice),
  ];
}

function missing({ name, namespace, kind }: ResolvedMicroservice): Pick<AlertProps, 'expr' | 'summary'> {
  const expr =
    kind === 'StatefulSet'
      ? `${series('kube_statefulset_status_replicas_ready', { namespace, statefulset: name })} < ${series('kube_statefulset_replicas', { namespace, statefulset: name })}`
      : `${series('kube_deployment_status_replicas_available', { namespace, deployment: name })} < ${series('kube_deployment_spec_replicas', { namespace, deployment: name })}`;
  return { expr, summary: `${name} has only {{ $value }} replicas that are ready` };
}

/** Name of the autoscaler that KEDA or we make. */
const autoscalerLabels = ({ name, namespace }: ResolvedMicroservice): Labels => ({
  namespace,
  horizontalpodautoscaler: `=~(keda-hpa-)?${name}`,
});

function scaling(microservice: ResolvedMicroservice): Rule[] {
  const { scale, name } = microservice;
  if (typeof scale === 'number' || scale.min === scale.max) return [];
  const labels = autoscalerLabels(microservice);
  return [
    alert(microservice, 'ScaledToMaximum', {
      severity: 'ticket',
      expr: `${series('kube_horizontalpodautoscaler_status_current_replicas', labels)} >= ${series('kube_horizontalpodautoscaler_spec_max_replicas', labels)}`,
      for: '30m',
      summary: `${name} runs at its maximum of ${scale.max} replicas and cannot grow further`,
    }),
  ];
}

/** More than all replicas together are meant to have before them. */
function lag(microservice: ResolvedMicroservice): Rule[] {
  const { name, scale } = microservice;
  return microservice.consumes.map((topic) => {
    const most = (topic.lagPerReplica ?? 100) * mostReplicas(scale);
    const labels = { consumergroup: topic.group ?? name, topic: topic.name };
    return alert(microservice, 'ConsumerLags', {
      severity: urgent(microservice),
      expr: `sum(${series('kafka_consumergroup_lag', labels)}) > ${most}`,
      for: '15m',
      labels: { topic: topic.name },
      summary: `More records of ${topic.name} wait for ${name} than all its replicas should have before them`,
    });
  });
}

/** The agent tells how full the pool is; our Rust programs do not. */
function pool(microservice: ResolvedMicroservice): Rule[] {
  const { runtime, stores, name, namespace } = microservice;
  if (runtime.telemetry !== 'java-agent' || !stores.some((store) => store.maxConnections !== undefined)) return [];
  const labels = { namespace, service: name };
  return [
    alert(microservice, 'ConnectionPoolExhausted', {
      severity: 'ticket',
      expr: `sum by (pod) (${series('db_client_connections_usage', { ...labels, state: 'used' })}) / sum by (pod) (${series('db_client_connections_max', labels)}) > 0.9`,
      for: '10m',
      summary: `${name} uses nearly all connections of its pool in {{ $labels.pod }}`,
    }),
  ];
}

/** Labels of calls to one callee, as the caller's proxy counts them. */
export function edgeLabels(microservice: ResolvedMicroservice, call: ResolvedCall): Labels {
  return { ...proxyLabels(microservice, 'outbound'), dst_namespace: call.to.namespace, dst_service: call.to.name };
}

/** Calls by callee: proxies do not tell methods apart here, so the longest deadline counts. */
export function callees(microservice: ResolvedMicroservice): ResolvedCall[] {
  const byName = new Map<string, ResolvedCall>();
  for (const call of microservice.calls) {
    if (!microservice.self.meshed || !call.to.meshed || !MEASURED.includes(call.port.protocol)) continue;
    const key = `${call.to.namespace}/${call.to.name}`;
    const known = byName.get(key);
    if (!known || deadline(call) > deadline(known)) byName.set(key, call);
  }
  return [...byName.values()];
}

const deadline = (call: ResolvedCall): number => milliseconds(call.timeout ?? '0s') ?? 0;

function edges(microservice: ResolvedMicroservice): Rule[] {
  if (microservice.kind === 'CronJob') return [];
  return callees(microservice).flatMap((call) => {
    const labels = edgeLabels(microservice, call);
    const all = `sum(${rate('response_total', labels, '5m')})`;
    const rules = [
      alert(microservice, 'CallsFail', {
        severity: 'ticket',
        expr: `sum(${rate('response_total', { ...labels, classification: 'failure' }, '5m')}) / ${all} > 0.05 and ${all} > 0.05`,
        for: '10m',
        labels: { callee: call.to.name },
        summary: `{{ $value | humanizePercentage }} of the calls of ${microservice.name} to ${call.to.name} fail`,
      }),
    ];
    if (deadline(call) > 0) {
      const slow = `histogram_quantile(0.95, sum by (le) (${rate('response_latency_ms_bucket', labels, '5m')}))`;
      rules.push(
        alert(microservice, 'CallsSlow', {
          severity: 'ticket',
          expr: `${slow} > ${0.8 * deadline(call)} and ${all} > 0.05`,
          for: '15m',
          labels: { callee: call.to.name },
          summary: `One of twenty calls of ${microservice.name} to ${call.to.name} takes more than 80 % of its deadline of ${call.timeout ?? ''}`,
        }),
      );
    }
    return rules;
  });
}

function jobs(microservice: ResolvedMicroservice): Rule[] {
  const { name, namespace, kind, schedule } = microservice;
  const rules: Rule[] = [];
  if (microservice.migration) {
    rules.push(
      alert(microservice, 'MigrationFails', {
        severity: urgent(microservice),
        expr: `max(${series('kube_job_status_failed', { namespace, job_name: `${name}-migration` })}) > 0`,
        summary: `The migration of ${name} failed, and its new release is held back`,
      }),
    );
  }
  if (kind !== 'CronJob' || !schedule) return rules;
  const seconds = 2 * longestPause(schedule.cron);
  return [
    ...rules,
    alert(microservice, 'JobFails', {
      severity: 'ticket',
      expr: `max(${series('kube_job_status_failed', { namespace, job_name: `=~${name}-[0-9]+` })}) > 0`,
      summary: `A run of ${name} failed`,
    }),
    alert(microservice, 'JobNotSucceeding', {
      severity: urgent(microservice),
      expr:
        `time() - max(${series('kube_cronjob_status_last_successful_time', { namespace, cronjob: name })}) > ${seconds}` +
        ` unless max(${series('kube_cronjob_spec_suspend', { namespace, cronjob: name })}) > 0`,
      summary: `${name} has not succeeded for twice the time between two runs`,
    }),
  ];
}

const HOUR = 3600;

/** Seconds between two runs at the most, by the coarsest field that says more than "every". */
export function longestPause(cron: string): number {
  const [, hour = '*', dayOfMonth = '*', , dayOfWeek = '*'] = cron.trim().split(/\s+/);
  if (dayOfMonth !== '*') return 31 * 24 * HOUR;
  if (dayOfWeek !== '*') return 7 * 24 * HOUR;
  return hour === '*' || hour.startsWith('*/') ? Number(hour.split('/')[1] ?? 1) * HOUR : 24 * HOUR;
}
