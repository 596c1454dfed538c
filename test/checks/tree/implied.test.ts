import { Tree } from '../../../src/checks/tree/tree';
import { located } from '../judging';

const names = (...lines: readonly string[]): readonly string[] =>
  new Tree(lines.map(located), { kubernetes: '1.35' }).implied
    .map(({ manifest: { kind, metadata } }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`)
    .filter((name) => !/^Cluster|^Role |^PriorityClass|^Service default|\/default$|\/kube-root-ca/.test(name));

test.each([
  [
    'a Kibana',
    'kibana.k8s.elastic.co/v1 Kibana e/logs',
    ['Deployment e/logs-kb', 'Service e/logs-kb-http', 'Secret e/logs-kb-http-certs-public'],
  ],
  [
    'a Grafana',
    'grafana.integreatly.org/v1beta1 Grafana g/main',
    [
      'Deployment g/main-deployment',
      'Service g/main-service',
      'ServiceAccount g/main-sa',
      'Secret g/main-admin-credentials',
    ],
  ],
  ['a collector beside pods', 'opentelemetry.io/v1beta1 OpenTelemetryCollector o/c spec: {mode: sidecar}', []],
  [
    'a collector of its own account',
    'opentelemetry.io/v1beta1 OpenTelemetryCollector o/c spec: {mode: daemonset, ports: [{port: 1}]}',
    [
      'DaemonSet o/c-collector',
      'Service o/c-collector',
      'Service o/c-collector-headless',
      'Service o/c-collector-monitoring',
      'ServiceAccount o/c-collector',
    ],
  ],
  [
    'a Certificate with keystores',
    'cert-manager.io/v1 Certificate s/c spec: {secretName: t, keystores: {}}',
    ['Secret s/t'],
  ],
  ['what cannot be read', 'elasticsearch.k8s.elastic.co/v1 Elasticsearch e/logs spec: {nodeSets: many}', []],
])('%s makes others create', (_, line, made) => {
  expect(names(line)).toEqual(made);
});

test('charts bring what their templates name', () => {
  const application = (chart: string, body = ''): string =>
    `argoproj.io/v1alpha1 Application argocd/${chart} spec: {destination: {namespace: ns}, source: {chart: ${chart}${body}}}`;
  expect(names(application('karpenter', ', helm: {releaseName: k}'))).toEqual(['ServiceAccount ns/k']);
  expect(names(application('argo-cd'))).toContain('Service ns/argo-cd-argocd-server');
  expect(names(application('argo-cd', ', helm: {valuesObject: {fullnameOverride: cd}}'))).toContain(
    'Service ns/cd-server',
  );
  expect(names(application('kube-prometheus-stack'))).toContain('Service ns/kube-prometheus-stack-prometheus');
  for (const chart of ['linkerd-viz', 'linkerd-control-plane', 'external-secrets', 'cert-manager', 'keda'])
    expect(names(application(chart))[0]).toMatch(/^ServiceAccount ns\//);
  expect(names(application('unknown'))).toEqual([]);
});

test('a bundle is in the namespaces it selects', () => {
  const bundle =
    'trust.cert-manager.io/v1alpha1 Bundle ca spec: {target: {secret: {key: k}, namespaceSelector: {matchLabels: {a: b}}}}';
  expect(names(bundle, 'v1 Namespace yes metadata: {labels: {a: b}}', 'v1 Namespace no')).toEqual(['Secret yes/ca']);
});
