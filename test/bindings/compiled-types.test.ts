import { compile } from './compiling';

const application = (spec: string, metadata = "{ name: 'a' }"): string => `
  import type { Application } from './imports/argo';
  export const application: Application = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: ${metadata},
    spec: { project: 'shop', destination: { name: 'in-cluster' }, ${spec} },
  };
`;

const deployment = (container: string, more = ''): string => `
  import type { Deployment } from './imports/kubernetes';
  export const deployment: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'orders', namespace: 'shop' },
    spec: {
      selector: { matchLabels: { app: 'orders' } },
      template: { metadata: { labels: { app: 'orders' } }, spec: { containers: [{ name: 'app', ${container} }] } },
    },
    ${more}
  };
`;

const elasticsearch = (spec: string): string => `
  import type { Elasticsearch } from './imports/elastic';
  export const logs: Elasticsearch = {
    apiVersion: 'elasticsearch.k8s.elastic.co/v1',
    kind: 'Elasticsearch',
    metadata: { name: 'logs' },
    spec: { version: '9.4.3', ${spec} },
  };
`;

const nodeSet = (name: string, role: string): string => `nodeSets: [{
  name: 'hot',
  count: 3,
  config: { 'node.roles': ['${role}'], 'node.store.allow_mmap': false, 'xpack.ml.enabled': false },
  podTemplate: { spec: { containers: [{ name: 'elasticsearch', resources: { limits: { memory: '8Gi' } } }] } },
  volumeClaimTemplates: [{ metadata: { name: '${name}' }, spec: { storageClassName: 'gp3', accessModes: ['ReadWriteOnce'] } }],
}],`;

const compiling: Record<string, string> = {
  'an Application in the spelling of Argo CD': application(
    `source: { repoURL: 'https://example.com', targetRevision: '1.2.3', helm: { valuesObject: { any: { thing: 1 } } } },
     syncPolicy: { automated: { prune: true }, syncOptions: ['ServerSideApply=true'] }`,
  ),
  'a Deployment whose template has no name': deployment(
    `image: 'a', imagePullPolicy: 'Always', ports: [{ containerPort: 80, protocol: 'TCP' }],
     resources: { requests: { cpu: 1, memory: '1Gi' } },
     readinessProbe: { grpc: { port: 80 } }, livenessProbe: { httpGet: { port: 'http', scheme: 'HTTP' } }`,
  ),
  'lists and objects that cannot be changed': `
    import type { Container, NetworkPolicyIngressRule, MetricSpec, PodTemplateSpec, ObjectMeta } from './imports/kubernetes';
    const containers = [{ name: 'a' }] as const;
    export const template: PodTemplateSpec = { spec: { containers } };
    export const more: readonly Container[] = [...containers, { name: 'b' }];
    export const rule: NetworkPolicyIngressRule = { from: [{ podSelector: {} }], ports: [{ port: 'http' }] };
    export const metric: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };
    export const metadata: ObjectMeta = {};
  `,
  "a container of Kubernetes in another project's pod": `
    import type { Container } from './imports/kubernetes';
    import type { OpenTelemetryCollectorSpec } from './imports/opentelemetry';
    import type { PrometheusSpec } from './imports/monitoring';
    declare const container: Container;
    export const collector: Partial<OpenTelemetryCollectorSpec> = { mode: 'sidecar', resources: container.resources, env: container.env };
    export const prometheus: Partial<PrometheusSpec> = { resources: container.resources };
  `,
  'an Elasticsearch cluster': elasticsearch(
    `volumeClaimDeletePolicy: 'DeleteOnScaledownOnly', ${nodeSet('elasticsearch-data', 'data_hot')}`,
  ),
  'one kind of every file': `
    import type { Certificate } from './imports/cert-manager';
    import type { ExternalSecret } from './imports/external-secrets';
    import type { HTTPRoute } from './imports/gateway';
    import type { GrafanaDashboard } from './imports/grafana';
    import type { NodePool } from './imports/karpenter';
    import type { EC2NodeClass } from './imports/karpenter-aws';
    import type { ScaledObject } from './imports/keda';
    import type { Server } from './imports/linkerd-policy';
    import type { TargetGroupBinding } from './imports/load-balancer';
    import type { Stack } from './imports/pulumi';
    import type { Bundle } from './imports/trust-manager';
    export type Known = Certificate | ExternalSecret | HTTPRoute | GrafanaDashboard | NodePool | EC2NodeClass
      | ScaledObject | Server | TargetGroupBinding | Stack | Bundle;
    export const kinds: Record<Known['kind'], 1> = {
      Certificate: 1, ExternalSecret: 1, HTTPRoute: 1, GrafanaDashboard: 1, NodePool: 1, EC2NodeClass: 1,
      ScaledObject: 1, Server: 1, TargetGroupBinding: 1, Stack: 1, Bundle: 1,
    };
    export const server: Server = {
      apiVersion: 'policy.linkerd.io/v1beta3', kind: 'Server', metadata: { name: 'a' },
      spec: { podSelector: { matchLabels: { app: 'a' } }, port: 'http', proxyProtocol: 'HTTP/2' },
    };
  `,
};

const failing: Record<string, readonly [snippet: string, message: string]> = {
  'a misspelt field': [
    application("source: { repoUrl: 'x' }"),
    "'repoUrl' does not exist in type 'ApplicationSpecSource'",
  ],
  'a required field left out': [application('source: {}'), "Property 'repoURL' is missing"],
  'an unknown field in a list': [application("sources: [{ repoURL: 'x', chat: 'y' }]"), "'chat' does not exist"],
  'metadata without a name': [application('', '{}'), "Property 'name' is missing"],
  'metadata that only the API server writes': [application('', "{ name: 'a', uid: 'x' }"), "'uid' does not exist"],
  status: [deployment('', 'status: {},'), "'status' does not exist in type 'Deployment'"],
  'a value outside its enum': [deployment("imagePullPolicy: 'always'"), `Did you mean '"Always"'?`],
  'a wrong type': [deployment("ports: [{ containerPort: '80' }]"), "Type 'string' is not assignable to type 'number'"],
  'a misspelt field deep in a core kind': [deployment('resources: { request: {} }'), "'request' does not exist"],
  'a wrong API version': [
    application('').replace('v1alpha1', 'v1'),
    `Type '"argoproj.io/v1"' is not assignable to type '"argoproj.io/v1alpha1"'`,
  ],
  'an assignment to a property': [
    `${deployment('')} deployment.metadata.name = 'b';`,
    "Cannot assign to 'name' because it is a read-only property",
  ],
  'a list that is changed': [
    `${deployment('')} deployment.spec.template.spec?.containers.pop();`,
    "Property 'pop' does not exist on type 'readonly Container[]'",
  ],
  'a data volume under another name': [
    elasticsearch(`volumeClaimDeletePolicy: 'DeleteOnScaledownOnly', ${nodeSet('data', 'data_hot')}`),
    `Type '"data"' is not assignable to type '"elasticsearch-data"'`,
  ],
  'an unknown role of a node': [
    elasticsearch(`volumeClaimDeletePolicy: 'DeleteOnScaledownOnly', ${nodeSet('elasticsearch-data', 'data-hot')}`),
    `Type '"data-hot"' is not assignable to type 'ElasticsearchNodeRole'`,
  ],
  'a cluster that does not say what becomes of its data': [
    elasticsearch(nodeSet('elasticsearch-data', 'master')),
    "Property 'volumeClaimDeletePolicy' is missing",
  ],
};

describe('the imported types', () => {
  const snippets = {
    ...compiling,
    ...Object.fromEntries(Object.entries(failing).map(([name, [text]]) => [name, text])),
  };
  let messages: Record<string, string[]>;

  beforeAll(() => {
    messages = compile(snippets);
  });

  test('compile on their own', () => {
    expect(messages['elsewhere']).toBeUndefined();
  });

  test.each(Object.keys(compiling))('accept %s', (name) => {
    expect(messages[name]).toEqual([]);
  });

  test.each(Object.entries(failing))('reject %s', (name, [, expected]) => {
    expect(messages[name]).toHaveLength(1);
    expect(messages[name]?.[0]).toContain(expected);
  });
});
