import type { ConfigMap, NetworkPolicy } from '../../imports/kubernetes';
import type { PodMonitor } from '../../imports/monitoring';
import { addOn, chart } from '../../src/model/add-on';
import type { AddOnContext } from '../../src/model/add-on';
import type { Environment } from '../../src/model/environment';
import { PROXY } from '../../src/model/linkerd';
import type { Peer } from '../../src/model/resolved';
import { platform } from '../teams';
import { guard, MESHED, MESHED_HUB } from './authorization';
import { clusterIssuer } from './cert-manager';
import { secretStore } from './external-secrets';
import type { KubePrometheusStackValues } from './helm-values';
import { linkerd } from './linkerd';
import {
  apiServer,
  blocks,
  from,
  fromMeshed,
  internet,
  networkPolicy,
  podsIn,
  podsOf,
  to,
  toApiServer,
  toDns,
  toMesh,
} from './network';
import { PEERS } from './peers';
import { CHARTS } from './pins';
import { platformRules } from './prometheus-rules';
import { resources } from './resources';
import { platformSecret } from './secrets';
import { platformHost } from './sign-on';
import { storage } from './storage';

const NAMESPACE = PEERS.scraper.namespace;
/** Namespace of what must run on each node and see the node's files. */
export const NODE_AGENTS = 'node-agents';
/** Name of the Prometheus and the Alertmanager, and the prefix of the chart's other objects. */
const NAME = 'platform';
const PORT = 9090;
const CONFIGURATION = 'alertmanager-configuration';
/** Port of the container that reloads the configuration of a Prometheus or an Alertmanager: the chart's monitors fetch it, too. */
const RELOADER_PORT = 8080;

/** What fetches metrics; microservices let in this identity and no other. */
const SCRAPER = PEERS.scraper;

/** Clients of the Prometheus API, by identity. */
const CLIENTS: readonly Peer[] = [SCRAPER, PEERS.keda, PEERS.meshMetrics, PEERS.collector, PEERS.grafana];

const replicas = (environment: Environment): number => (environment.highlyAvailable ? 2 : 1);

/** Metrics, rules and alerts: https://github.com/prometheus-community/helm-charts */
export const prometheus = addOn('prometheus', {
  why: 'Fetches and keeps metrics, evaluates objectives, and tells the right team when one is in danger',
  namespace: NAMESPACE,
  needs: [linkerd, clusterIssuer, secretStore, storage],
  namespaces: {
    [NAMESPACE]: { denyByDefault: true },
    [NODE_AGENTS]: { podSecurity: 'privileged', annotations: { 'linkerd.io/inject': 'disabled' } },
  },
  helm: (environment) => [chart(CHARTS.kubePrometheusStack, values(environment), { release: 'kube-prometheus-stack' })],
  offers: {
    namespace: NAMESPACE,
    scraper: SCRAPER,
    url: `http://${NAME}-prometheus.${NAMESPACE}.svc.cluster.local:${String(PORT)}`,
    /** Each replica by itself: what is written must reach all of them, since they do not share what they store. */
    remoteWriteUrls: (environment: Environment): readonly string[] =>
      Array.from(
        { length: replicas(environment) },
        (_, index) =>
          `http://prometheus-${NAME}-${String(index)}.prometheus-operated.${NAMESPACE}.svc.cluster.local:${String(PORT)}/api/v1/write`,
      ),
    alertmanagerUrl: `http://${NAME}-alertmanager.${NAMESPACE}.svc.cluster.local:9093`,
  },
  manifests: (context) => ({
    alerting: [
      alertmanagerConfiguration(context),
      platformSecret(context.environment, {
        name: CONFIGURATION,
        namespace: NAMESPACE,
        path: 'alertmanager',
        keys: {
          'pagerduty-key': 'pagerduty-routing-key',
          'slack-url': 'slack-webhook-url',
          ...(context.environment.highlyAvailable ? { 'watchdog-url': 'watchdog-url' } : {}),
        },
        files: { configMap: CONFIGURATION, keys: ['alertmanager.yaml'] },
      }),
    ],
    monitors: [linkerdProxies],
    rules: platformRules(context.environment),
    network: network(context.environment),
    policies: [
      ...guard({
        name: 'prometheus-api',
        namespace: NAMESPACE,
        pods: SCRAPER.labels,
        port: PORT,
        protocol: 'HTTP/1',
        callers: CLIENTS,
      }),
      ...guard({
        name: 'prometheus-reloader',
        namespace: NAMESPACE,
        pods: SCRAPER.labels,
        port: RELOADER_PORT,
        protocol: 'HTTP/1',
        callers: [SCRAPER],
      }),
      ...guard({
        name: 'prometheus-linkerd-admin',
        namespace: NAMESPACE,
        pods: SCRAPER.labels,
        port: 'linkerd-admin',
        protocol: 'HTTP/1',
        callers: [SCRAPER],
      }),
    ],
  }),
});

/** Days and room: a disk that is full stops everything, so the room is the bound and the days are the wish. */
function retention(environment: Environment): { readonly days: string; readonly size: string; readonly disk: string } {
  switch (environment.name) {
    case 'production':
      return { days: '15d', size: '180GB', disk: '200Gi' };
    default:
      return environment.highlyAvailable
        ? { days: '7d', size: '45GB', disk: '50Gi' }
        : { days: '2d', size: '18GB', disk: '20Gi' };
  }
}

function volume(disk: string): KubePrometheusStackValues['prometheus']['prometheusSpec']['storageSpec'] {
  return {
    volumeClaimTemplate: {
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: storage.offers.storageClass,
        resources: { requests: { storage: disk } },
      },
    },
  };
}

function values(environment: Environment): KubePrometheusStackValues {
  const kept = retention(environment);
  // the chart's own minAvailable stays beside a maxUnavailable, and the API server refuses a budget with both
  const budget = (minAvailable: number) =>
    environment.highlyAvailable ? { enabled: true, minAvailable } : { enabled: false };
  // a zone that fails takes one of them, and no volume lies in the same zone as another
  const apart = environment.highlyAvailable
    ? ({ podAntiAffinity: 'hard', podAntiAffinityTopologyKey: 'topology.kubernetes.io/zone' } as const)
    : ({ podAntiAffinity: 'soft' } as const);
  return {
    fullnameOverride: NAME,
    cleanPrometheusOperatorObjectNames: true,
    crds: { enabled: false }, // an add-on of their own, because they must be there before anybody's monitor
    grafana: { enabled: false, forceDeployDashboards: false },
    defaultRules: {
      create: true,
      disabled: {
        // nodes are bought when pods need them, so that requests nearly fill those that are there
        KubeCPUOvercommit: true,
        KubeMemoryOvercommit: true,
        // nothing of severity `info` is sent that it could hold back
        InfoInhibitor: true,
      },
    },
    // EKS runs these and lets nobody look
    kubeControllerManager: { enabled: false },
    kubeScheduler: { enabled: false },
    kubeEtcd: { enabled: false },
    kubeProxy: { enabled: false },
    coreDns: { enabled: true },
    kubeApiServer: { enabled: true },
    kubelet: { enabled: true },
    'kube-state-metrics': {
      fullnameOverride: 'kube-state-metrics',
      resources: resources('50m', environment.highlyAvailable ? '512Mi' : '256Mi'),
      metricLabelsAllowlist: ['pods=[app.kubernetes.io/name,app.kubernetes.io/part-of]'],
      podAnnotations: { 'linkerd.io/inject': 'disabled' },
    },
    'prometheus-node-exporter': {
      fullnameOverride: 'node-exporter',
      // its pods see the node, which the namespace of everything else forbids
      namespaceOverride: NODE_AGENTS,
      priorityClassName: 'system-node-critical',
      resources: resources('20m', '64Mi'),
    },
    prometheusOperator: {
      resources: resources('50m', '256Mi'),
      admissionWebhooks: { failurePolicy: 'Ignore', patch: { enabled: false }, certManager: { enabled: true } },
    },
    prometheus: {
      serviceAccount: { name: SCRAPER.serviceAccount },
      podDisruptionBudget: budget(1),
      prometheusSpec: {
        replicas: replicas(environment),
        retention: kept.days,
        retentionSize: kept.size,
        scrapeInterval: '30s',
        evaluationInterval: '30s',
        externalLabels: { cluster: environment.cluster, environment: environment.name },
        enableRemoteWriteReceiver: true,
        enableFeatures: ['exemplar-storage'],
        // several collectors read one topic, so samples of one series may arrive out of order
        tsdb: { outOfOrderTimeWindow: '10m' },
        walCompression: true,
        ...apart,
        // its proxy holds a connection to every pod of the cluster that is scraped
        podMetadata: { annotations: environment.highlyAvailable ? MESHED_HUB : MESHED },
        priorityClassName: 'critical',
        resources: environment.highlyAvailable ? resources('1', '8Gi') : resources('200m', '2Gi'),
        storageSpec: volume(kept.disk),
        // every namespace's monitors and rules count, whichever Helm release made them
        ruleSelectorNilUsesHelmValues: false,
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        scrapeConfigSelectorNilUsesHelmValues: false,
      },
    },
    alertmanager: {
      serviceAccount: { name: 'alertmanager' },
      podDisruptionBudget: budget(2),
      alertmanagerSpec: {
        replicas: environment.highlyAvailable ? 3 : 1,
        retention: '120h',
        // where messages link to: Grafana shows alerts to all, and lets its administrators silence them
        externalUrl: `https://${platformHost(environment, 'grafana')}/alerting/groups`,
        useExistingSecret: true,
        configSecret: CONFIGURATION,
        ...apart,
        priorityClassName: 'critical',
        resources: resources('20m', '128Mi'),
        storage: volume('5Gi'),
      },
    },
  };
}

/** Keys of the Secret that the operator mounts beside the configuration. */
const FOLDER = '/etc/alertmanager/config';

interface Receiver {
  readonly name: string;
  readonly slack_configs?: readonly {
    readonly api_url_file: string;
    readonly channel: string;
    readonly send_resolved: boolean;
  }[];
  readonly pagerduty_configs?: readonly { readonly routing_key_file: string; readonly send_resolved: boolean }[];
  readonly webhook_configs?: readonly { readonly url_file: string; readonly send_resolved: boolean }[];
}

interface Route {
  readonly receiver: string;
  readonly matchers?: readonly string[];
  readonly group_by?: readonly string[];
  readonly group_wait?: string;
  readonly group_interval?: string;
  readonly repeat_interval?: string;
  readonly routes?: readonly Route[];
}

/** Alerts go to the team that owns the microservice: into its channel, and to whoever is on call where people must act now. */
function alertmanagerConfiguration({ environment, microservices }: AddOnContext): ConfigMap {
  const teams = new Map(
    [platform, ...microservices.map((each) => each.team)].map((team) => [team.name, team.channel] as const),
  );
  const sorted = [...teams].sort(([a], [b]) => (a < b ? -1 : 1));
  const slack = (channel: string): Receiver['slack_configs'] => [
    { api_url_file: `${FOLDER}/slack-url`, channel, send_resolved: true },
  ];
  const pagerduty: Receiver['pagerduty_configs'] = [
    { routing_key_file: `${FOLDER}/pagerduty-key`, send_resolved: true },
  ];
  const receivers: Receiver[] = [
    { name: 'nobody' },
    ...(environment.highlyAvailable
      ? [{ name: 'watchdog', webhook_configs: [{ url_file: `${FOLDER}/watchdog-url`, send_resolved: false }] }]
      : []),
    ...sorted.flatMap(([team, channel]): Receiver[] => [
      {
        name: `${team}-page`,
        slack_configs: slack(channel),
        ...(environment.highlyAvailable ? { pagerduty_configs: pagerduty } : {}),
      },
      { name: `${team}-ticket`, slack_configs: slack(channel) },
    ]),
  ];
  const route: Route = {
    receiver: `${platform.name}-ticket`,
    group_by: ['namespace', 'service', 'alertname'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
    routes: [
      // fires always: a service outside, which misses it, is the one that tells when Prometheus or Alertmanager is gone
      ...(environment.highlyAvailable
        ? [
            {
              receiver: 'watchdog',
              matchers: ['alertname = "Watchdog"'],
              group_wait: '0s',
              group_interval: '1m',
              repeat_interval: '1m',
            },
          ]
        : []),
      // asks nobody to do anything: it is for the page of alerts, beside one that does
      { receiver: 'nobody', matchers: ['severity =~ "info|none"'] },
      ...sorted.map(([team]): Route => ({
        receiver: `${team}-ticket`,
        matchers: [`team = "${team}"`],
        routes: [
          { receiver: `${team}-page`, matchers: ['severity = "page"'], group_wait: '10s', repeat_interval: '4h' },
        ],
      })),
      { receiver: `${platform.name}-page`, matchers: ['severity =~ "page|critical"'] },
    ],
  };
  const configuration = {
    global: { resolve_timeout: '5m' },
    route,
    receivers,
    // whoever is woken up needs no ticket of the same matter
    inhibit_rules: [
      {
        source_matchers: ['severity =~ "page|critical"'],
        target_matchers: ['severity =~ "ticket|warning|info"'],
        equal: ['namespace', 'service', 'alertname'],
      },
    ],
  };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: CONFIGURATION, namespace: NAMESPACE },
    data: { 'alertmanager.yaml': `${JSON.stringify(configuration, undefined, 2)}\n` },
  };
}

/** Every proxy, with the names by which dashboards and objectives look for it and no other label of the pod. */
const linkerdProxies: PodMonitor = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: { name: 'linkerd-proxy', namespace: NAMESPACE },
  spec: {
    namespaceSelector: { any: true },
    podMetricsEndpoints: [
      {
        interval: '15s',
        path: '/metrics',
        port: 'linkerd-admin',
        relabelings: [
          { action: 'keep', regex: 'linkerd-proxy', sourceLabels: ['__meta_kubernetes_pod_container_name'] },
          { action: 'drop', regex: '(Succeeded|Failed)', sourceLabels: ['__meta_kubernetes_pod_phase'] },
          { sourceLabels: ['__meta_kubernetes_pod_label_linkerd_io_proxy_job'], targetLabel: 'k8s_job' },
          { action: 'labeldrop', regex: '__meta_kubernetes_pod_label_linkerd_io_proxy_job' },
          { action: 'labelmap', regex: '__meta_kubernetes_pod_label_linkerd_io_proxy_(.+)' },
        ],
      },
    ],
    selector: { matchExpressions: [{ key: 'linkerd.io/control-plane-ns', operator: 'Exists' }] },
  },
};

function network(environment: Environment): NetworkPolicy[] {
  const scraper = [podsOf(SCRAPER)];
  const alertmanagers = [podsIn(NAMESPACE, { 'app.kubernetes.io/name': 'alertmanager' })];
  // the chart names it after itself, whatever its objects are called
  const operator = { app: 'kube-prometheus-stack-operator' };
  return [
    networkPolicy(
      { name: 'prometheus', namespace: NAMESPACE, pods: SCRAPER.labels },
      {
        ingress: [fromMeshed(CLIENTS.map(podsOf)), from(scraper, PROXY.admin)],
        egress: [
          ...toMesh,
          // what it scrapes has any port; who answers is decided there
          to(blocks(environment.network.pods)),
          toApiServer(environment),
          to(alertmanagers, 9093),
        ],
      },
    ),
    networkPolicy(
      { name: 'alertmanager', namespace: NAMESPACE, pods: { 'app.kubernetes.io/name': 'alertmanager' } },
      {
        ingress: [
          from([...scraper, podsOf(PEERS.grafana)], 9093),
          // a target that is down is half an Alertmanager to the chart's alerts
          from(scraper, RELOADER_PORT),
          {
            from: alertmanagers,
            ports: [
              { port: 9094, protocol: 'TCP' },
              { port: 9094, protocol: 'UDP' },
            ],
          },
        ],
        egress: [
          toDns,
          {
            to: alertmanagers,
            ports: [
              { port: 9094, protocol: 'TCP' },
              { port: 9094, protocol: 'UDP' },
            ],
          },
          to(internet(), 443),
        ],
      },
    ),
    networkPolicy(
      { name: 'operator', namespace: NAMESPACE, pods: operator },
      {
        ingress: [from([...scraper, ...apiServer(environment)], 10250)],
        egress: [toDns, toApiServer(environment)],
      },
    ),
    networkPolicy(
      { name: 'kube-state-metrics', namespace: NAMESPACE, pods: { 'app.kubernetes.io/name': 'kube-state-metrics' } },
      { ingress: [from(scraper, 8080)], egress: [toDns, toApiServer(environment)] },
    ),
  ];
}
