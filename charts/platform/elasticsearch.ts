import type { Certificate } from '../../imports/cert-manager';
import type { Elasticsearch, ElasticsearchNodeRole, ElasticsearchNodeSet } from '../../imports/elastic';
import type { ExternalSecret } from '../../imports/external-secrets';
import type { ConfigMap, CronJob, NetworkPolicy, NetworkPolicyPeer, ServiceAccount } from '../../imports/kubernetes';
import { addOn, chart } from '../../src/model/add-on';
import type { AddOnContext } from '../../src/model/add-on';
import type { Environment } from '../../src/model/environment';
import { CLUSTER_ISSUER } from './cert-manager';
import { secretStore } from './external-secrets';
import { from, internet, networkPolicy, podsIn, podsOf, to, toApiServer, toDns } from './network';
import { PEERS } from './peers';
import { CHARTS, image, RELEASES } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';
import { platformSecret } from './secrets';
import { storage } from './storage';
import { trustBundle } from './trust-bundle';

const NAMESPACE = 'elastic';
const CLUSTER = 'logs';
const OPERATOR_NAMESPACE = 'elastic-system';
const PODS = { 'elasticsearch.k8s.elastic.co/cluster-name': CLUSTER } as const;
const SERVICE = `${CLUSTER}-es-http`;
const HOST = `${SERVICE}.${NAMESPACE}.svc.cluster.local`;
const PORT = 9200;
/** The authority of its certificate, in every namespace. */
const AUTHORITY = { configMap: trustBundle.offers.configMap, key: trustBundle.offers.key } as const;
/** Labels of the job that removes old spans. */
export const INDEX_CLEANER = { 'app.kubernetes.io/name': 'jaeger-index-cleaner' } as const;

const PRIVILEGES = { write: ['auto_configure', 'create_doc'], read: ['read', 'view_index_metadata'] } as const;

/** Who may do what: one user for each program, with no more than it needs. */
const USERS = {
  collector: { cluster: ['monitor'], indices: [{ names: ['logs-*'], privileges: PRIVILEGES.write }] },
  grafana: { cluster: ['monitor'], indices: [{ names: ['logs-*'], privileges: PRIVILEGES.read }] },
  reader: {
    cluster: ['monitor'],
    indices: [{ names: ['logs-*'], privileges: PRIVILEGES.read }],
    // Kibana's own pages, without which it answers a reader of any index that he may not enter
    applications: [{ application: 'kibana-.kibana', privileges: ['read'], resources: ['*'] }],
  },
  jaeger: {
    cluster: ['monitor', 'manage_index_templates'],
    indices: [{ names: ['jaeger-*'], privileges: ['all'] }],
  },
  metrics: { cluster: ['monitor'], indices: [] },
  retention: { cluster: ['monitor', 'manage_ilm', 'manage_index_templates'], indices: [] },
} as const;

const userSecretName = (name: string): string => `user-${name}`;

export type ElasticsearchUser = keyof typeof USERS;

/** Kinds of ECK, apart, because Helm never upgrades a chart's own. */
export const eckCrds = addOn('eck-crds', {
  why: 'Kinds for Elasticsearch and Kibana',
  namespace: OPERATOR_NAMESPACE,
  needs: [prometheusOperatorCrds],
  helm: () => [chart(CHARTS.eckCrds, {})],
});

/** Runs Elasticsearch and Kibana: https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s */
export const eckOperator = addOn('eck-operator', {
  why: 'Installs, resizes and upgrades Elasticsearch and Kibana without losing data',
  namespace: OPERATOR_NAMESPACE,
  needs: [eckCrds],
  helm: (environment) => [
    chart(
      CHARTS.eckOperator,
      {
        installCRDs: false,
        replicaCount: environment.highlyAvailable ? 2 : 1,
        podDisruptionBudget: { enabled: environment.highlyAvailable },
        resources: resources('100m', '512Mi'),
        telemetry: { disabled: true },
        config: { metrics: { port: '8080' } },
        podMonitor: { enabled: true },
      },
      {
        ignoreDifferences: [
          {
            group: 'admissionregistration.k8s.io',
            kind: 'ValidatingWebhookConfiguration',
            jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
          },
        ],
      },
    ),
  ],
});

/** Where all logs of all microservices are, and the traces. */
export const elasticsearch = addOn('elasticsearch', {
  why: 'Keeps the logs of every pod and the spans of every trace, for as long as each is worth',
  namespace: NAMESPACE,
  needs: [eckOperator, secretStore, storage, trustBundle],
  namespaces: { [NAMESPACE]: { denyByDefault: true } },
  offers: {
    namespace: NAMESPACE,
    cluster: CLUSTER,
    url: `https://${HOST}:${String(PORT)}`,
    port: PORT,
    pods: { namespace: NAMESPACE, labels: PODS },
    place: { in: 'cluster', namespace: NAMESPACE, service: SERVICE, labels: PODS, authority: AUTHORITY },
    certificate: AUTHORITY,
    logIndex: 'logs-*',
    traceIndex: 'jaeger-*',
    /** The Secret of one user, in the namespace of whoever signs in as it. */
    user: (environment: Environment, name: ElasticsearchUser, namespace: string): ExternalSecret =>
      platformSecret(environment, {
        name: 'elasticsearch-user',
        namespace,
        path: `elasticsearch/${name}`,
        keys: { username: 'username', password: 'password' },
      }),
    /** Secrets of users whose programs run beside it. */
    users: { metrics: userSecretName('metrics') },
    userSecret: { name: 'elasticsearch-user', username: 'username', password: 'password' },
  },
  manifests: (context) => ({
    cluster: [httpCertificate, cluster(context)],
    users: users(context),
    retention: retention(context.environment),
    network: network(context),
  }),
});

/** From the platform's authority, which every namespace trusts; ECK's own would have to be copied around. */
const httpCertificate: Certificate = {
  apiVersion: 'cert-manager.io/v1',
  kind: 'Certificate',
  metadata: { name: SERVICE, namespace: NAMESPACE },
  spec: {
    commonName: SERVICE,
    dnsNames: [SERVICE, `${SERVICE}.${NAMESPACE}.svc`, HOST],
    duration: '2160h0m0s',
    issuerRef: CLUSTER_ISSUER,
    privateKey: { algorithm: 'ECDSA', rotationPolicy: 'Always', size: 256 },
    renewBefore: '720h0m0s',
    secretName: `${SERVICE}-certificate`,
    usages: ['server auth'],
  },
};

function cluster(context: AddOnContext): Elasticsearch {
  const { environment } = context;
  const names = [...Object.keys(USERS), ...microserviceUsers(context).map((user) => user.name)].sort();
  const secrets = names.map((name) => ({ secretName: userSecretName(name) }));
  return {
    apiVersion: 'elasticsearch.k8s.elastic.co/v1',
    kind: 'Elasticsearch',
    metadata: { name: CLUSTER, namespace: NAMESPACE },
    spec: {
      auth: { fileRealm: secrets, roles: secrets },
      http: { tls: { certificate: { secretName: httpCertificate.spec.secretName } } },
      nodeSets: nodeSets(environment),
      updateStrategy: { changeBudget: { maxSurge: 1, maxUnavailable: 1 } },
      version: RELEASES.elasticStack,
      // never with the cluster: a slip of the hand must not delete the logs
      volumeClaimDeletePolicy: 'DeleteOnScaledownOnly',
    },
  };
}

/** Masters apart from data where the cluster matters: a node that is busy with searches must not lose an election. */
function nodeSets(environment: Environment): ElasticsearchNodeSet[] {
  const data: readonly ElasticsearchNodeRole[] = ['data_content', 'data_hot', 'ingest', 'transform'];
  switch (environment.name) {
    case 'production':
      return [
        nodeSet('masters', 3, ['master'], { cpu: '500m', memory: '4Gi', disk: '10Gi' }),
        nodeSet('hot', 3, data, { cpu: '2', memory: '16Gi', disk: '500Gi' }),
        nodeSet('warm', 2, ['data_warm'], { cpu: '1', memory: '8Gi', disk: '1000Gi' }),
      ];
    default:
      return environment.highlyAvailable
        ? [nodeSet('all', 3, ['master', 'data_warm', ...data], { cpu: '1', memory: '8Gi', disk: '200Gi' })]
        : [nodeSet('all', 1, ['master', 'data_warm', ...data], { cpu: '500m', memory: '4Gi', disk: '50Gi' })];
  }
}

function nodeSet(
  name: string,
  count: number,
  roles: readonly ElasticsearchNodeRole[],
  size: { readonly cpu: string; readonly memory: string; readonly disk: string },
): ElasticsearchNodeSet {
  return {
    name,
    count,
    // allow_mmap would need a privileged container that raises vm.max_map_count on the node
    config: { 'node.roles': roles, 'node.store.allow_mmap': false },
    podTemplate: {
      metadata: { annotations: { 'linkerd.io/inject': 'disabled' } },
      spec: {
        containers: [{ name: 'elasticsearch', resources: resources(size.cpu, size.memory, '1Gi') }],
        priorityClassName: 'critical',
        ...(count < 2
          ? {}
          : {
              topologySpreadConstraints: [
                {
                  labelSelector: {
                    matchLabels: { 'elasticsearch.k8s.elastic.co/statefulset-name': `${CLUSTER}-es-${name}` },
                  },
                  maxSkew: 1,
                  topologyKey: 'topology.kubernetes.io/zone',
                  whenUnsatisfiable: 'DoNotSchedule' as const,
                },
              ],
            }),
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'elasticsearch-data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: size.disk } },
          storageClassName: storage.offers.storageClass,
        },
      },
    ],
  };
}

interface Role {
  readonly cluster: readonly string[];
  readonly indices: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
  readonly applications?: readonly {
    readonly application: string;
    readonly privileges: readonly string[];
    readonly resources: readonly string[];
  }[];
}

/** Microservices that keep an index here: readers read, the others may make it, too. */
function microserviceUsers({ microservices }: AddOnContext): { name: string; remoteKey: string; role: Role }[] {
  return microservices.flatMap((microservice) =>
    microservice.stores
      .filter((store) => store.kind === 'elasticsearch' && store.pods?.namespace === NAMESPACE)
      .flatMap((store) => {
        const secret = microservice.secrets.find((each) => each.name === store.secretName);
        if (!secret) return [];
        const privileges = store.access === 'read' ? PRIVILEGES.read : ['all'];
        const names = [store.database, `${store.database}-*`];
        return [
          {
            name: microservice.name,
            remoteKey: secret.remoteKey,
            role: { cluster: ['monitor'], indices: [{ names, privileges }] },
          },
        ];
      }),
  );
}

/** Name and password from the secret store; the role, which is no secret, beside them. */
function users(context: AddOnContext): ExternalSecret[] {
  const own = Object.entries(USERS).map(([name, role]) => ({
    name,
    path: `elasticsearch/${name}`,
    role: role,
  }));
  const others = microserviceUsers(context).map(({ name, remoteKey, role }) => ({
    name,
    path: { key: remoteKey },
    role,
  }));
  return [...own, ...others].map(({ name, path, role }) =>
    platformSecret(context.environment, {
      name: userSecretName(name),
      namespace: NAMESPACE,
      path,
      keys: { username: 'username', password: 'password' },
      text: { roles: roleName(name), 'roles.yml': JSON.stringify({ [roleName(name)]: role }) },
      type: 'kubernetes.io/basic-auth',
    }),
  );
}

const roleName = (name: string): string => `chartwright-${name}`;

/** Days that a log stays, hot and then warm; traces are removed by Jaeger's own job. */
function days(environment: Environment): { readonly warm: number; readonly remove: number } {
  switch (environment.name) {
    case 'production':
      return { warm: 3, remove: 30 };
    default:
      return environment.highlyAvailable ? { warm: 3, remove: 14 } : { warm: 1, remove: 3 };
  }
}

const RETENTION = { 'app.kubernetes.io/name': 'elasticsearch-retention' } as const;

/** Policy and template as files, and a job that puts them: with a basic licence there is no kind for them. */
function retention(environment: Environment): (ConfigMap | ServiceAccount | CronJob)[] {
  const { warm, remove } = days(environment);
  const policy = {
    policy: {
      phases: {
        hot: {
          actions: { rollover: { max_age: '1d', max_primary_shard_size: '50gb' }, set_priority: { priority: 100 } },
        },
        warm: {
          min_age: `${String(warm)}d`,
          actions: { forcemerge: { max_num_segments: 1 }, set_priority: { priority: 50 } },
        },
        delete: { min_age: `${String(remove)}d`, actions: { delete: {} } },
      },
    },
  };
  const template = {
    template: {
      settings: {
        index: {
          lifecycle: { name: 'chartwright-logs' },
          // one node has no place for a replica, which would be missing for ever
          ...(environment.highlyAvailable ? {} : { number_of_replicas: 0 }),
        },
      },
    },
  };
  const name = 'elasticsearch-retention';
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: NAMESPACE },
      data: {
        'policy.json': JSON.stringify(policy, undefined, 2),
        'template.json': JSON.stringify(template, undefined, 2),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name, namespace: NAMESPACE },
      automountServiceAccountToken: false,
    },
    retentionJob(name),
  ];
}

/** Every hour, so that what somebody changed by hand is put back; both requests change nothing when nothing changed. */
function retentionJob(name: string): CronJob {
  const put = (path: string, file: string): string =>
    `curl --fail --silent --show-error --cacert /etc/ca/${trustBundle.offers.key} --user "$USERNAME:$PASSWORD" ` +
    `--header 'Content-Type: application/json' --request PUT --data @/etc/retention/${file} "$URL/${path}"`;
  const secret = (key: 'username' | 'password') => ({
    valueFrom: { secretKeyRef: { key, name: userSecretName('retention') } },
  });
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      schedule: '17 * * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      failedJobsHistoryLimit: 2,
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 1,
      jobTemplate: {
        spec: {
          activeDeadlineSeconds: 120,
          backoffLimit: 2,
          ttlSecondsAfterFinished: 3600,
          template: {
            metadata: { labels: RETENTION, annotations: { 'linkerd.io/inject': 'disabled' } },
            spec: {
              automountServiceAccountToken: false,
              containers: [
                {
                  name: 'put',
                  image: image('curl'),
                  imagePullPolicy: 'Always',
                  command: ['sh', '-ec'],
                  args: [
                    `${put('_ilm/policy/chartwright-logs', 'policy.json')}\n${put('_component_template/logs@custom', 'template.json')}\n`,
                  ],
                  env: [
                    { name: 'URL', value: `https://${HOST}:${String(PORT)}` },
                    { name: 'USERNAME', ...secret('username') },
                    { name: 'PASSWORD', ...secret('password') },
                  ],
                  resources: resources('10m', '32Mi'),
                  securityContext: {
                    allowPrivilegeEscalation: false,
                    capabilities: { drop: ['ALL'] },
                    readOnlyRootFilesystem: true,
                    runAsGroup: 65532,
                    runAsNonRoot: true,
                    runAsUser: 65532,
                  },
                  volumeMounts: [
                    { name: 'retention', mountPath: '/etc/retention', readOnly: true },
                    { name: 'ca', mountPath: '/etc/ca', readOnly: true },
                  ],
                },
              ],
              enableServiceLinks: false,
              priorityClassName: 'batch',
              restartPolicy: 'Never',
              securityContext: {
                runAsGroup: 65532,
                runAsNonRoot: true,
                runAsUser: 65532,
                seccompProfile: { type: 'RuntimeDefault' },
              },
              serviceAccountName: name,
              volumes: [
                { name: 'retention', configMap: { name } },
                { name: 'ca', configMap: { name: trustBundle.offers.configMap } },
              ],
            },
          },
        },
      },
    },
  };
}

/** Clients of the platform, and the microservices that keep an index here. */
function network(context: AddOnContext): NetworkPolicy[] {
  const { environment } = context;
  const clients: NetworkPolicyPeer[] = [
    ...[PEERS.collector, PEERS.jaegerCollector, PEERS.jaegerQuery, PEERS.grafana].map(podsOf),
    podsIn(PEERS.jaegerCollector.namespace, INDEX_CLEANER),
    podsIn(NAMESPACE),
    podsIn(OPERATOR_NAMESPACE),
  ];
  const names = new Set(microserviceUsers(context).map((user) => user.name));
  const microservices = context.microservices
    .filter((each) => names.has(each.name))
    .map((each) => podsIn(each.namespace, each.self.labels));
  return [
    networkPolicy(
      { name: CLUSTER, namespace: NAMESPACE, pods: PODS },
      {
        ingress: [from([...clients, ...microservices], PORT), from([podsIn(NAMESPACE, PODS)], 9300)],
        egress: [toDns, to([podsIn(NAMESPACE, PODS)], PORT, 9300)],
      },
    ),
    networkPolicy(
      { name: 'elasticsearch-retention', namespace: NAMESPACE, pods: RETENTION },
      { egress: [toDns, to([podsIn(NAMESPACE, PODS)], PORT)] },
    ),
    networkPolicy(
      { name: 'kibana', namespace: NAMESPACE, pods: { 'kibana.k8s.elastic.co/name': CLUSTER } },
      {
        ingress: [
          from([podsIn(OPERATOR_NAMESPACE)], 5601),
          from(
            environment.network.loadBalancers.map((cidr) => ({ ipBlock: { cidr } })),
            5601,
          ),
        ],
        egress: [toDns, to([podsIn(NAMESPACE, PODS)], PORT), to(internet(), 443), toApiServer(environment)],
      },
    ),
  ];
}
