import type { Certificate } from '../../../imports/cert-manager';
import type { Elasticsearch, Kibana } from '../../../imports/elastic';
import type { ExternalSecret } from '../../../imports/external-secrets';
import type { OpenTelemetryCollector } from '../../../imports/opentelemetry';
import type { Bundle } from '../../../imports/trust-manager';
import type { Manifest } from '../../model/manifest';
import { chartOf, CHART_OBJECTS } from './chart-objects';
import type { Claimed } from './claimed';
import { portsServed } from './collector-ports';
import type { CollectorConfig } from './collector-ports';

/** What operators and charts will create once these manifests are in the cluster, as far as others may refer to it. */
export function impliedBy(manifests: readonly Manifest[]): readonly Manifest[] {
  const namespaces = namespacesOf(manifests);
  return [
    ...manifests.flatMap((manifest) => made(manifest, namespaces)),
    ...[...namespaces.keys()].flatMap((namespace) => [
      named('v1', 'ServiceAccount', namespace, 'default'),
      { ...named('v1', 'ConfigMap', namespace, 'kube-root-ca.crt'), data: { 'ca.crt': '' } },
    ]),
    ...IN_EVERY_CLUSTER,
  ];
}

/** What cannot be read makes nothing: a reference to it is a violation then, as it would be in the cluster. */
function made(manifest: Manifest, namespaces: Namespaces): readonly Manifest[] {
  try {
    return MAKERS[manifest.kind]?.(manifest, namespaces) ?? [];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

type Namespaces = ReadonlyMap<string, Readonly<Record<string, string>>>;
type Maker = (manifest: Manifest, namespaces: Namespaces) => readonly Manifest[];

/** By kind; each with the place that documents the names. */
const MAKERS: Readonly<Record<string, Maker>> = {
  // https://external-secrets.io/latest/api/externalsecret/: the Secret is named after its target, or after itself
  ExternalSecret: (manifest) => {
    const { spec } = manifest as unknown as Claimed<ExternalSecret>;
    const name = spec?.target?.name ?? manifest.metadata.name;
    return [secret(manifest, name, spec?.dataFrom ? undefined : keysOfExternalSecret(spec))];
  },
  // https://cert-manager.io/docs/usage/certificate/
  Certificate: (manifest) => {
    const { spec } = manifest as unknown as Claimed<Certificate>;
    return spec?.secretName === undefined
      ? []
      : [secret(manifest, spec.secretName, spec.keystores ? undefined : ['tls.crt', 'tls.key', 'ca.crt'])];
  },
  // https://cert-manager.io/docs/trust/trust-manager/: a ConfigMap or Secret of its own name in every namespace selected
  Bundle: (manifest, namespaces) => {
    const { target } = (manifest as unknown as Claimed<Bundle>).spec ?? {};
    const wanted = Object.entries(target?.namespaceSelector?.matchLabels ?? {});
    return [...namespaces]
      .filter(([, labels]) => wanted.every(([label, value]) => labels[label] === value))
      .flatMap(([namespace]) =>
        (['configMap', 'secret'] as const).flatMap((field) => {
          const key = target?.[field]?.key;
          if (key === undefined) return [];
          const kind = field === 'secret' ? 'Secret' : 'ConfigMap';
          return [{ ...named('v1', kind, namespace, manifest.metadata.name), data: { [key]: '' } }];
        }),
      );
  },
  // https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/accessing-services
  Elasticsearch: (manifest) => {
    const { name } = manifest.metadata;
    const { spec } = manifest as unknown as Claimed<Elasticsearch>;
    const pods = (spec?.nodeSets ?? []).map((set) =>
      workload(manifest, 'StatefulSet', `${name}-es-${set.name ?? ''}`, {
        labels: {
          'common.k8s.elastic.co/type': 'elasticsearch',
          'elasticsearch.k8s.elastic.co/cluster-name': name,
          'elasticsearch.k8s.elastic.co/statefulset-name': `${name}-es-${set.name ?? ''}`,
        },
        annotations: set.podTemplate?.metadata as { annotations?: Labels } | undefined,
        ports: { https: 9200, transport: 9300 },
      }),
    );
    return [
      ...pods,
      service(manifest, `${name}-es-http`, { https: 9200 }, { 'elasticsearch.k8s.elastic.co/cluster-name': name }),
      service(
        manifest,
        `${name}-es-internal-http`,
        { https: 9200 },
        { 'elasticsearch.k8s.elastic.co/cluster-name': name },
      ),
      service(
        manifest,
        `${name}-es-transport`,
        { transport: 9300 },
        { 'elasticsearch.k8s.elastic.co/cluster-name': name },
      ),
      secret(manifest, `${name}-es-elastic-user`, ['elastic']),
      secret(manifest, `${name}-es-http-certs-public`, ['tls.crt', 'ca.crt']),
      secret(manifest, `${name}-es-http-certs-internal`, ['tls.crt', 'tls.key', 'ca.crt']),
    ];
  },
  Kibana: (manifest) => {
    const { name } = manifest.metadata;
    const { spec } = manifest as unknown as Claimed<Kibana>;
    const labels = { 'common.k8s.elastic.co/type': 'kibana', 'kibana.k8s.elastic.co/name': name };
    const annotations = spec?.podTemplate?.metadata as { annotations?: Labels } | undefined;
    return [
      workload(manifest, 'Deployment', `${name}-kb`, { labels, annotations, ports: { https: 5601 } }),
      service(manifest, `${name}-kb-http`, { https: 5601 }, { 'kibana.k8s.elastic.co/name': name }),
      secret(manifest, `${name}-kb-http-certs-public`, ['tls.crt', 'ca.crt']),
    ];
  },
  // https://grafana.github.io/grafana-operator: every object is the Grafana's name with a suffix
  Grafana: (manifest) => {
    const { name } = manifest.metadata;
    const template = at(manifest, 'spec', 'deployment', 'spec', 'template', 'metadata');
    return [
      workload(manifest, 'Deployment', `${name}-deployment`, {
        labels: { app: name },
        annotations: template as { annotations?: Labels } | undefined,
        ports: { 'grafana-http': 3000 },
        serviceAccount: `${name}-sa`,
      }),
      service(manifest, `${name}-service`, { grafana: 3000 }, { app: name }),
      named('v1', 'ServiceAccount', manifest.metadata.namespace, `${name}-sa`),
      secret(manifest, `${name}-admin-credentials`, ['GF_SECURITY_ADMIN_USER', 'GF_SECURITY_ADMIN_PASSWORD']),
    ];
  },
  // https://github.com/open-telemetry/opentelemetry-operator, internal/naming and internal/manifests/collector
  OpenTelemetryCollector: (manifest) => {
    const { spec } = manifest as unknown as Claimed<OpenTelemetryCollector>;
    if (spec?.mode === 'sidecar') return [];
    const name = `${manifest.metadata.name}-collector`;
    const labels = {
      'app.kubernetes.io/name': name,
      'app.kubernetes.io/instance': `${manifest.metadata.namespace ?? ''}.${manifest.metadata.name}`,
      'app.kubernetes.io/component': 'opentelemetry-collector',
    };
    const declared = (spec?.ports ?? []).map((port) => [port.name ?? String(port.port), Number(port.port)] as const);
    const ports = Object.fromEntries([...portsServed(spec?.config as CollectorConfig | undefined), ...declared]);
    const kind = spec?.mode === 'daemonset' ? 'DaemonSet' : spec?.mode === 'statefulset' ? 'StatefulSet' : 'Deployment';
    const { metrics, ...received } = ports;
    const serviceAccount = spec?.serviceAccount ?? name;
    return [
      workload(manifest, kind, name, {
        labels,
        annotations: { annotations: spec?.podAnnotations as Labels },
        ports,
        serviceAccount,
      }),
      service(manifest, name, received, labels),
      service(manifest, `${name}-headless`, received, labels),
      service(manifest, `${name}-monitoring`, { monitoring: metrics ?? 8888 }, labels),
      ...(spec?.serviceAccount === undefined ? [named('v1', 'ServiceAccount', manifest.metadata.namespace, name)] : []),
    ];
  },
  Application: (manifest) => {
    const chart = chartOf(manifest);
    return chart ? (CHART_OBJECTS[chart.name]?.(chart) ?? []) : [];
  },
};

type Labels = Readonly<Record<string, string>>;
type Ports = Readonly<Record<string, number>>;

/** https://external-secrets.io/latest/guides/templating/: a template replaces what was fetched unless it merges. */
function keysOfExternalSecret(spec: Claimed<ExternalSecret>['spec']): readonly string[] {
  const template = spec?.target?.template;
  const fetched = (spec?.data ?? []).map(({ secretKey }) => secretKey ?? '');
  const files = (template?.templateFrom ?? []).flatMap(({ configMap, secret: from }) =>
    [...(configMap?.items ?? []), ...(from?.items ?? [])].map(({ key }) => key ?? ''),
  );
  const made = [...Object.keys(template?.data ?? {}), ...files];
  return made.length === 0 || template?.mergePolicy === 'Merge' ? [...fetched, ...made] : made;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces and those of the tree. */
function namespacesOf(manifests: readonly Manifest[]): Namespaces {
  const found = new Map<string, Labels>(
    ['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((name) => [name, {}]),
  );
  for (const { kind, metadata } of manifests) {
    if (kind === 'Namespace') found.set(metadata.name, metadata.labels ?? {});
    else if (metadata.namespace !== undefined && !found.has(metadata.namespace)) found.set(metadata.namespace, {});
  }
  return found;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings and pod priorities. */
const IN_EVERY_CLUSTER: readonly Manifest[] = [
  ...['cluster-admin', 'admin', 'edit', 'view', 'system:auth-delegator', 'system:node', 'system:discovery'].map(
    (name) => named('rbac.authorization.k8s.io/v1', 'ClusterRole', undefined, name),
  ),
  named('rbac.authorization.k8s.io/v1', 'Role', 'kube-system', 'extension-apiserver-authentication-reader'),
  ...['system-cluster-critical', 'system-node-critical'].map((name) =>
    named('scheduling.k8s.io/v1', 'PriorityClass', undefined, name),
  ),
  service(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default', namespace: 'default' } },
    'kubernetes',
    { https: 443 },
    {},
  ),
];

function named(apiVersion: string, kind: string, namespace: string | undefined, name: string): Manifest {
  return { apiVersion, kind, metadata: namespace === undefined ? { name } : { name, namespace } };
}

/** A Secret of the maker's namespace; without keys when nobody can tell them from here. */
function secret(maker: Manifest, name: string, keys: readonly string[] | undefined): Manifest {
  const manifest = named('v1', 'Secret', maker.metadata.namespace, name);
  return keys ? { ...manifest, data: Object.fromEntries(keys.map((key) => [key, ''])) } : manifest;
}

function service(maker: Manifest, name: string, ports: Ports, selector: Labels): Manifest {
  return {
    ...named('v1', 'Service', maker.metadata.namespace, name),
    spec: { selector, ports: Object.entries(ports).map(([port, number]) => ({ name: port, port: number })) },
  };
}

function workload(
  maker: Manifest,
  kind: string,
  name: string,
  pod: {
    readonly labels: Labels;
    readonly annotations?: { readonly annotations?: Labels };
    readonly ports: Ports;
    readonly serviceAccount?: string;
  },
): Manifest {
  const ports = Object.entries(pod.ports).map(([port, containerPort]) => ({ name: port, containerPort }));
  return {
    ...named('apps/v1', kind, maker.metadata.namespace, name),
    spec: {
      template: {
        metadata: { labels: pod.labels, annotations: pod.annotations?.annotations ?? {} },
        spec: { serviceAccountName: pod.serviceAccount ?? 'default', containers: [{ name, ports }] },
      },
    },
  };
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | undefined)?.[key], value);
}
