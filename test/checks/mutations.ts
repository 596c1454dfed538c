import { metricsIn } from '../../src/checks/references/promql';
import type { Manifest } from '../../src/model/manifest';
import type { Loose } from '../fixtures/rendering';

/** One way to break a reference: breaks the manifest in place. */
export interface Break {
  readonly index: number;
  readonly breaks: string;
  readonly apply: (manifest: Loose) => void;
}

/** Every way to break the references of one class in a manifest; an empty list where it has none. */
export type Breaker = (manifest: Loose, index: number) => readonly Break[];

const WRONG = 'no-such-thing';

/** Walks to every value at a pattern such as `spec.ports[].name` and offers to replace it. */
function at(
  kinds: string | readonly string[],
  pattern: string,
  wrong: unknown = WRONG,
  when?: (value: Loose) => boolean,
): Breaker {
  return (manifest, index) => {
    if (![kinds].flat().includes(manifest.kind)) return [];
    return placesOf(manifest, pattern.split('.'))
      .filter(({ parent, key }) => when === undefined || when(parent[key]))
      .map(({ path }) => ({
        index,
        breaks: `${path.join('.')} = ${JSON.stringify(wrong)}`,
        apply: (copy) => {
          const parent = path.slice(0, -1).reduce((value: Loose, key) => value[key], copy);
          parent[path.at(-1)!] = typeof wrong === 'function' ? wrong(parent[path.at(-1)!]) : wrong;
        },
      }));
  };
}

/** Several places that are one kind of place. */
const anyOf =
  (...breakers: readonly Breaker[]): Breaker =>
  (manifest, index) =>
    breakers.flatMap((breaker) => breaker(manifest, index));

/** Only in manifests of which this is true. */
const where =
  (when: (manifest: Loose) => boolean, breaker: Breaker): Breaker =>
  (manifest, index) =>
    when(manifest) ? breaker(manifest, index) : [];

/** Adds or replaces a field that need not be there. */
function set(
  kinds: readonly string[],
  path: readonly string[],
  value: unknown,
  when: (manifest: Loose) => boolean = () => true,
): Breaker {
  return (manifest, index) =>
    kinds.includes(manifest.kind) && when(manifest)
      ? [
          {
            index,
            breaks: `${path.join('.')} = ${JSON.stringify(value)}`,
            apply: (copy) => {
              const parent = path.slice(0, -1).reduce((inner: Loose, key) => (inner[key] ??= {}), copy);
              parent[path.at(-1)!] = value;
            },
          },
        ]
      : [];
}

interface Place {
  readonly parent: Loose;
  readonly key: string | number;
  readonly path: readonly (string | number)[];
}

function placesOf(manifest: Loose, pattern: readonly string[]): readonly Place[] {
  let places: Place[] = [{ parent: { manifest }, key: 'manifest', path: [] }];
  for (const step of pattern) {
    const name = step.replace('[]', '').replaceAll('~', '.');
    places = places.flatMap(({ parent, key, path }): Place[] => {
      const value = parent[key];
      if (typeof value !== 'object' || value === null) return [];
      if (name === '*') return Object.keys(value).map((each) => ({ parent: value, key: each, path: [...path, each] }));
      if (!(name in value)) return [];
      if (!step.endsWith('[]')) return [{ parent: value, key: name, path: [...path, name] }];
      return (value[name] as Loose[]).map((_, item) => ({
        parent: value[name],
        key: item,
        path: [...path, name, item],
      }));
    });
  }
  return places;
}

const PODS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job'];
const POD = 'spec.template.spec';
const CONTAINERS = [
  `${POD}.containers[]`,
  `${POD}.initContainers[]`,
  'spec.jobTemplate.spec.template.spec.containers[]',
];
const inContainers = (below: string, wrong?: unknown): Breaker =>
  anyOf(...CONTAINERS.map((containers) => at([...PODS, 'CronJob'], `${containers}.${below}`, wrong)));

const ofGuests = (breaker: Breaker): Breaker => where(({ metadata }) => metadata.namespace === 'guests', breaker);

/** Takes an annotation from the pod template, where injectors look, to the workload, where nobody does. */
const onWorkload =
  (annotation: string): Breaker =>
  (manifest, index) =>
    PODS.includes(manifest.kind) && manifest.spec.template.metadata.annotations?.[annotation] !== undefined
      ? [
          {
            index,
            breaks: `${annotation} on the workload`,
            apply: ({ metadata, spec }) => {
              const { [annotation]: value, ...others } = spec.template.metadata.annotations;
              spec.template.metadata.annotations = others;
              metadata.annotations = { ...metadata.annotations, [annotation]: value };
            },
          },
        ]
      : [];

/** The text of a collector's configuration, with something replaced. */
const inCollector =
  (pattern: RegExp, replacement: string): Breaker =>
  (manifest, index) =>
    Object.entries((manifest.kind === 'ConfigMap' ? manifest.data : undefined) ?? {}).flatMap(([key, text]) =>
      String(text).includes('pipelines') && pattern.test(String(text))
        ? [
            {
              index,
              breaks: `${pattern} -> ${replacement}`,
              apply: (copy: Loose) => {
                copy.data[key] = copy.data[key].replace(pattern, replacement);
              },
            },
          ]
        : [],
    );

/** Policies without which some collector may not send: the egress of its pod, the ingress and authorization of the receiver. */
const collectorPolicies: readonly Breaker[] = [
  at('MeshTLSAuthentication', 'spec.identityRefs', [], () => true),
  at('NetworkPolicy', 'spec.egress', []),
].map(
  (breaker): Breaker =>
    (manifest, index) =>
      /^(otel-gateway-grpc-callers|jaeger-collector-otlp-callers|prometheus-api-callers|orders|bff|payments|catalog)$/.test(
        manifest.metadata.name,
      )
        ? breaker(manifest, index)
        : [],
);

const dashboard =
  (pattern: RegExp, replacement: string): Breaker =>
  (manifest, index) =>
    manifest.kind === 'GrafanaDashboard' && pattern.test(manifest.spec.json)
      ? [
          {
            index,
            breaks: `${pattern} -> ${replacement}`,
            apply: (copy: Loose) => {
              copy.spec.json = copy.spec.json.replace(pattern, replacement);
            },
          },
        ]
      : [];

const misspelled = (expression: string): string => {
  const [metric = ''] = metricsIn(expression);
  return expression.replace(metric, `${metric}_x`);
};

/** How each class is broken, by the check that must find it. */
export const BREAKERS: Readonly<Record<string, readonly Breaker[]>> = {
  'service-selector': [at('Service', 'spec.selector.*')],
  'service-target-port': [at('Service', 'spec.ports[].targetPort')],
  'monitor-endpoint': [
    at('PodMonitor', 'spec.selector.matchLabels.*'),
    at('PodMonitor', 'spec.podMetricsEndpoints[].port'),
    at('ServiceMonitor', 'spec.selector.matchLabels.*'),
    at('ServiceMonitor', 'spec.endpoints[].port'),
    at('ServiceMonitor', 'spec.namespaceSelector.matchNames[]'),
    ofGuests(at('Service', 'metadata.labels.app')),
    ofGuests(at('Service', 'spec.ports[].name')),
  ],
  'probe-port': ['startupProbe', 'readinessProbe', 'livenessProbe'].map((probe) =>
    anyOf(...['httpGet', 'grpc', 'tcpSocket'].map((how) => inContainers(`${probe}.${how}.port`, 1))),
  ),
  'autoscaler-target': [
    at(['HorizontalPodAutoscaler', 'ScaledObject'], 'spec.scaleTargetRef.name'),
    at('HorizontalPodAutoscaler', 'spec.metrics[].containerResource.container'),
  ],
  'autoscaler-replicas': [
    set(
      ['Deployment'],
      ['spec', 'replicas'],
      2,
      ({ spec, metadata }) =>
        spec.replicas === undefined && metadata.labels?.['app.kubernetes.io/part-of'] !== undefined,
    ),
  ],
  'trigger-authentication': [at('ScaledObject', 'spec.triggers[].authenticationRef.name')],
  'route-reference': [
    at(['HTTPRoute', 'GRPCRoute'], 'spec.parentRefs[].name'),
    at(['HTTPRoute', 'GRPCRoute'], 'spec.parentRefs[].port', 1),
    at(['HTTPRoute', 'GRPCRoute'], 'spec.rules[].backendRefs[].name'),
    at(['HTTPRoute', 'GRPCRoute'], 'spec.rules[].backendRefs[].port', 1),
    at(['HTTPRoute', 'GRPCRoute'], 'spec.rules[].backendRefs[].namespace'),
  ],
  'route-fields': [
    set(['HTTPRoute', 'GRPCRoute'], ['spec', 'rules', '0', 'name'], 'all'),
    set(['HTTPRoute', 'GRPCRoute'], ['spec', 'rules', '0', 'retry'], {}),
    set(['GRPCRoute'], ['spec', 'rules', '0', 'timeouts'], {}),
  ],
  'authorization-target': [
    at('AuthorizationPolicy', 'spec.targetRef.name'),
    at('AuthorizationPolicy', 'spec.requiredAuthenticationRefs[].name'),
    at('MeshTLSAuthentication', 'spec.identityRefs[].name'),
    at('MeshTLSAuthentication', 'spec.identityRefs[].namespace'),
  ],
  'server-port': [at('Server', 'spec.port'), at('Server', 'spec.podSelector.matchLabels.*')],
  'server-overlap': [at('Server', 'spec.port', 'linkerd-admin', (port) => port !== 'linkerd-admin')],
  'rate-limit-target': [at('HTTPLocalRateLimitPolicy', 'spec.targetRef.name')],
  'service-account': [
    at(PODS, `${POD}.serviceAccountName`),
    at('CronJob', 'spec.jobTemplate.spec.template.spec.serviceAccountName'),
    at('OpenTelemetryCollector', 'spec.serviceAccount'),
  ],
  'governing-service': [at('StatefulSet', 'spec.serviceName')],
  'role-binding': [
    at(['RoleBinding', 'ClusterRoleBinding'], 'roleRef.name'),
    at(['RoleBinding', 'ClusterRoleBinding'], 'subjects[].name'),
  ],
  'config-map-key': [
    at(PODS, `${POD}.volumes[].configMap.name`),
    at('CronJob', 'spec.jobTemplate.spec.template.spec.volumes[].configMap.name'),
    at('GrafanaDatasource', 'spec.valuesFrom[].valueFrom.configMapKeyRef.name'),
    at('GrafanaDatasource', 'spec.valuesFrom[].valueFrom.configMapKeyRef.key'),
  ],
  'secret-key': [
    at(PODS, `${POD}.volumes[].secret.secretName`),
    inContainers('env[].valueFrom.secretKeyRef.name'),
    inContainers('env[].valueFrom.secretKeyRef.key'),
    at('OpenTelemetryCollector', 'spec.env[].valueFrom.secretKeyRef.name'),
    at('GrafanaDatasource', 'spec.valuesFrom[].valueFrom.secretKeyRef.key'),
    at('ClusterIssuer', 'spec.ca.secretName'),
    at('Bundle', 'spec.sources[].secret.name'),
    at('Elasticsearch', 'spec.auth.fileRealm[].secretName'),
    at('Elasticsearch', 'spec.http.tls.certificate.secretName'),
  ],
  'secret-store': [
    at('ExternalSecret', 'spec.secretStoreRef.name'),
    at('ExternalSecret', 'spec.secretStoreRef.kind', 'SecretStore'),
  ],
  'certificate-issuer': [
    at('Certificate', 'spec.issuerRef.name'),
    at('Certificate', 'spec.issuerRef.kind', 'NoIssuer'),
  ],
  'storage-class': [
    at('Elasticsearch', 'spec.nodeSets[].volumeClaimTemplates[].spec.storageClassName'),
    at('StatefulSet', 'spec.volumeClaimTemplates[].spec.storageClassName'),
    at(
      'Application',
      'spec.source.helm.valuesObject.alertmanager.alertmanagerSpec.storage.volumeClaimTemplate.spec.storageClassName',
    ),
  ],
  'priority-class': [at(PODS, `${POD}.priorityClassName`), at('OpenTelemetryCollector', 'spec.priorityClassName')],
  'ingress-class': [at('Ingress', 'spec.ingressClassName')],
  'ingress-backend': [
    at('Ingress', 'spec.rules[].http.paths[].backend.service.name'),
    at('Ingress', 'spec.rules[].http.paths[].backend.service.port.number', 1),
    at('TargetGroupBinding', 'spec.serviceRef.name'),
    at('TargetGroupBinding', 'spec.serviceRef.port', 1),
  ],
  'node-pool': [
    at(PODS, `${POD}.nodeSelector.*`),
    at('NodePool', 'spec.template.spec.nodeClassRef.name'),
    set(['Deployment'], ['spec', 'template', 'spec', 'nodeSelector'], { disk: 'fast' }),
  ],
  'namespace-exists': [
    (manifest, index) =>
      manifest.metadata.namespace === undefined ? [] : at(manifest.kind, 'metadata.namespace')(manifest, index),
    at('Application', 'spec.destination.namespace'),
  ],
  'collector-pipeline': [
    inCollector(/(exporters:\n\s+- )\w+$/m, '$1nothing'),
    inCollector(/(receivers:\n\s+- )otlp$/m, '$1nothing'),
    at('OpenTelemetryCollector', 'spec.config.service.pipelines.*.exporters[]'),
    at('OpenTelemetryCollector', 'spec.config.service.pipelines.*.processors[]'),
    at('OpenTelemetryCollector', 'spec.config.service.extensions[]'),
  ],
  'collector-endpoint': [
    inCollector(/otel-gateway-collector\.otel/, 'otel-gateway.otel'),
    inCollector(/(otel-gateway-collector\.otel\S*):4317/, '$1:4318'),
    at('OpenTelemetryCollector', 'spec.config.exporters.*.endpoint', 'http://nothing.otel.svc.cluster.local:1'),
  ],
  'collector-reachable': collectorPolicies,
  'dashboard-folder': [
    at('GrafanaDashboard', 'spec.folderRef'),
    at(['GrafanaDashboard', 'GrafanaDatasource', 'GrafanaFolder'], 'spec.instanceSelector.matchLabels.*'),
  ],
  'datasource-uid': [
    dashboard(/("datasource":\{"type":"[a-z]+","uid":")[a-z]+/, '$1nothing'),
    at('GrafanaDatasource', 'spec.uid', WRONG, (uid) => uid !== 'alertmanager'),
    at('GrafanaDatasource', 'spec.datasource.jsonData.tracesToLogsV2.datasourceUid'),
  ],
  'metric-offered': [
    at('PrometheusRule', 'spec.groups[].rules[].expr', misspelled, (expression) => metricsIn(expression).length > 0),
    dashboard(/response_total/, 'respones_total'),
  ],
  'topic-published': [
    at('ScaledObject', 'spec.triggers[].metadata.topic'),
    at('OpenTelemetryCollector', 'spec.config.receivers.kafka.logs.topics[]'),
    at('OpenTelemetryCollector', 'spec.config.receivers.kafka.metrics.topics[]'),
  ],
  'application-path': [at('Application', 'spec.source.path', WRONG, (path) => String(path).startsWith('production/'))],
  'application-project': [
    at('Application', 'spec.project', WRONG),
    where(
      ({ kind, spec }) => kind === 'Application' && spec.project !== 'default',
      at('Application', 'spec.source.repoURL', 'https://elsewhere.example'),
    ),
    at('AppProject', 'spec.destinations[].namespace', WRONG),
    at('AppProject', 'spec.sourceRepos', []),
    at('AppProject', 'spec.clusterResourceWhitelist', []),
  ],
  'sync-wave': [
    set(['Application'], ['metadata', 'annotations', 'argocd.argoproj.io/sync-wave'], '9', ({ spec }) =>
      /^(linkerd-crds|keda|cert-manager|external-secrets|grafana-operator|prometheus-operator-crds|trust-manager|opentelemetry-operator|eck-operator-crds)$/.test(
        spec.source?.chart ?? '',
      ),
    ),
    at('Application', 'spec.source.chart', WRONG, (chart) =>
      /^(linkerd-crds|keda|cert-manager|external-secrets)$/.test(chart),
    ),
  ],
  'injection-annotation': [
    onWorkload('linkerd.io/inject'),
    onWorkload('sidecar.opentelemetry.io/inject'),
    onWorkload('instrumentation.opentelemetry.io/inject-java'),
    set(['StatefulSet', 'CronJob'], ['metadata', 'annotations', 'linkerd.io/inject'], 'enabled'),
    // the guests have the one collector that "true" asks for
    set(
      ['Deployment'],
      ['spec', 'template', 'metadata', 'annotations', 'sidecar.opentelemetry.io/inject'],
      'true',
      ({ metadata }) => metadata.name !== 'guest',
    ),
    at(PODS, 'spec.template.metadata.annotations.sidecar~opentelemetry~io/inject'),
    at(PODS, 'spec.template.metadata.annotations.instrumentation~opentelemetry~io/inject-java'),
    ofGuests(at(['OpenTelemetryCollector', 'Instrumentation'], 'metadata.name')),
    ofGuests(at(['OpenTelemetryCollector', 'Instrumentation'], 'metadata.namespace')),
    at('OpenTelemetryCollector', 'spec.mode', 'deployment', (mode) => mode === 'sidecar'),
  ],
  'linkerd-annotation': [
    at(PODS, 'spec.template.metadata.annotations.config~linkerd~io/opaque-ports', '9098'),
    at(PODS, 'spec.template.metadata.annotations.config~linkerd~io/default-inbound-policy'),
    at(PODS, 'spec.template.metadata.annotations.config~linkerd~io/shutdown-grace-period', '30'),
    at(['HTTPRoute', 'GRPCRoute'], 'metadata.annotations.timeout~linkerd~io/request', '1.5s'),
    at(['HTTPRoute', 'GRPCRoute'], 'metadata.annotations.retry~linkerd~io/grpc', 'unavailable, internal'),
  ],
};

/** The places of a tree that each way of a class can break. */
export const breaksOf = (id: string, manifests: readonly Manifest[]): readonly (readonly Break[])[] =>
  (BREAKERS[id] ?? []).map((breaker) => manifests.flatMap((manifest, index) => breaker(manifest, index)));
