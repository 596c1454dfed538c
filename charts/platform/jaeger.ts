import { createHash } from 'node:crypto';
import type { ConfigMap, Container, CronJob, NetworkPolicy, Service, ServiceAccount } from '../../imports/kubernetes';
import type { PodMonitor } from '../../imports/monitoring';
import { addOn } from '../../src/model/add-on';
import { collectorConfig } from '../../src/model/collector-config';
import type { Environment } from '../../src/model/environment';
import { PROXY } from '../../src/model/linkerd';
import type { Peer } from '../../src/model/resolved';
import { guard, MESHED } from './authorization';
import { elasticsearch, INDEX_CLEANER } from './elasticsearch';
import { linkerd } from './linkerd';
import { awsLoadBalancerController } from './load-balancers';
import { blocks, from, fromMeshed, networkPolicy, podsIn, podsOf, to, toDns, toMesh } from './network';
import { PEERS } from './peers';
import { image } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';
import { platformSecret } from './secrets';
import { platformIngress } from './sign-on';
import { deployment, podTemplate, UNPRIVILEGED } from './workload';

const COLLECTOR = PEERS.jaegerCollector;
const QUERY = PEERS.jaegerQuery;
const NAMESPACE = COLLECTOR.namespace;
const PORTS = {
  grpc: 4317,
  page: 16686,
  health: 13133,
  metrics: 8888,
} as const;
const SIGN_ON_SECRET = 'jaeger-sign-on';
const BACKEND = 'traces';
const CONFIG_FOLDER = '/etc/jaeger';
const CA_FOLDER = '/etc/elasticsearch';

/** End-to-end traces: https://www.jaegertracing.io. Its chart is one pod that is recreated, so the parts are written here. */
export const jaeger = addOn('jaeger', {
  why: 'Shows a call from the BFF through every microservice, and where its time went',
  namespace: NAMESPACE,
  needs: [elasticsearch, linkerd, prometheusOperatorCrds, awsLoadBalancerController],
  namespaces: { [NAMESPACE]: { denyByDefault: true } },
  offers: {
    collector: { peer: COLLECTOR, host: `${COLLECTOR.name}.${NAMESPACE}.svc.cluster.local`, port: PORTS.grpc },
    query: {
      peer: QUERY,
      url: `http://${QUERY.name}.${NAMESPACE}.svc.cluster.local:${String(PORTS.page)}`,
      port: PORTS.page,
    },
  },
  manifests: ({ environment }) => ({
    access: [
      elasticsearch.offers.user(environment, 'jaeger', NAMESPACE),
      platformSecret(environment, {
        name: SIGN_ON_SECRET,
        namespace: NAMESPACE,
        path: 'sign-on/jaeger',
        keys: { clientID: 'client-id', clientSecret: 'client-secret' },
      }),
      platformIngress(environment, {
        page: 'jaeger',
        namespace: NAMESPACE,
        service: { name: QUERY.name, port: PORTS.page },
        healthPath: '/',
        signOnSecret: SIGN_ON_SECRET,
      }),
    ],
    collector: [
      serviceAccount(COLLECTOR.name),
      configMap(COLLECTOR.name, collectorText(environment)),
      ...part(COLLECTOR, environment.highlyAvailable ? 3 : 1, collectorText(environment), environment),
      service(COLLECTOR, [{ name: 'otlp-grpc', appProtocol: 'kubernetes.io/h2c', port: PORTS.grpc }]),
    ],
    query: [
      serviceAccount(QUERY.name),
      configMap(QUERY.name, queryText(environment)),
      ...part(QUERY, environment.highlyAvailable ? 2 : 1, queryText(environment), environment),
      service(QUERY, [{ name: 'page', appProtocol: 'http', port: PORTS.page }]),
    ],
    monitors: [monitor],
    network: network(environment),
    policies: policies(),
    retention: [serviceAccount(INDEX_CLEANER['app.kubernetes.io/name']), indexCleaner(environment)],
  }),
});

const serviceAccount = (name: string): ServiceAccount => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: NAMESPACE },
  automountServiceAccountToken: false,
});

/** The keys of 2.20, which refuses the flags of every release before it. */
function storage(environment: Environment) {
  const index = (shards: number, rollover: 'day' | 'month' = 'day') => ({
    shards,
    replicas: environment.highlyAvailable ? 1 : 0,
    rotation: { periodic: { date_layout: rollover === 'day' ? '2006-01-02' : '2006-01' } },
  });
  return {
    backends: {
      [BACKEND]: {
        elasticsearch: {
          server_urls: [elasticsearch.offers.url],
          auth: { basic: { username: '${env:ES_USERNAME}', password: '${env:ES_PASSWORD}' } },
          tls: { ca_file: `${CA_FOLDER}/${elasticsearch.offers.certificate.key}` },
          indices: {
            spans: index(environment.highlyAvailable ? 3 : 1),
            services: index(1),
            dependencies: index(1),
            sampling: index(1),
          },
          max_span_age: `${String(traceDays(environment) * 24)}h`,
        },
      },
    },
  } as const;
}

const telemetry = {
  logs: { encoding: 'json', level: 'info' },
  metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: PORTS.metrics } } } }] },
} as const;

const healthcheckv2 = { use_v2: true, http: { endpoint: `0.0.0.0:${String(PORTS.health)}` } } as const;

function collectorText(environment: Environment): string {
  const config = collectorConfig(COLLECTOR.name, 'jaeger', {
    extensions: { healthcheckv2, jaeger_storage: storage(environment) },
    receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${String(PORTS.grpc)}` } } } },
    processors: {
      memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
      batch: { timeout: '1s', send_batch_size: 5000 },
    },
    exporters: { jaeger_storage_exporter: { trace_storage: BACKEND } },
    service: {
      extensions: ['healthcheckv2', 'jaeger_storage'],
      telemetry,
      pipelines: {
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'batch'],
          exporters: ['jaeger_storage_exporter'],
        },
      },
    },
  });
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/** The page reads; the pipeline, without which no collector starts, only tells about the page itself. */
function queryText(environment: Environment): string {
  const config = collectorConfig(QUERY.name, 'jaeger', {
    extensions: {
      healthcheckv2,
      jaeger_storage: storage(environment),
      jaeger_query: { storage: { traces: BACKEND }, http: { endpoint: `0.0.0.0:${String(PORTS.page)}` } },
    },
    receivers: { otlp: { protocols: { grpc: { endpoint: `127.0.0.1:${String(PORTS.grpc)}` } } } },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: BACKEND } },
    service: {
      extensions: ['healthcheckv2', 'jaeger_storage', 'jaeger_query'],
      telemetry,
      pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['jaeger_storage_exporter'] } },
    },
  });
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

function configMap(name: string, text: string): ConfigMap {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: NAMESPACE },
    data: { 'config.yaml': text },
  };
}

function part(peer: Peer, replicas: number, text: string, environment: Environment) {
  const { userSecret, certificate } = elasticsearch.offers;
  const secret = (key: 'username' | 'password') => ({
    valueFrom: { secretKeyRef: { key: userSecret[key], name: userSecret.name } },
  });
  const served: NonNullable<Container['ports']> =
    peer.name === COLLECTOR.name
      ? [{ name: 'otlp-grpc', containerPort: PORTS.grpc, protocol: 'TCP' }]
      : [{ name: 'page', containerPort: PORTS.page, protocol: 'TCP' }];
  const health = (path: string) => ({ httpGet: { path, port: 'health', scheme: 'HTTP' as const } });
  const container: Container = {
    name: 'jaeger',
    image: image('jaeger'),
    imagePullPolicy: 'Always',
    args: [`--config=${CONFIG_FOLDER}/config.yaml`],
    env: [
      { name: 'ES_USERNAME', ...secret('username') },
      { name: 'ES_PASSWORD', ...secret('password') },
    ],
    ports: [
      ...served,
      { name: 'health', containerPort: PORTS.health, protocol: 'TCP' },
      { name: 'metrics', containerPort: PORTS.metrics, protocol: 'TCP' },
    ],
    startupProbe: { ...health('/status'), failureThreshold: 30, periodSeconds: 2 },
    // alive is whoever answers at all; ready is who reaches its storage
    livenessProbe: { tcpSocket: { port: 'health' }, failureThreshold: 3, periodSeconds: 10 },
    readinessProbe: { ...health('/status'), failureThreshold: 3, periodSeconds: 5 },
    resources: environment.highlyAvailable ? resources('250m', '1Gi') : resources('50m', '256Mi'),
    securityContext: UNPRIVILEGED,
    volumeMounts: [
      { name: 'config', mountPath: CONFIG_FOLDER, readOnly: true },
      { name: 'ca', mountPath: CA_FOLDER, readOnly: true },
    ],
  };
  return deployment(replicas, {
    ...peer,
    annotations: { ...MESHED, 'checksum/config': createHash('sha256').update(text).digest('hex').slice(0, 16) },
    priority: 'standard',
    containers: [container],
    volumes: [
      { name: 'config', configMap: { name: peer.name } },
      { name: 'ca', configMap: { name: certificate.configMap } },
    ],
    graceSeconds: 60,
  });
}

function service(peer: Peer, ports: readonly { name: string; appProtocol: string; port: number }[]): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: peer.name, namespace: NAMESPACE, labels: peer.labels },
    spec: { ports: ports.map((port) => ({ ...port, protocol: 'TCP', targetPort: port.name })), selector: peer.labels },
  };
}

const monitor: PodMonitor = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PodMonitor',
  metadata: { name: 'jaeger', namespace: NAMESPACE },
  spec: {
    podMetricsEndpoints: [{ interval: '30s', path: '/metrics', port: 'metrics' }],
    selector: {
      matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: [COLLECTOR.name, QUERY.name] }],
    },
  },
};

function network(environment: Environment): NetworkPolicy[] {
  const store = to(
    [podsIn(elasticsearch.offers.namespace, elasticsearch.offers.pods.labels)],
    elasticsearch.offers.port,
  );
  const scraped = from([podsOf(PEERS.scraper)], PROXY.admin);
  return [
    networkPolicy(
      { name: COLLECTOR.name, namespace: NAMESPACE, pods: COLLECTOR.labels },
      {
        ingress: [fromMeshed([podsOf(PEERS.traceSampler), podsOf(PEERS.scraper)]), scraped],
        egress: [...toMesh, store],
      },
    ),
    networkPolicy(
      { name: QUERY.name, namespace: NAMESPACE, pods: QUERY.labels },
      {
        ingress: [
          fromMeshed([podsOf(PEERS.grafana), podsOf(PEERS.scraper)]),
          from(blocks(environment.network.loadBalancers), PORTS.page),
          scraped,
        ],
        egress: [...toMesh, store],
      },
    ),
    networkPolicy(
      { name: 'jaeger-index-cleaner', namespace: NAMESPACE, pods: INDEX_CLEANER },
      { egress: [toDns, store] },
    ),
  ];
}

function policies() {
  const scraped = (peer: Peer) => [
    ...guard({
      name: `${peer.name}-metrics`,
      namespace: NAMESPACE,
      pods: peer.labels,
      port: 'metrics',
      protocol: 'HTTP/1',
      callers: [PEERS.scraper],
    }),
    ...guard({
      name: `${peer.name}-linkerd-admin`,
      namespace: NAMESPACE,
      pods: peer.labels,
      port: 'linkerd-admin',
      protocol: 'HTTP/1',
      callers: [PEERS.scraper],
    }),
    // the kubelet has no identity
    ...guard({
      name: `${peer.name}-health`,
      namespace: NAMESPACE,
      pods: peer.labels,
      port: 'health',
      protocol: 'HTTP/1',
    }),
  ];
  return [
    ...guard({
      name: 'jaeger-collector-otlp',
      namespace: NAMESPACE,
      pods: COLLECTOR.labels,
      port: 'otlp-grpc',
      protocol: 'gRPC',
      callers: [PEERS.traceSampler],
    }),
    ...scraped(COLLECTOR),
    // people come through the load balancer, which has asked them who they are and has no identity itself
    ...guard({ name: 'jaeger-query-page', namespace: NAMESPACE, pods: QUERY.labels, port: 'page', protocol: 'HTTP/1' }),
    ...scraped(QUERY),
  ];
}

/** Days that spans stay. */
function traceDays(environment: Environment): number {
  switch (environment.name) {
    case 'production':
      return 7;
    default:
      return environment.highlyAvailable ? 3 : 1;
  }
}

/** Removes indices by the day in their name, since they rotate by it. */
function indexCleaner(environment: Environment): CronJob {
  const { userSecret, certificate, url } = elasticsearch.offers;
  const secret = (key: 'username' | 'password') => ({
    valueFrom: { secretKeyRef: { key: userSecret[key], name: userSecret.name } },
  });
  const name = INDEX_CLEANER['app.kubernetes.io/name'];
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      schedule: '55 0 * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      failedJobsHistoryLimit: 2,
      startingDeadlineSeconds: 3600,
      successfulJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          activeDeadlineSeconds: 600,
          backoffLimit: 2,
          ttlSecondsAfterFinished: 86_400,
          template: withRestart(
            podTemplate({
              name,
              namespace: NAMESPACE,
              labels: INDEX_CLEANER,
              annotations: { 'linkerd.io/inject': 'disabled' },
              serviceAccount: name,
              priority: 'batch',
              containers: [
                {
                  name: 'clean',
                  image: image('jaegerIndexCleaner'),
                  imagePullPolicy: 'Always',
                  args: [String(traceDays(environment)), url],
                  env: [
                    { name: 'ES_USERNAME', ...secret('username') },
                    { name: 'ES_PASSWORD', ...secret('password') },
                    { name: 'ES_TLS_ENABLED', value: 'true' },
                    { name: 'ES_TLS_CA', value: `${CA_FOLDER}/${certificate.key}` },
                  ],
                  resources: resources('10m', '64Mi'),
                  securityContext: UNPRIVILEGED,
                  volumeMounts: [{ name: 'ca', mountPath: CA_FOLDER, readOnly: true }],
                },
              ],
              volumes: [{ name: 'ca', configMap: { name: certificate.configMap } }],
            }),
          ),
        },
      },
    },
  };
}

const withRestart = (template: ReturnType<typeof podTemplate>): ReturnType<typeof podTemplate> => ({
  ...template,
  spec: { ...template.spec!, restartPolicy: 'Never' },
});
