import { DashboardBuilder, DashboardLinkBuilder, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { VizLegendOptionsBuilder, LegendDisplayMode, LegendPlacement } from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { AddOnContext } from '../../../src/model/add-on';
import { rate, series } from '../../../src/model/metrics';

/** A dashboard of the platform, written out. */
export interface PlatformDashboard {
  readonly uid: string;
  readonly json: string;
}

interface PanelProps {
  readonly title: string;
  readonly unit: string;
  readonly queries: readonly (readonly [expression: string, legend: string])[];
  readonly kind?: 'stat' | 'timeseries';
  readonly description?: string;
}

interface Row {
  readonly title: string;
  readonly panels: readonly PanelProps[];
}

const datasource = { type: 'prometheus', uid: 'prometheus' } as const;
const COLUMNS = 24;
const HEIGHT = { stat: 4, timeseries: 8 } as const;

function panel(props: PanelProps, id: number, x: number, y: number, w: number): Builder<Panel> {
  const kind = props.kind ?? 'timeseries';
  const builder = kind === 'stat' ? new StatBuilder() : new TimeseriesBuilder().legend(legend());
  builder.id(id).title(props.title).unit(props.unit).datasource(datasource).gridPos({ h: HEIGHT[kind], w, x, y });
  if (props.description !== undefined) builder.description(props.description);
  props.queries.forEach(([expression, name], index) => {
    builder.withTarget(
      new DataqueryBuilder()
        .expr(expression)
        .legendFormat(name)
        .refId(String.fromCharCode(65 + index))
        .datasource(datasource),
    );
  });
  return builder;
}

const legend = (): VizLegendOptionsBuilder =>
  new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .calcs([]);

/** Rows of panels of equal width, ids by their order: the same input gives the same bytes. */
function dashboard(uid: string, title: string, rows: readonly Row[]): PlatformDashboard {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the operator takes the classic model only
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .tags(['platform'])
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .timezone('utc')
    .readonly()
    .link(
      new DashboardLinkBuilder('Platform')
        .tags(['platform'])
        .asDropdown(true)
        .type('dashboards' as never),
    );
  let id = 0;
  let y = 0;
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title).id((id += 1)).gridPos({ h: 1, w: COLUMNS, x: 0, y }));
    y += 1;
    const width = Math.floor(COLUMNS / Math.min(row.panels.length, 3));
    let x = 0;
    let height = 0;
    for (const props of row.panels) {
      if (x + width > COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      builder.withPanel(panel(props, (id += 1), x, y, width));
      x += width;
      height = Math.max(height, HEIGHT[props.kind ?? 'timeseries']);
    }
    y += height;
  }
  return { uid, json: JSON.stringify(builder.build()) };
}

const inbound = { direction: 'inbound' } as const;
const failed = { ...inbound, classification: 'failure' } as const;

const burn: PanelProps = {
  title: 'Error budget that burns (1 = exactly used up in 30 days)',
  unit: 'short',
  queries: [['max by (service, slo) (slo:current_burn_rate:ratio)', '{{service}} {{slo}}']],
};

/** @param promises whether a microservice has an SLO, whose rules record how it is kept */
const fleet = (promises: boolean): PlatformDashboard =>
  dashboard('platform-fleet', 'Fleet', [
    {
      title: 'Now',
      panels: [
        {
          title: 'Requests',
          unit: 'reqps',
          kind: 'stat',
          queries: [[`sum(${rate('response_total', inbound, '5m')})`, 'requests']],
        },
        {
          title: 'Failures',
          unit: 'percentunit',
          kind: 'stat',
          queries: [
            [
              `(sum(${rate('response_total', failed, '5m')}) or vector(0)) / sum(${rate('response_total', inbound, '5m')})`,
              'failures',
            ],
          ],
        },
        {
          title: 'Alerts that fire',
          unit: 'short',
          kind: 'stat',
          queries: [['count(ALERTS{alertstate="firing",severity=~"page|ticket"}) or vector(0)', 'alerts']],
        },
      ],
    },
    {
      title: 'Microservices',
      panels: [
        {
          title: 'Requests',
          unit: 'reqps',
          queries: [
            [
              `sum by (namespace, deployment) (${rate('response_total', inbound, '5m')})`,
              '{{namespace}}/{{deployment}}',
            ],
          ],
        },
        {
          title: 'Failures',
          unit: 'percentunit',
          queries: [
            [
              `sum by (namespace, deployment) (${rate('response_total', failed, '5m')}) / sum by (namespace, deployment) (${rate('response_total', inbound, '5m')})`,
              '{{namespace}}/{{deployment}}',
            ],
          ],
        },
        {
          title: 'Slowest 1 %',
          unit: 'ms',
          queries: [
            [
              `histogram_quantile(0.99, sum by (namespace, deployment, le) (${rate('response_latency_ms_bucket', inbound, '5m')}))`,
              '{{namespace}}/{{deployment}}',
            ],
          ],
        },
        ...(promises ? [burn] : []),
        {
          title: 'Restarts in an hour',
          unit: 'short',
          queries: [
            [
              `sum by (namespace, container) (increase(${series('kube_pod_container_status_restarts_total')}[1h])) > 0`,
              '{{namespace}}/{{container}}',
            ],
          ],
        },
        {
          title: 'Lag of consumer groups',
          unit: 'short',
          queries: [
            [
              `sum by (consumergroup, topic) (${series('kafka_consumergroup_lag')}) > 0`,
              '{{consumergroup}} of {{topic}}',
            ],
          ],
        },
      ],
    },
  ]);

const mesh = (): PlatformDashboard =>
  dashboard('platform-mesh', 'Mesh', [
    {
      title: 'Identity',
      panels: [
        {
          title: 'Time until the first certificate of a proxy expires',
          unit: 's',
          queries: [
            [`min by (namespace) (${series('identity_cert_expiration_timestamp_seconds')} - time())`, '{{namespace}}'],
          ],
        },
        {
          title: 'Time until certificates of cert-manager expire',
          unit: 's',
          queries: [
            [
              `${series('certmanager_certificate_expiration_timestamp_seconds')} - time()`,
              '{{exported_namespace}}/{{name}}',
            ],
          ],
        },
      ],
    },
    {
      title: 'Authorization',
      panels: [
        {
          title: 'Refused connections and requests',
          unit: 'reqps',
          queries: [
            [
              `sum by (namespace, deployment, client_id) (${rate('inbound_http_authz_deny_total', {}, '5m')}) > 0`,
              '{{client_id}} to {{namespace}}/{{deployment}}',
            ],
          ],
        },
        {
          title: 'Connections without identity',
          unit: 'short',
          queries: [
            [
              `sum by (namespace, deployment) (${series('tcp_open_connections', { direction: 'inbound', peer: 'src', tls: '!=true' })})`,
              '{{namespace}}/{{deployment}}',
            ],
          ],
        },
      ],
    },
    {
      title: 'Calls',
      panels: [
        {
          title: 'Retries',
          unit: 'reqps',
          queries: [
            [
              `sum by (namespace, deployment, parent_name) (${rate('outbound_http_route_retry_requests_total', {}, '5m')}) > 0`,
              '{{namespace}}/{{deployment}} to {{parent_name}}',
            ],
          ],
        },
        {
          title: 'Failures of calls',
          unit: 'reqps',
          queries: [
            [
              `sum by (namespace, deployment, dst_namespace, dst_deployment) (${rate('response_total', { direction: 'outbound', classification: 'failure' }, '5m')}) > 0`,
              '{{namespace}}/{{deployment}} to {{dst_namespace}}/{{dst_deployment}}',
            ],
          ],
        },
      ],
    },
  ]);

const telemetry = (): PlatformDashboard =>
  dashboard('platform-telemetry', 'Telemetry', [
    {
      title: 'Received',
      panels: [
        {
          title: 'Spans',
          unit: 'cps',
          queries: [
            [`sum by (namespace) (${rate('otelcol_receiver_accepted_spans_total', {}, '5m')})`, '{{namespace}}'],
          ],
        },
        {
          title: 'Log records',
          unit: 'cps',
          queries: [
            [`sum by (namespace) (${rate('otelcol_receiver_accepted_log_records_total', {}, '5m')})`, '{{namespace}}'],
          ],
        },
        {
          title: 'Metric points',
          unit: 'cps',
          queries: [
            [
              `sum by (namespace) (${rate('otelcol_receiver_accepted_metric_points_total', {}, '5m')})`,
              '{{namespace}}',
            ],
          ],
        },
      ],
    },
    {
      title: 'Handed on',
      panels: [
        {
          title: 'Not handed on',
          unit: 'cps',
          queries: [
            [`sum by (exporter) (${rate('otelcol_exporter_send_failed_spans_total', {}, '5m')})`, 'spans {{exporter}}'],
            [
              `sum by (exporter) (${rate('otelcol_exporter_send_failed_log_records_total', {}, '5m')})`,
              'logs {{exporter}}',
            ],
            [
              `sum by (exporter) (${rate('otelcol_exporter_send_failed_metric_points_total', {}, '5m')})`,
              'metrics {{exporter}}',
            ],
          ],
        },
        {
          title: 'Fullest queue',
          unit: 'percentunit',
          queries: [
            [
              `max by (namespace, exporter) (${series('otelcol_exporter_queue_size')} / ${series('otelcol_exporter_queue_capacity')})`,
              '{{namespace}} {{exporter}}',
            ],
          ],
        },
        {
          title: 'Memory of the gateway',
          unit: 'bytes',
          queries: [[series('otelcol_process_memory_rss_bytes', { namespace: 'otel' }), '{{pod}}']],
        },
      ],
    },
    {
      title: 'Prometheus',
      panels: [
        { title: 'Series', unit: 'short', queries: [[series('prometheus_tsdb_head_series'), '{{pod}}']] },
        {
          title: 'Targets that are down',
          unit: 'short',
          queries: [[`count by (namespace, job) (${series('up')} == 0)`, '{{namespace}} {{job}}']],
        },
      ],
    },
  ]);

const nodes = (): PlatformDashboard =>
  dashboard('platform-nodes', 'Nodes and volumes', [
    {
      title: 'Nodes',
      panels: [
        {
          title: 'CPU in use',
          unit: 'percentunit',
          queries: [['instance:node_cpu_utilisation:ratio_rate5m', '{{instance}}']],
        },
        {
          title: 'Memory in use',
          unit: 'percentunit',
          queries: [['instance:node_memory_utilisation:ratio', '{{instance}}']],
        },
        {
          title: 'Use of each pool',
          unit: 'percentunit',
          queries: [
            [
              `max by (nodepool, resource_type) (${series('karpenter_nodepools_usage')} / ${series('karpenter_nodepools_limit')})`,
              '{{nodepool}} {{resource_type}}',
            ],
          ],
        },
      ],
    },
    {
      title: 'Volumes',
      panels: [
        {
          title: 'Room left',
          unit: 'percentunit',
          queries: [
            [
              `min by (namespace, persistentvolumeclaim) (${series('kubelet_volume_stats_available_bytes')} / ${series('kubelet_volume_stats_capacity_bytes')})`,
              '{{namespace}}/{{persistentvolumeclaim}}',
            ],
          ],
        },
      ],
    },
  ]);

const delivery = (): PlatformDashboard =>
  dashboard('platform-delivery', 'Delivery', [
    {
      title: 'Applications',
      panels: [
        {
          title: 'By sync',
          unit: 'short',
          queries: [[`sum by (sync_status) (${series('argocd_app_info')})`, '{{sync_status}}']],
        },
        {
          title: 'By health',
          unit: 'short',
          queries: [[`sum by (health_status) (${series('argocd_app_info')})`, '{{health_status}}']],
        },
        {
          title: 'Syncs in an hour',
          unit: 'short',
          queries: [[`sum by (phase) (increase(${series('argocd_app_sync_total')}[1h]))`, '{{phase}}']],
        },
      ],
    },
    {
      title: 'Work',
      panels: [
        {
          title: 'Slowest 5 % of comparisons',
          unit: 's',
          queries: [
            [
              `histogram_quantile(0.95, sum by (le) (${rate('argocd_app_reconcile_bucket', {}, '10m')}))`,
              'reconciliation',
            ],
          ],
        },
        {
          title: 'Requests to git',
          unit: 'reqps',
          queries: [[`sum by (request_type) (${rate('argocd_git_request_total', {}, '5m')})`, '{{request_type}}']],
        },
        {
          title: 'Secrets that cannot be read',
          unit: 'short',
          queries: [
            [
              `sum by (exported_namespace, name) (${series('externalsecret_status_condition', { condition: 'Ready', status: 'False' })}) > 0`,
              '{{exported_namespace}}/{{name}}',
            ],
          ],
        },
      ],
    },
  ]);

/** The platform's own dashboards. */
export function platformDashboards({
  microservices,
}: Pick<AddOnContext, 'microservices'>): readonly PlatformDashboard[] {
  return [fleet(microservices.some(({ slo }) => slo !== undefined)), mesh(), telemetry(), nodes(), delivery()];
}
