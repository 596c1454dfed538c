import { createHash } from 'node:crypto';
import type { GrafanaDashboard } from '../../imports/grafana';
import { rate, series } from '../model/metrics';
import type { Labels } from '../model/metrics';
import type { ResolvedMicroservice } from '../model/resolved';
import { callees, callerLabels, edgeLabels } from './alerts';
import { labelsOf } from './labels';

/** Data sources by the ids that dashboards name; Grafana's add-on makes exactly these. */
export const DATASOURCES = {
  prometheus: { type: 'prometheus', uid: 'prometheus' },
  elasticsearch: { type: 'elasticsearch', uid: 'elasticsearch' },
  jaeger: { type: 'jaeger', uid: 'jaeger' },
} as const;

/** Id of a team's folder, which Grafana's add-on makes. */
export const folderUid = (team: string): string => `team-${team}`;

/** Grafana's limit for ids. */
const LONGEST_UID = 40;

interface Target {
  readonly refId: string;
  readonly [field: string]: unknown;
}

interface Panel {
  readonly type: 'timeseries' | 'logs' | 'row';
  readonly title: string;
  readonly unit?: string;
  readonly targets: readonly Target[];
}

/** One page for a microservice: what its callers feel, whom it waits for, what its runtime and its stores do, what it says. */
export function dashboard(microservice: ResolvedMicroservice): GrafanaDashboard {
  const { name, namespace, team, platform } = microservice;
  const uid = dashboardUid(name);
  const json = JSON.stringify({
    uid,
    title: name,
    description: microservice.description,
    tags: [team.name, microservice.runtime.kind],
    timezone: 'utc',
    editable: false,
    schemaVersion: 42,
    refresh: '1m',
    time: { from: 'now-3h', to: 'now' },
    panels: layout([
      ...callerPanels(microservice),
      ...edgePanels(microservice),
      ...runtimePanels(microservice),
      ...storePanels(microservice),
      ...topicPanels(microservice),
      logs(microservice),
    ]),
  });
  return {
    apiVersion: 'grafana.integreatly.org/v1beta1',
    kind: 'GrafanaDashboard',
    metadata: { name, namespace, labels: labelsOf(microservice) },
    spec: {
      // Grafana lies in a namespace of its own
      allowCrossNamespaceImport: true,
      folderUID: folderUid(team.name),
      instanceSelector: { matchLabels: platform.grafana },
      json,
      uid,
    },
  };
}

/** Stays for good, so that links to it do. */
export function dashboardUid(name: string): string {
  const uid = `microservice-${name}`;
  if (uid.length <= LONGEST_UID) return uid;
  return `${uid.slice(0, LONGEST_UID - 9)}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}

/** Three panels in a row, ids by order. */
function layout(panels: readonly Panel[]): object[] {
  const laid: object[] = [];
  let x = 0;
  let y = 0;
  for (const panel of panels) {
    const wide = panel.type !== 'timeseries';
    if (wide && x > 0) [x, y] = [0, y + 8];
    const gridPos = { h: panel.type === 'row' ? 1 : 8, w: wide ? 24 : 8, x, y };
    laid.push(panelOf(panel, laid.length + 1, gridPos));
    x += gridPos.w;
    if (x >= 24) [x, y] = [0, y + gridPos.h];
  }
  return laid;
}

function panelOf({ type, title, unit, targets }: Panel, id: number, gridPos: object): object {
  if (type === 'row') return { id, type, title, gridPos, collapsed: false, panels: [] };
  const datasource = type === 'logs' ? DATASOURCES.elasticsearch : DATASOURCES.prometheus;
  const options = type === 'logs' ? { options: { showTime: true, wrapLogMessage: true } } : {};
  return {
    id,
    type,
    title,
    gridPos,
    datasource,
    fieldConfig: { defaults: unit === undefined ? {} : { unit }, overrides: [] },
    ...options,
    targets: targets.map((target) => ({ ...target, datasource })),
  };
}

const row = (title: string): Panel => ({ type: 'row', title, targets: [] });

function graph(
  title: string,
  unit: string,
  ...queries: readonly (readonly [expr: string, legendFormat: string])[]
): Panel {
  const targets = queries.map(([expr, legendFormat], index) => ({
    refId: String.fromCharCode(65 + index),
    expr,
    legendFormat,
  }));
  return { type: 'timeseries', title, unit, targets };
}

const quantile = (share: number, labels: Labels, by = ''): string =>
  `histogram_quantile(${share}, sum by (le${by}) (${rate('response_latency_ms_bucket', labels, '$__rate_interval')}))`;

/** Golden signals, and how fast the error budget goes. */
function callerPanels(microservice: ResolvedMicroservice): Panel[] {
  const labels = callerLabels(microservice);
  if (!labels) return [];
  const all = rate('response_total', labels, '$__rate_interval');
  const failed = rate('response_total', { ...labels, classification: 'failure' }, '$__rate_interval');
  return [
    row('Callers'),
    graph('Requests by caller', 'reqps', [`sum by (client_id) (${all})`, '{{client_id}}']),
    graph('Failures', 'percentunit', [`(sum(${failed}) or vector(0)) / sum(${all})`, 'failures']),
    graph(
      'Latency',
      'ms',
      [quantile(0.5, labels), '50 %'],
      [quantile(0.95, labels), '95 %'],
      [quantile(0.99, labels), '99 %'],
    ),
    ...(microservice.slo
      ? [
          graph('Burn of the error budget (1 = used up in 30 days)', 'short', [
            `slo:current_burn_rate:ratio{service="${microservice.name}"}`,
            '{{slo}}',
          ]),
        ]
      : []),
  ];
}

function edgePanels(microservice: ResolvedMicroservice): Panel[] {
  const calls = callees(microservice);
  if (calls.length === 0 || microservice.kind === 'CronJob') return [];
  const { dst_service: _service, dst_namespace: _namespace, ...labels } = edgeLabels(microservice, calls[0]!);
  const names = calls.map((call) => call.to.name);
  const to: Labels = { ...labels, dst_service: names.length === 1 ? names[0]! : `=~${names.join('|')}` };
  const all = rate('response_total', to, '$__rate_interval');
  const failed = rate('response_total', { ...to, classification: 'failure' }, '$__rate_interval');
  return [
    row('Calls'),
    graph('Calls by callee', 'reqps', [`sum by (dst_service) (${all})`, '{{dst_service}}']),
    graph('Failures by callee', 'percentunit', [
      `sum by (dst_service) (${failed}) / sum by (dst_service) (${all})`,
      '{{dst_service}}',
    ]),
    graph('Slowest 1 % by callee', 'ms', [quantile(0.99, to, ', dst_service'), '{{dst_service}}']),
  ];
}

function runtimePanels(microservice: ResolvedMicroservice): Panel[] {
  const { name, namespace, runtime } = microservice;
  const container: Labels = { namespace, container: name };
  const service: Labels = { namespace, service: name };
  const panels = [
    row('Runtime'),
    graph(
      'CPU',
      'short',
      [`sum by (pod) (${rate('container_cpu_usage_seconds_total', container, '$__rate_interval')})`, '{{pod}}'],
      [`max(${series('kube_pod_container_resource_requests', { ...container, resource: 'cpu' })})`, 'set aside'],
    ),
    graph(
      'Memory',
      'bytes',
      [`max by (pod) (${series('container_memory_working_set_bytes', container)})`, '{{pod}}'],
      [`max(${series('kube_pod_container_resource_limits', { ...container, resource: 'memory' })})`, 'limit'],
    ),
    graph('Restarts', 'short', [
      `sum by (pod) (increase(${series('kube_pod_container_status_restarts_total', container)}[$__rate_interval]))`,
      '{{pod}}',
    ]),
  ];
  if (runtime.telemetry === 'java-agent') {
    panels.push(
      graph('Heap', 'bytes', [
        `sum by (pod) (${series('jvm_memory_used_bytes', { ...service, jvm_memory_type: 'heap' })})`,
        '{{pod}}',
      ]),
      graph('Time in garbage collection', 'percentunit', [
        `sum by (pod) (${rate('jvm_gc_duration_seconds_sum', service, '$__rate_interval')})`,
        '{{pod}}',
      ]),
      graph('Threads', 'short', [`sum by (pod) (${series('jvm_thread_count', service)})`, '{{pod}}']),
    );
  }
  if (runtime.kind === 'rust') {
    panels.push(
      graph('Tasks', 'short', [`sum by (pod) (${series('tokio_alive_tasks', service)})`, '{{pod}}']),
      graph('Tasks that wait', 'short', [`sum by (pod) (${series('tokio_global_queue_depth', service)})`, '{{pod}}']),
    );
  }
  return panels;
}

function storePanels({ name, namespace, stores, runtime, self, kind }: ResolvedMicroservice): Panel[] {
  if (stores.length === 0) return [];
  const service: Labels = { namespace, service: name };
  const workload = kind === 'StatefulSet' ? 'statefulset' : 'deployment';
  return [
    row(`Stores: ${stores.map((store) => `${store.name} (${store.kind})`).join(', ')}`),
    ...(self.meshed && kind !== 'CronJob'
      ? [
          graph('Open connections by port', 'short', [
            `sum by (target_port) (${series('tcp_open_connections', { namespace, [workload]: name, direction: 'outbound', peer: 'dst', target_port: `=~${[...new Set(stores.map((store) => store.port))].join('|')}` })})`,
            '{{target_port}}',
          ]),
        ]
      : []),
    ...(runtime.telemetry === 'java-agent'
      ? [
          graph('Connections of the pool', 'short', [
            `sum by (pod, state) (${series('db_client_connections_usage', service)})`,
            '{{pod}} {{state}}',
          ]),
        ]
      : []),
  ];
}

function topicPanels({ name, consumes, publishes }: ResolvedMicroservice): Panel[] {
  if (consumes.length + publishes.length === 0) return [];
  const groups = oneOf(consumes.map(({ group = name }) => group));
  const written = { topic: oneOf(publishes.map((topic) => topic.name)) };
  const read = { consumergroup: groups, topic: oneOf(consumes.map((topic) => topic.name)) };
  return [
    row('Topics'),
    ...(publishes.length > 0
      ? [
          graph('Records written, by whomever', 'cps', [
            `sum by (topic) (${rate('kafka_topic_partition_current_offset', written, '$__rate_interval')})`,
            '{{topic}}',
          ]),
        ]
      : []),
    ...(consumes.length > 0
      ? [
          graph('Lag', 'short', [
            `sum by (consumergroup, topic) (${series('kafka_consumergroup_lag', read)})`,
            '{{topic}} {{consumergroup}}',
          ]),
        ]
      : []),
  ];
}

const oneOf = (values: readonly string[]): string => `=~${[...new Set(values)].join('|')}`;

/** What it says, newest first; each line leads to its trace. */
function logs({ name }: ResolvedMicroservice): Panel {
  const query = `resource.attributes.service.name:"${name}"`;
  return {
    type: 'logs',
    title: 'Logs',
    targets: [{ refId: 'A', query, metrics: [{ id: '1', type: 'logs' }], timeField: '@timestamp' }],
  };
}
