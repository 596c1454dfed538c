import { checks } from '../../../src/checks';
import { budget, changed, deployment, namespace, networkPolicy, saidOf } from '../saying';

const spec = 'spec.template.spec';
const container = `${spec}.containers.0`;
const at = 'spec.template.spec.containers[0]';
const good = [deployment, budget, networkPolicy, namespace];
const object = (apiVersion: string, kind: string, more: object): object => ({
  apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'shop' },
  ...more,
});

function say(id: string, manifests: readonly object[]): readonly string[] {
  return saidOf(
    checks.find((check) => check.id === id)!,
    manifests,
  );
}

/** The workload with one change. */
const workload: readonly (readonly [id: string, place: string, value: unknown, ...messages: string[]])[] = [
  [
    'image-pinned',
    `${container}.image`,
    'orders:latest',
    `${at}.image: container "orders" runs orders:latest, whose tag moves; expected a digest or an exact version`,
  ],
  [
    'image-pinned',
    `${container}.image`,
    'r:5000/orders',
    `${at}.image: container "orders" runs r:5000/orders without a version; expected a digest or an exact version`,
  ],
  ['image-pinned', `${container}.image`, 'orders:1.2.3'],
  [
    'probe-missing',
    `${container}.livenessProbe`,
    undefined,
    `${at}: container "orders" has ports but no livenessProbe`,
  ],
  [
    'probe-identical',
    `${container}.livenessProbe.httpGet.path`,
    '/ready',
    `${at}.livenessProbe: container "orders" has a liveness probe identical to its readiness probe`,
  ],
  [
    'resource-requests',
    `${container}.resources.requests`,
    undefined,
    `${at}.resources.requests: container "orders" requests no cpu`,
  ],
  [
    'resource-requests',
    `${container}.resources`,
    {},
    `${at}.resources.requests: container "orders" requests no cpu`,
    `${at}.resources.requests: container "orders" requests no memory`,
    `${at}.resources.limits: container "orders" has no memory limit`,
  ],
  [
    'resource-requests',
    `${container}.resources.limits.memory`,
    '1Gi',
    `${at}.resources.limits.memory: container "orders" limits memory to 1Gi but requests 128Mi`,
  ],
  [
    'ephemeral-storage',
    `${container}.resources.limits.ephemeral-storage`,
    undefined,
    `${at}.resources.limits: container "orders" has no ephemeral-storage in its limits`,
  ],
  [
    'run-as-high-user',
    `${container}.securityContext.runAsUser`,
    1000,
    `${at}.securityContext.runAsUser: container "orders" has runAsUser 1000; expected a number above 10000`,
  ],
  [
    'run-as-high-user',
    `${container}.securityContext.runAsGroup`,
    undefined,
    `${at}.securityContext: container "orders" has no runAsGroup; expected a number above 10000`,
  ],
  [
    'read-only-root',
    `${container}.securityContext.readOnlyRootFilesystem`,
    undefined,
    `${at}.securityContext.readOnlyRootFilesystem: container "orders" may write to its root file system`,
  ],
  [
    'privileged-container',
    `${container}.securityContext.privileged`,
    true,
    `${at}.securityContext.privileged: container "orders" is privileged`,
  ],
  [
    'privileged-container',
    `${container}.securityContext.allowPrivilegeEscalation`,
    undefined,
    `${at}.securityContext.allowPrivilegeEscalation: container "orders" may gain privileges; expected allowPrivilegeEscalation: false`,
  ],
  [
    'capabilities',
    `${container}.securityContext.capabilities`,
    { add: ['SYS_TIME'] },
    `${at}.securityContext.capabilities.drop: container "orders" keeps capabilities; expected drop: [ALL]`,
    `${at}.securityContext.capabilities.add: container "orders" adds SYS_TIME`,
  ],
  ['host-access', `${spec}.hostPID`, true, 'spec.template.spec.hostPID: hostPID is true'],
  [
    'host-access',
    `${spec}.volumes`,
    [{ name: 'v', hostPath: { path: '/var' } }],
    'spec.template.spec.volumes[0].hostPath: volume "v" is /var of the node',
  ],
  ['host-access', `${container}.ports.0.hostPort`, 80, `${at}.ports: takes port 80 of the node`],
  [
    'service-account-token',
    `${spec}.automountServiceAccountToken`,
    undefined,
    'spec.template.spec.automountServiceAccountToken: nothing says whether the pod gets a token of the API server, so it does',
  ],
  ['service-account-token', `${spec}.automountServiceAccountToken`, true],
  [
    'default-service-account',
    `${spec}.serviceAccountName`,
    undefined,
    'spec.template.spec.serviceAccountName: the pod runs as the default ServiceAccount of its namespace',
  ],
  [
    'secret-in-variable',
    `${container}.envFrom`,
    [{ secretRef: { name: 's' } }, { configMapRef: { name: 'c' } }],
    `${at}.envFrom[0]: container "orders" takes every key of Secret s as a variable`,
  ],
  [
    'pod-spread',
    `${spec}.topologySpreadConstraints`,
    undefined,
    'spec.template.spec.topologySpreadConstraints: nothing keeps the replicas apart',
  ],
  [
    'linkerd-annotation-place',
    'metadata.annotations',
    { 'linkerd.io/inject': 'enabled' },
    'metadata.annotations.linkerd.io/inject: is on the Deployment, where Linkerd does not look; expected it on the pod template',
  ],
  ['default-namespace', 'metadata.namespace', 'default', 'metadata.namespace: is default; expected one of its own'],
  ['network-policy', 'spec.template.metadata.labels', { other: 'x' }],
];

test.each(workload.map((row): [typeof row] => [row]))('%s', ([id, place, value, ...messages]) => {
  expect(say(id, [changed(deployment, place, value), budget, networkPolicy, namespace])).toEqual(messages);
});

const others: readonly (readonly [id: string, what: string, manifests: readonly object[], ...messages: string[]])[] = [
  [
    'autoscaler-minimum',
    'one replica',
    [object('autoscaling/v2', 'HorizontalPodAutoscaler', { spec: { minReplicas: 1, maxReplicas: 4 } })],
    'spec.minReplicas: is 1; expected 2 or more where there may be 4',
  ],
  [
    'disruption-budget',
    'none goes',
    [deployment, changed(budget, 'spec.maxUnavailable', 0)],
    'spec.maxUnavailable: is 0, which lets no pod go',
  ],
  [
    'disruption-budget',
    'all must be there',
    [deployment, { ...budget, spec: { minAvailable: 2, selector: budget.spec.selector } }],
    'spec.minAvailable: is 2 of 2 replicas of Deployment orders, which lets no pod go',
  ],
  [
    'disruption-budget',
    'all must be there, in percent',
    [deployment, { ...budget, spec: { minAvailable: '100%', selector: budget.spec.selector } }],
    'spec.minAvailable: is 100%, which lets no pod go',
  ],
  [
    'disruption-budget',
    'no budget',
    [deployment],
    ': has no PodDisruptionBudget: a drain may take all its replicas at once',
  ],
  [
    'disruption-budget',
    'one replica by its autoscaler',
    [
      deployment,
      {
        ...object('autoscaling/v2', 'HorizontalPodAutoscaler', {
          spec: { maxReplicas: 4, scaleTargetRef: { kind: 'Deployment', name: 'orders' } },
        }),
      },
    ],
  ],
  [
    'network-policy',
    'no policy',
    [deployment],
    ': no NetworkPolicy says what may call its pods',
    ': no NetworkPolicy says what may be called by its pods',
  ],
  [
    'network-policy',
    'only what comes in',
    [deployment, changed(networkPolicy, 'spec.policyTypes', ['Ingress'])],
    ': no NetworkPolicy says what may be called by its pods',
  ],
  [
    'rbac-breadth',
    'everything',
    [
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', {
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
      }),
    ],
    'rules[0]: allows every verb; expected those that are used',
    'rules[0]: is about every resource; expected those that are used',
    'rules[0]: is about every API group; expected those that are used',
  ],
  [
    'rbac-breadth',
    'secrets, commands, tokens, rights',
    [
      object('rbac.authorization.k8s.io/v1', 'Role', {
        rules: [
          {
            apiGroups: [''],
            resources: ['secrets', 'pods/exec', 'serviceaccounts/token'],
            verbs: ['get', 'create', 'bind'],
          },
        ],
      }),
    ],
    'rules[0]: reads every Secret; expected resourceNames',
    'rules[0]: escalates: bind, escalate and impersonate give what one does not have',
    'rules[0]: runs commands in every pod',
    'rules[0]: makes tokens of every ServiceAccount; expected resourceNames',
  ],
  [
    'rbac-breadth',
    'cluster-admin',
    [object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', { roleRef: { name: 'cluster-admin' } })],
    'roleRef.name: is cluster-admin, which may do everything',
  ],
  [
    'service-exposure',
    'node port',
    [object('v1', 'Service', { spec: { type: 'NodePort', externalIPs: ['1.2.3.4'] } })],
    'spec.type: is NodePort, a port of every node; expected ClusterIP',
    'spec.externalIPs: takes the traffic of 1.2.3.4',
  ],
  [
    'cron-job-deadline',
    'nothing said',
    [object('batch/v1', 'CronJob', { spec: {} })],
    'spec: has no startingDeadlineSeconds',
    'spec: lets runs overlap; expected concurrencyPolicy Forbid or Replace',
  ],
  [
    'namespace-pod-security',
    'no label',
    [changed(namespace, 'metadata.labels', {})],
    'metadata.labels: do not say which Pod Security Standard is enforced',
  ],
];

test.each(others.map((row): [typeof row] => [row]))('%s', ([id, , manifests, ...messages]) => {
  expect(say(id, manifests)).toEqual(messages);
});

test('nothing is said of a workload that does all of it', () => {
  for (const id of new Set([...workload, ...others].map(([each]) => each)))
    expect([id, say(id, good)]).toEqual([id, []]);
});
