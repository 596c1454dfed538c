import type { Grafana, GrafanaDashboard, GrafanaDatasource, GrafanaFolder } from '../../../imports/grafana';
import type { NetworkPolicy } from '../../../imports/kubernetes';
import { addOn, chart } from '../../../src/model/add-on';
import type { AddOnContext } from '../../../src/model/add-on';
import { DATASOURCES, folderUid } from '../../../src/constructs/dashboard';
import { storeHost } from '../../../src/model/addressing';
import type { Environment } from '../../../src/model/environment';
import { PROXY } from '../../../src/model/linkerd';
import { store } from '../../environments';
import { platform } from '../../teams';
import { guard, MESHED } from '../authorization';
import { elasticsearch } from '../elasticsearch';
import { secretStore } from '../external-secrets';
import { jaeger } from '../jaeger';
import { kubernetes } from '../kubernetes';
import { awsLoadBalancerController } from '../load-balancers';
import { blocks, from, internet, networkPolicy, podsIn, podsOf, to, toMesh, toMeshed } from '../network';
import { PEERS } from '../peers';
import { CHARTS, RELEASES } from '../pins';
import { prometheus } from '../prometheus';
import { prometheusOperatorCrds } from '../prometheus-crds';
import { resources } from '../resources';
import { platformSecret, platformSecretName } from '../secrets';
import { platformHost, platformIngress, SIGN_ON } from '../sign-on';
import { budget } from '../workload';
import { platformDashboards } from './dashboards';

const NAMESPACE = PEERS.grafana.namespace;
const OPERATOR_NAMESPACE = 'grafana-operator';
const NAME = PEERS.grafana.name;
const PORT = 3000;
const SIGN_ON_SECRET = 'grafana-sign-on';
const DATABASE_SECRET = 'grafana-database';

/** Keeps sessions and preferences, so that two replicas know the same; everything else is in git. */
const DATABASE = store('postgres', 'grafana', {
  owner: platform,
  connections: { dev: 100, staging: 100, production: 200 },
});

/** What dashboards say to be shown here. */
const INSTANCE = { 'grafana.shop.example/instance': 'platform' } as const;
const instanceSelector = { matchLabels: INSTANCE };

/** Brings dashboards from the cluster into Grafana: https://grafana.github.io/grafana-operator */
export const grafanaOperator = addOn('grafana-operator', {
  why: 'Keeps Grafana’s dashboards, folders and data sources equal to git',
  namespace: OPERATOR_NAMESPACE,
  needs: [kubernetes, prometheusOperatorCrds],
  helm: () => [
    chart(CHARTS.grafanaOperator, { resources: resources('50m', '256Mi'), serviceMonitor: { enabled: true } }),
  ],
});

/** Where metrics are looked at, with a jump from each to its trace and its logs. */
export const grafana = addOn('grafana', {
  why: 'Shows each microservice and each part of the platform on one page, and leads from a metric to its trace and its logs',
  namespace: NAMESPACE,
  needs: [grafanaOperator, prometheus, elasticsearch, jaeger, secretStore, awsLoadBalancerController],
  namespaces: { [NAMESPACE]: { denyByDefault: true } },
  offers: {
    instance: INSTANCE,
    datasources: DATASOURCES,
  },
  cloud: ({ environment }) => ({
    databases: environment.highlyAvailable
      ? [
          {
            store: DATABASE.store,
            secret: platformSecretName(environment, DATABASE_SECRET),
            user: 'grafana',
          },
        ]
      : [],
  }),
  manifests: (context) => ({
    grafana: [instance(context.environment), ...budget(replicas(context.environment), PEERS.grafana)],
    access: access(context.environment),
    datasources: datasources(),
    folders: folders(context),
    dashboards: platformDashboards(context).map((dashboard): GrafanaDashboard => ({
      apiVersion: 'grafana.integreatly.org/v1beta1',
      kind: 'GrafanaDashboard',
      metadata: { name: dashboard.uid, namespace: NAMESPACE },
      spec: { folderRef: platform.name, instanceSelector, json: dashboard.json, uid: dashboard.uid },
    })),
    network: network(context.environment),
    policies: [
      // people come through the load balancer and sign in here; the operator comes from the cluster
      ...guard({
        name: 'grafana-page',
        namespace: NAMESPACE,
        pods: PEERS.grafana.labels,
        port: PORT,
        protocol: 'HTTP/1',
      }),
      ...guard({
        name: 'grafana-linkerd-admin',
        namespace: NAMESPACE,
        pods: PEERS.grafana.labels,
        port: 'linkerd-admin',
        protocol: 'HTTP/1',
        callers: [PEERS.scraper],
      }),
    ],
  }),
});

const fromSecret = (name: string, secret: string, key: string) => ({
  name,
  valueFrom: { secretKeyRef: { key, name: secret } },
});

const replicas = (environment: Environment): number => (environment.highlyAvailable ? 2 : 1);

function instance(environment: Environment): Grafana {
  const root = `https://${platformHost(environment, 'grafana')}`;
  return {
    apiVersion: 'grafana.integreatly.org/v1beta1',
    kind: 'Grafana',
    metadata: { name: NAME, namespace: NAMESPACE, labels: INSTANCE },
    spec: {
      config: {
        analytics: { check_for_updates: 'false', reporting_enabled: 'false' },
        auth: { disable_login_form: 'true', oauth_auto_login: 'true' },
        'auth.generic_oauth': {
          allow_sign_up: 'true',
          api_url: SIGN_ON.userInfo,
          auth_url: SIGN_ON.authorization,
          client_id: 'grafana',
          enabled: 'true',
          name: 'Company account',
          role_attribute_path: `contains(${SIGN_ON.groupsClaim}[*], '${SIGN_ON.administrators}') && 'Admin' || 'Viewer'`,
          scopes: `openid profile email ${SIGN_ON.groupsClaim}`,
          token_url: SIGN_ON.token,
          use_pkce: 'true',
        },
        ...(environment.highlyAvailable
          ? { database: { name: DATABASE.store.database, ssl_mode: 'require', type: 'postgres' } }
          : {}),
        // data sources such as Elasticsearch's are plugins in the image; an update stops one before it finds that the disk is read-only
        plugins: { preinstall_auto_update: 'false', preinstall_disabled: 'true' },
        log: { level: 'info', mode: 'console' },
        'log.console': { format: 'json' },
        security: { cookie_secure: 'true', disable_gravatar: 'true' },
        server: { root_url: root },
        users: { default_theme: 'system' },
      },
      deployment: {
        spec: {
          replicas: replicas(environment),
          template: {
            metadata: { annotations: MESHED },
            spec: {
              containers: [
                {
                  name: 'grafana',
                  env: [
                    fromSecret('GF_AUTH_GENERIC_OAUTH_CLIENT_SECRET', SIGN_ON_SECRET, 'clientSecret'),
                    ...(environment.highlyAvailable
                      ? [
                          {
                            name: 'GF_DATABASE_HOST',
                            value: `${storeHost(DATABASE.store, environment)}:${String(DATABASE.store.port)}`,
                          },
                          fromSecret('GF_DATABASE_USER', DATABASE_SECRET, 'username'),
                          fromSecret('GF_DATABASE_PASSWORD', DATABASE_SECRET, 'password'),
                        ]
                      : []),
                  ],
                  resources: resources('100m', '512Mi', '1Gi'),
                },
              ],
              priorityClassName: 'standard',
              ...(replicas(environment) < 2
                ? {}
                : {
                    topologySpreadConstraints: [
                      {
                        labelSelector: { matchLabels: PEERS.grafana.labels },
                        maxSkew: 1,
                        topologyKey: 'topology.kubernetes.io/zone',
                        whenUnsatisfiable: 'DoNotSchedule',
                      },
                    ],
                  }),
            },
          },
        },
      },
      disableDefaultAdminSecret: false,
      version: RELEASES.grafana,
    },
  };
}

function access(environment: Environment) {
  return [
    platformSecret(environment, {
      name: SIGN_ON_SECRET,
      namespace: NAMESPACE,
      path: 'sign-on/grafana',
      keys: { clientSecret: 'client-secret' },
    }),
    ...(environment.highlyAvailable
      ? [
          platformSecret(environment, {
            name: DATABASE_SECRET,
            namespace: NAMESPACE,
            path: DATABASE_SECRET,
            keys: { username: 'username', password: 'password' },
          }),
        ]
      : []),
    elasticsearch.offers.user(environment, 'grafana', NAMESPACE),
    platformIngress(environment, {
      page: 'grafana',
      namespace: NAMESPACE,
      service: { name: `${NAME}-service`, port: PORT },
      healthPath: '/api/health',
    }),
  ];
}

function datasource(name: string, spec: Omit<GrafanaDatasource['spec'], 'instanceSelector'>): GrafanaDatasource {
  return {
    apiVersion: 'grafana.integreatly.org/v1beta1',
    kind: 'GrafanaDatasource',
    metadata: { name, namespace: NAMESPACE },
    spec: { ...spec, instanceSelector },
  };
}

/** A trace leads to its logs and its microservice's metrics, an exemplar to its trace, a log to its trace. */
function datasources(): GrafanaDatasource[] {
  const { userSecret } = elasticsearch.offers;
  const common = { access: 'proxy', editable: false } as const;
  return [
    datasource('prometheus', {
      uid: DATASOURCES.prometheus.uid,
      datasource: {
        ...common,
        type: DATASOURCES.prometheus.type,
        name: 'Prometheus',
        url: prometheus.offers.url,
        isDefault: true,
        jsonData: {
          exemplarTraceIdDestinations: [{ datasourceUid: DATASOURCES.jaeger.uid, name: 'trace_id' }],
          httpMethod: 'POST',
          manageAlerts: false,
          prometheusType: 'Prometheus',
          timeInterval: '30s',
        },
      },
    }),
    datasource('elasticsearch', {
      uid: DATASOURCES.elasticsearch.uid,
      datasource: {
        ...common,
        type: DATASOURCES.elasticsearch.type,
        name: 'Elasticsearch',
        url: elasticsearch.offers.url,
        basicAuth: true,
        basicAuthUser: '${username}',
        jsonData: {
          dataLinks: [
            {
              datasourceUid: DATASOURCES.jaeger.uid,
              field: 'trace_id',
              url: '$${__value.raw}',
              urlDisplayLabel: 'Trace',
            },
          ],
          index: elasticsearch.offers.logIndex,
          logLevelField: 'severity_text',
          logMessageField: 'body.text',
          timeField: '@timestamp',
          tlsAuthWithCACert: true,
        },
        secureJsonData: { basicAuthPassword: '${password}', tlsCACert: '${ca}' },
      },
      valuesFrom: [
        {
          targetPath: 'basicAuthUser',
          valueFrom: { secretKeyRef: { key: userSecret.username, name: userSecret.name } },
        },
        {
          targetPath: 'secureJsonData.basicAuthPassword',
          valueFrom: { secretKeyRef: { key: userSecret.password, name: userSecret.name } },
        },
        {
          targetPath: 'secureJsonData.tlsCACert',
          valueFrom: {
            configMapKeyRef: {
              key: elasticsearch.offers.certificate.key,
              name: elasticsearch.offers.certificate.configMap,
            },
          },
        },
      ],
    }),
    datasource('jaeger', {
      uid: DATASOURCES.jaeger.uid,
      datasource: {
        ...common,
        type: DATASOURCES.jaeger.type,
        name: 'Jaeger',
        url: jaeger.offers.query.url,
        jsonData: {
          nodeGraph: { enabled: true },
          tracesToLogsV2: {
            customQuery: true,
            datasourceUid: DATASOURCES.elasticsearch.uid,
            filterByTraceID: true,
            query: 'trace_id:"$${__trace.traceId}"',
            spanEndTimeShift: '5m',
            spanStartTimeShift: '-5m',
          },
          tracesToMetrics: {
            datasourceUid: DATASOURCES.prometheus.uid,
            queries: [
              {
                name: 'Requests',
                query:
                  'sum by (classification) (rate(response_total{direction="inbound",deployment="$${__span.tags["service.name"]}"}[5m]))',
              },
            ],
            spanEndTimeShift: '15m',
            spanStartTimeShift: '-15m',
          },
        },
      },
    }),
    datasource('alertmanager', {
      uid: 'alertmanager',
      datasource: {
        ...common,
        type: 'alertmanager',
        name: 'Alertmanager',
        url: prometheus.offers.alertmanagerUrl,
        jsonData: { handleGrafanaManagedAlerts: false, implementation: 'prometheus' },
      },
    }),
  ];
}

/** A folder for each team. */
function folders({ microservices }: AddOnContext): GrafanaFolder[] {
  const teams = [...new Set([platform.name, ...microservices.map((each) => each.team.name)])].sort();
  return teams.map((team) => ({
    apiVersion: 'grafana.integreatly.org/v1beta1',
    kind: 'GrafanaFolder',
    metadata: { name: team, namespace: NAMESPACE },
    spec: { instanceSelector, title: team, uid: folderUid(team) },
  }));
}

function network(environment: Environment): NetworkPolicy[] {
  return [
    networkPolicy(
      { name: NAME, namespace: NAMESPACE, pods: PEERS.grafana.labels },
      {
        ingress: [
          from([podsIn(OPERATOR_NAMESPACE), ...blocks(environment.network.loadBalancers)], PORT),
          from([podsOf(PEERS.scraper)], PROXY.admin),
        ],
        egress: [
          ...toMesh,
          toMeshed([podsOf(PEERS.scraper), podsOf(jaeger.offers.query.peer)]),
          to([podsIn(prometheus.offers.namespace, { 'app.kubernetes.io/name': 'alertmanager' })], 9093),
          to([podsIn(elasticsearch.offers.namespace, elasticsearch.offers.pods.labels)], elasticsearch.offers.port),
          // the sign-on, and the database
          to(internet(), 443),
          ...(environment.highlyAvailable ? [to(blocks(environment.network.data), 5432)] : []),
        ],
      },
    ),
  ];
}
