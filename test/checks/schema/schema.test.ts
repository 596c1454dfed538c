import { KNOWN_RELEASES } from '../../../src/checks/schema/catalog';
import { schema, unknownKind } from '../../../src/checks/schema/schema';
import { changed, deployment, namespace, networkPolicy, saidOf } from '../saying';
import { judgeTable } from '../judging';

judgeTable(schema, {
  'accepts a Deployment': { given: [deployment] },
  'accepts a NetworkPolicy': { given: [networkPolicy] },
  'accepts a claim with a status, and a ServiceAccount of the namespace of its RoleBinding': {
    given: [
      'apps/v1 StatefulSet shop/db spec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: db, image: "db:1"}]}}, volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}, status: {}}]}',
      'rbac.authorization.k8s.io/v1 RoleBinding shop/a roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}, subjects: [{kind: ServiceAccount, name: web}]',
    ],
  },
  'finds what only the whole cluster has in a Role, and what it lacks in a ClusterRoleBinding': {
    given: [
      'rbac.authorization.k8s.io/v1 Role shop/r rules: [{nonResourceURLs: [/metrics], verbs: [get]}]',
      'rbac.authorization.k8s.io/v1 ClusterRoleBinding a roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}, subjects: [{kind: ServiceAccount, name: web}]',
    ],
    found: [
      'Role r rules[0].nonResourceURLs: is not for a Role; expected a ClusterRole',
      'ClusterRoleBinding a subjects[0]: namespace is missing',
    ],
  },
  'finds a field that is none': {
    given: [changed(deployment, 'spec.replicaz', 2)],
    found: ['Deployment orders spec.replicaz: is no field of this schema; did you mean replicas?'],
  },
  'finds a value of another type': {
    given: [changed(deployment, 'spec.replicas', '2')],
    found: ['Deployment orders spec.replicas: is "2", a string; expected an integer'],
  },
  'finds what the rules of the kind forbid': {
    given: [changed(deployment, 'spec.selector.matchLabels.app', 'other')],
    found: ['Deployment orders spec.selector.matchLabels: wants app="other", which the template does not have'],
  },
  'finds what a CEL rule forbids': {
    given: [
      'gateway.networking.k8s.io/v1 HTTPRoute shop/orders spec: {rules: [{filters: [{type: RequestRedirect, requestRedirect: {}}], backendRefs: [{name: orders, port: 80}]}]}',
    ],
    found: ['HTTPRoute orders spec.rules[0]: RequestRedirect filter must not be used together with backendRefs'],
  },
});

const container = 'spec.template.spec.containers.0';
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'orders', namespace: 'shop' },
  spec: { ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
};
const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'orders' },
  spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders' } },
};
const route = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'orders' },
  spec: { rules: [{ matches: [{ path: { value: '/a' } }], backendRefs: [{ name: 'orders', port: 80 }] }] },
};
const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly' },
  spec: {
    schedule: '0 3 * * 1-5',
    jobTemplate: {
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a:1' }] } } },
    },
  },
};
const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'orders' },
  spec: {
    rules: [
      {
        host: '*.shop.example',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'bff', port: { number: 80 } } } }],
        },
      },
    ],
  },
};

test.each(
  [deployment, service, autoscaler, route, cronJob, ingress, networkPolicy, namespace].map((each) => [each.kind, each]),
)('has nothing to say of a good %s, on any release', (_kind, manifest) => {
  for (const kubernetes of KNOWN_RELEASES) expect(saidOf(schema, [manifest], { kubernetes })).toEqual([]);
});

test.each<[object, string, unknown, ...string[]]>([
  [deployment, 'spec.replicaz', 2, 'spec.replicaz: is no field of this schema; did you mean replicas?'],
  [deployment, 'spec.replicas', '2', 'spec.replicas: is "2", a string; expected an integer'],
  [deployment, 'spec.replicas', -1, 'spec.replicas: is -1; expected at least 0'],
  [deployment, 'spec.selector', undefined, 'spec: selector is missing'],
  [deployment, 'spec', undefined, ': spec is missing'],
  [
    deployment,
    'spec.selector.matchLabels.app',
    'other',
    'spec.selector.matchLabels: wants app="other", which the template does not have',
  ],
  [
    deployment,
    'metadata.name',
    'Orders',
    'metadata.name: is "Orders"; expected at most 253 of a-z, 0-9, "-" and ".", first and last a letter or digit',
  ],
  [deployment, 'metadata.labels.a', 5, 'metadata.labels.a: is 5; expected a string'],
  [
    deployment,
    'metadata.labels.a',
    '-',
    'metadata.labels.a: is "-"; expected at most 63 letters, digits, "-", "_" and ".", first and last a letter or digit',
  ],
  [deployment, 'metadata.annotation', {}, 'metadata.annotation: is no field of metadata; did you mean annotations?'],
  [
    deployment,
    'metadata.finalizers',
    ['a', 'b/c', 'b/c', 1],
    'metadata.finalizers[0]: is "a"; expected a name with a domain, such as example.com/cleanup',
    'metadata.finalizers[2]: is "b/c" a second time',
    'metadata.finalizers[3]: is 1; expected a string',
  ],
  [
    deployment,
    `${container}.imagePullPolicy`,
    'Sometimes',
    'spec.template.spec.containers[0].imagePullPolicy: is "Sometimes"; expected one of Always, IfNotPresent, Never',
  ],
  [
    deployment,
    `${container}.ports.0.containerPort`,
    70000,
    'spec.template.spec.containers[0].ports[0].containerPort: is 70000; expected a number from 1 to 65535',
  ],
  [
    deployment,
    `${container}.ports.0.name`,
    'a-very-long-port-name',
    'spec.template.spec.containers[0].ports[0].name: is "a-very-long-port-name"; expected at most 15 of a-z, 0-9 and "-" with a letter among them',
  ],
  [
    deployment,
    `${container}.ports.1`,
    { containerPort: 8080 },
    'spec.template.spec.containers[0].ports[1]: has the containerPort 8080 and protocol undefined of item 0; expected each only once',
  ],
  [
    deployment,
    `${container}.resources.limits.memory`,
    '1Gb',
    'spec.template.spec.containers[0].resources.limits.memory: is "1Gb"; expected a quantity such as 500m, 1.5Gi or 1e3',
  ],
  [
    deployment,
    `${container}.resources.limits.memory`,
    '64Mi',
    'spec.template.spec.containers[0].resources.requests.memory: is "128Mi", more than its limit "64Mi"',
  ],
  [
    deployment,
    `${container}.resources.limits.gpu`,
    '1',
    'spec.template.spec.containers[0].resources.limits: has the key "gpu"; expected cpu, memory, ephemeral-storage or the name of an extended resource',
  ],
  [
    deployment,
    `${container}.livenessProbe.grpc`,
    { port: 1 },
    'spec.template.spec.containers[0].livenessProbe: has httpGet and grpc of exec, httpGet, tcpSocket, grpc; expected exactly one',
  ],
  [
    deployment,
    `${container}.livenessProbe.successThreshold`,
    2,
    'spec.template.spec.containers[0].livenessProbe.successThreshold: is 2; expected 1',
  ],
  [
    deployment,
    `${container}.readinessProbe.terminationGracePeriodSeconds`,
    2,
    'spec.template.spec.containers[0].readinessProbe.terminationGracePeriodSeconds: is set; a readiness probe ends no container',
  ],
  [
    deployment,
    `${container}.env`,
    [{ name: 'A=B' }, { name: 'C', value: 'x', valueFrom: { fieldRef: { fieldPath: 'spec.name' } } }],
    'spec.template.spec.containers[0].env[0].name: is "A=B"; expected printable ASCII characters other than "="',
    `spec.template.spec.containers[0].env[1].valueFrom.fieldRef.fieldPath: is "spec.name"; expected a field of the pod, such as metadata.name or metadata.labels['app']`,
  ],
  [
    deployment,
    `${container}.volumeMounts`,
    [{ name: 'tmp', mountPath: '/tmp' }],
    'spec.template.spec.containers[0].volumeMounts[0].name: is "tmp", which is no volume of the pod; it has none',
  ],
  [
    deployment,
    'spec.template.spec.volumes',
    [{ name: 'tmp' }],
    'spec.template.spec.volumes[0]: has none of awsElasticBlockStore, azureDisk, azureFile, cephfs, cinder, configMap, csi, downwardAPI, ...; expected exactly one',
  ],
  [
    deployment,
    'spec.template.spec.restartPolicy',
    'Never',
    'spec.template.spec.restartPolicy: is "Never"; expected Always',
  ],
  [
    deployment,
    'spec.template.spec.containers',
    [null],
    'spec.template.spec.containers[0]: is null; expected a value, or no item',
  ],
  [
    deployment,
    'spec.template.spec.tolerations',
    [{ operator: 'Exists', value: 'x' }],
    'spec.template.spec.tolerations[0].value: is set; operator Exists expects none',
  ],
  [
    deployment,
    'spec.strategy',
    { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } },
    'spec.strategy.rollingUpdate.maxUnavailable: is 0, and so is maxSurge; expected one of them to be more',
  ],
  [
    deployment,
    'spec.strategy',
    { rollingUpdate: { maxUnavailable: '120%' } },
    'spec.strategy.rollingUpdate.maxUnavailable: is 120%; expected at most 100%',
  ],
  [deployment, 'spec.progressDeadlineSeconds', 0, 'spec.progressDeadlineSeconds: is not more than minReadySeconds'],
  [
    service,
    'metadata.name',
    '1orders',
    'metadata.name: is "1orders"; expected at most 63 of a-z, 0-9 and "-", first a letter, last a letter or digit',
  ],
  [service, 'spec.ports.1', { port: 81 }, 'spec.ports[1]: name is missing; a Service with several ports names each'],
  [service, 'spec.ports', [], 'spec: ports is missing'],
  [autoscaler, 'spec.minReplicas', 5, 'spec.maxReplicas: is 3, less than minReplicas 5'],
  [
    autoscaler,
    'spec.scaleTargetRef.apiVersion',
    undefined,
    'spec.scaleTargetRef.apiVersion: is ""; expected group/version',
  ],
  [
    autoscaler,
    'spec.metrics',
    [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization' } } }],
    'spec.metrics[0].resource.target: has none of averageUtilization, averageValue, value; expected exactly one',
  ],
  [
    cronJob,
    'spec.schedule',
    '0 25 * * *',
    'spec.schedule: is "0 25 * * *"; expected five fields: minute, hour, day of month, month, day of week',
  ],
  [cronJob, 'metadata.name', 'n'.repeat(60), 'metadata.name: has 60 characters; expected at most 52'],
  [
    ingress,
    'spec.rules.0.http.paths.0.path',
    'a',
    'spec.rules[0].http.paths[0].path: is "a"; expected a path that begins with /',
  ],
  [ingress, 'spec.rules.0.host', '10.0.0.1', 'spec.rules[0].host: is an address; expected a name'],
  [
    networkPolicy,
    'spec.ingress',
    [{ from: [{ ipBlock: { cidr: '10.0.0.0/33' } }] }],
    'spec.ingress[0].from[0].ipBlock.cidr: is "10.0.0.0/33"; expected an address block such as 10.0.0.0/8',
  ],
  [
    networkPolicy,
    'spec.egress',
    [{ ports: [{ port: 9, endPort: 2 }] }],
    'spec.egress[0].ports[0].endPort: is 2, less than port 9',
  ],
  [
    namespace,
    'metadata.labels.pod-security~kubernetes~io/enforce',
    'strict',
    'metadata.labels.pod-security.kubernetes.io/enforce: is "strict"; expected one of privileged, baseline, restricted',
  ],
  [
    route,
    'spec.rules.0.matches.0.path.value',
    'a',
    `spec.rules[0].matches[0].path: value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']`,
  ],
  [
    route,
    'spec.rules.0.backendRefs.0.port',
    undefined,
    'spec.rules[0].backendRefs[0]: Must have port for Service reference',
  ],
  [
    route,
    'spec.hostnames',
    ['Bad_Host'],
    'spec.hostnames[0]: is "Bad_Host"; expected text that fits ^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  ],
])('a %# with %s = %j', (manifest, place, value, ...messages) => {
  expect(saidOf(schema, [changed(manifest, place, value)])).toEqual(messages);
});

test('a field of a later release is unknown to an earlier one', () => {
  const later = changed(deployment, `${container}.restartPolicyRules`, [
    { action: 'Restart', exitCodes: { operator: 'In', values: [1] } },
  ]);
  expect(saidOf(schema, [later], { kubernetes: '1.28' })).toEqual([
    'spec.template.spec.containers[0].restartPolicyRules: is no field of this schema; did you mean restartPolicy?',
  ]);
});

test('a release that is not known is said', () => {
  expect(() => saidOf(schema, [service], { kubernetes: '1.99' })).toThrow(
    'Kubernetes 1.99 is not known: expected one of 1.28, 1.33, 1.34, 1.35, 1.36',
  );
});

test('a kind without a schema is named, unless the user brings one', () => {
  const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' }, spec: { size: 'x' } };
  expect(saidOf(unknownKind, [widget])).toEqual([
    'apiVersion: has no schema for example.com/v1 Widget, so its fields were not checked',
  ]);
  expect(saidOf(unknownKind, [{ ...deployment, apiVersion: 'apps/v3' }])).toEqual([
    'apiVersion: has no schema for apps/v3 Deployment, so its fields were not checked; known are apps/v1',
  ]);
  const own = {
    kinds: {
      'example.com/v1/Widget': {
        schema: {
          type: 'object',
          properties: {
            apiVersion: {},
            kind: {},
            metadata: {},
            spec: { type: 'object', properties: { size: { type: 'integer' } }, additionalProperties: false },
          },
        },
      },
    },
    $defs: {},
  };
  const target = { kubernetes: '1.36', schemas: [own] };
  expect(saidOf(unknownKind, [widget], target)).toEqual([]);
  expect(saidOf(schema, [widget], target)).toEqual(['spec.size: is "x", a string; expected an integer']);
});
