import type { Application } from '../../../imports/argo';
import type { Manifest } from '../../model/manifest';
import type { Claimed } from './claimed';

/** A Helm chart that an Application installs. */
export interface Chart {
  readonly name: string;
  readonly release: string;
  readonly namespace: string;
  readonly values: unknown;
}

/** The chart of an Application, if it installs one. */
export function chartOf(application: Manifest): Chart | undefined {
  const { spec } = application as unknown as Claimed<Application>;
  const source = spec?.source ?? spec?.sources?.find(({ chart }) => chart !== undefined);
  if (source?.chart === undefined) return undefined;
  return {
    // charts in OCI registries are named with their folder
    name: source.chart.split('/').at(-1)!,
    release: source.helm?.releaseName ?? application.metadata.name,
    namespace: spec?.destination?.namespace ?? '',
    values: source.helm?.valuesObject,
  };
}

/** The value at a path of a chart's values, or its default. */
export function valueOf<T>(chart: Chart, path: string, otherwise: T): T {
  let value = chart.values;
  for (const key of path.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[key];
  return value === undefined ? otherwise : (value as T);
}

/** How nearly every chart names its objects: after the release, and after the chart unless the release says it. */
function fullname(chart: Chart, usual: string): string {
  const own = chart.release.includes(usual) ? chart.release : `${chart.release}-${usual}`;
  return valueOf(chart, 'fullnameOverride', own);
}

/**
 * What others refer to of the charts we know, by chart: as each chart's templates name it. A chart that is not here
 * brings nothing, so a reference into it is a violation until it is written down.
 */
export const CHART_OBJECTS: Readonly<Record<string, (chart: Chart) => readonly Manifest[]>> = {
  'kube-prometheus-stack': (chart) => {
    const { namespace } = chart;
    const full = fullname(chart, 'kube-prometheus-stack').slice(0, 26);
    const prometheus = valueOf(chart, 'prometheus.serviceAccount.name', `${full}-prometheus`);
    const alertmanager = valueOf(chart, 'alertmanager.serviceAccount.name', `${full}-alertmanager`);
    const annotations = valueOf(chart, 'prometheus.prometheusSpec.podMetadata.annotations', {});
    const metrics = valueOf(chart, 'kube-state-metrics.fullnameOverride', `${chart.release}-kube-state-metrics`);
    return [
      account(namespace, prometheus),
      account(namespace, alertmanager),
      pods(
        namespace,
        'StatefulSet',
        `prometheus-${full}`,
        name('prometheus'),
        { 'http-web': 9090, 'reloader-web': 8080 },
        prometheus,
        annotations,
      ),
      pods(
        namespace,
        'StatefulSet',
        `alertmanager-${full}`,
        name('alertmanager'),
        { 'http-web': 9093, 'reloader-web': 8080 },
        alertmanager,
      ),
      pods(namespace, 'Deployment', metrics, name('kube-state-metrics'), { http: 8080 }, metrics),
      pods(
        namespace,
        'Deployment',
        `${full}-operator`,
        // the one label that fullnameOverride does not change
        { app: `${valueOf(chart, 'nameOverride', 'kube-prometheus-stack')}-operator` },
        { https: 10250 },
        `${full}-operator`,
      ),
      service(namespace, `${full}-prometheus`, { 'http-web': 9090, 'reloader-web': 8080 }, name('prometheus')),
      service(namespace, 'prometheus-operated', { 'http-web': 9090 }, name('prometheus')),
      service(namespace, `${full}-alertmanager`, { 'http-web': 9093, 'reloader-web': 8080 }, name('alertmanager')),
      service(namespace, 'alertmanager-operated', { 'http-web': 9093 }, name('alertmanager')),
      service(namespace, metrics, { http: 8080 }, name('kube-state-metrics')),
    ];
  },
  keda: (chart) =>
    [
      ['operator', 'keda-operator', 8080],
      ['metricServer', 'keda-metrics-server', 8080],
      ['webhooks', 'keda-webhooks', 8080],
    ].flatMap(([part, otherwise, port]) => {
      const own = valueOf(chart, `serviceAccount.${part}.name`, String(otherwise));
      return [account(chart.namespace, own)].concat(
        part === 'operator'
          ? [
              pods(
                chart.namespace,
                'Deployment',
                'keda-operator',
                { app: 'keda-operator' },
                { http: Number(port) },
                own,
              ),
            ]
          : [],
      );
    }),
  'linkerd-control-plane': ({ namespace }) =>
    ['destination', 'identity', 'proxy-injector'].flatMap((part) => [
      account(namespace, `linkerd-${part}`),
      pods(
        namespace,
        'Deployment',
        `linkerd-${part}`,
        { 'linkerd.io/control-plane-component': part },
        {},
        `linkerd-${part}`,
      ),
    ]),
  'linkerd-viz': ({ namespace }) => ['metrics-api', 'tap', 'web'].map((part) => account(namespace, part)),
  'argo-cd': (chart) => {
    const full = fullname(chart, valueOf(chart, 'nameOverride', 'argocd'));
    return [
      service(chart.namespace, `${full}-server`, { http: 80, https: 443 }, name('argocd-server')),
      service(chart.namespace, `${full}-repo-server`, { 'tcp-repo-server': 8081 }, name('argocd-repo-server')),
      pods(
        chart.namespace,
        'Deployment',
        `${full}-server`,
        name('argocd-server'),
        { server: 8080, metrics: 8083 },
        `${full}-server`,
      ),
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'argocd-secret', namespace: chart.namespace } },
    ];
  },
  'aws-load-balancer-controller': (chart) => [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: valueOf(chart, 'ingressClass', 'alb') },
    },
  ],
  'cert-manager': ({ namespace }) => [account(namespace, 'cert-manager')],
  'external-secrets': ({ namespace, release }) => [account(namespace, release)],
  karpenter: (chart) => [account(chart.namespace, valueOf(chart, 'serviceAccount.name', chart.release))],
};

type Labels = Readonly<Record<string, string>>;
type Ports = Readonly<Record<string, number>>;

const name = (value: string): Labels => ({ 'app.kubernetes.io/name': value });

const account = (namespace: string, own: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: own, namespace },
});

const service = (namespace: string, own: string, ports: Ports, selector: Labels): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: own, namespace },
  spec: { selector, ports: Object.entries(ports).map(([port, number]) => ({ name: port, port: number })) },
});

function pods(
  namespace: string,
  kind: string,
  own: string,
  labels: Labels,
  ports: Ports,
  serviceAccountName: string,
  annotations: Labels = {},
): Manifest {
  const containers = [
    { name: own, ports: Object.entries(ports).map(([port, containerPort]) => ({ name: port, containerPort })) },
  ];
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: own, namespace },
    spec: { template: { metadata: { labels, annotations }, spec: { serviceAccountName, containers } } },
  };
}
