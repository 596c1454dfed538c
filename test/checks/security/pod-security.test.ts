import { podSecurity } from '../../../src/checks/security/pod-security';
import { changed, deployment, namespace, saidOf } from '../saying';
import { judgeTable } from '../judging';

judgeTable(podSecurity, {
  'accepts a Deployment that the strictest level admits': { given: [deployment, namespace] },
  'accepts anything, where nothing is enforced': {
    given: [changed(deployment, 'spec.template.spec.hostNetwork', true)],
  },
  'finds the network of the node': {
    given: [changed(deployment, 'spec.template.spec.hostNetwork', true), namespace],
    found: [
      'Deployment orders spec.template.spec.hostNetwork: hostNetwork is true; expected the pod to have its own, which restricted forbids',
    ],
  },
  'finds a user that is root': {
    given: [changed(deployment, 'spec.template.spec.containers.0.securityContext.runAsUser', 0), namespace],
    found: [
      'Deployment orders spec.template.spec.containers[0].securityContext.runAsUser: runAsUser is 0, which is root, which restricted forbids',
    ],
  },
});

const spec = 'spec.template.spec';
const container = `${spec}.containers.0`;
const context = `${container}.securityContext`;
const inContainer = 'spec.template.spec.containers[0]';
const label = 'metadata.labels.pod-security~kubernetes~io/enforce';

const restricted: readonly (readonly [string, unknown, string])[] = [
  [
    `${context}.allowPrivilegeEscalation`,
    undefined,
    `${inContainer}.securityContext.allowPrivilegeEscalation: allowPrivilegeEscalation is not false in container "orders"`,
  ],
  [
    `${context}.capabilities.drop`,
    ['CHOWN'],
    `${inContainer}.securityContext.capabilities.drop: does not drop ALL capabilities in container "orders"`,
  ],
  [
    `${context}.capabilities.add`,
    ['CHOWN'],
    `${inContainer}.securityContext.capabilities.add: adds CHOWN; expected at most NET_BIND_SERVICE in container "orders"`,
  ],
  [
    `${context}.runAsNonRoot`,
    undefined,
    `${inContainer}.securityContext.runAsNonRoot: runAsNonRoot is not true for container "orders", nor for its pod`,
  ],
  [
    `${spec}.securityContext.runAsNonRoot`,
    false,
    'spec.template.spec.securityContext.runAsNonRoot: runAsNonRoot is false for the pod',
  ],
  [`${context}.runAsUser`, 0, `${inContainer}.securityContext.runAsUser: runAsUser is 0, which is root`],
  [
    `${context}.seccompProfile`,
    undefined,
    `${inContainer}.securityContext.seccompProfile: seccompProfile is neither RuntimeDefault nor Localhost for container "orders", nor for its pod`,
  ],
  [
    `${spec}.volumes`,
    [{ name: 'v', nfs: { server: 's', path: '/' } }],
    'spec.template.spec.volumes[0].nfs: volume "v" is of type nfs; expected one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret',
  ],
];

const baseline: readonly (readonly [string, unknown, string])[] = [
  [
    `${spec}.hostNetwork`,
    true,
    'spec.template.spec.hostNetwork: hostNetwork is true; expected the pod to have its own',
  ],
  [
    `${context}.privileged`,
    true,
    `${inContainer}.securityContext.privileged: privileged is true; expected false in container "orders"`,
  ],
  [
    `${context}.capabilities.add`,
    ['NET_ADMIN'],
    `${inContainer}.securityContext.capabilities.add: adds NET_ADMIN; expected only unprivileged capabilities in container "orders"`,
  ],
  [
    `${spec}.volumes`,
    [{ name: 'v', hostPath: { path: '/' } }],
    'spec.template.spec.volumes[0].hostPath: volume "v" is a path of the host',
  ],
  [
    `${container}.ports.0.hostPort`,
    80,
    `${inContainer}.ports[0].hostPort: takes port 80 of the host in container "orders"`,
  ],
  [
    `${container}.livenessProbe.httpGet.host`,
    '10.0.0.1',
    `${inContainer}.livenessProbe.httpGet.host: asks host 10.0.0.1; expected the pod itself in container "orders"`,
  ],
  [
    `${spec}.securityContext.sysctls`,
    [{ name: 'net.core.somaxconn', value: '1' }],
    'spec.template.spec.securityContext.sysctls[0]: sets sysctl net.core.somaxconn, which others on the node feel',
  ],
  [
    `${context}.procMount`,
    'Unmasked',
    `${inContainer}.securityContext.procMount: procMount is Unmasked; expected Default in container "orders"`,
  ],
  [
    `${context}.seccompProfile.type`,
    'Unconfined',
    `${inContainer}.securityContext.seccompProfile.type: seccompProfile is Unconfined; expected RuntimeDefault or Localhost`,
  ],
  [
    `${context}.appArmorProfile`,
    { type: 'Unconfined' },
    `${inContainer}.securityContext.appArmorProfile.type: appArmorProfile is Unconfined; expected RuntimeDefault`,
  ],
  [
    `${context}.seLinuxOptions`,
    { type: 'spc_t', user: 'u' },
    `${inContainer}.securityContext.seLinuxOptions.type: seLinuxOptions.type is spc_t; expected a type of containers`,
  ],
  [
    `${context}.windowsOptions`,
    { hostProcess: true },
    `${inContainer}.securityContext.windowsOptions.hostProcess: hostProcess is true; expected no process of the host`,
  ],
  [
    'spec.template.metadata.annotations',
    { 'container.apparmor.security.beta.kubernetes.io/orders': 'unconfined' },
    'spec.template.spec: annotation container.apparmor.security.beta.kubernetes.io/orders is unconfined; expected runtime/default',
  ],
];

test.each(restricted)('restricted forbids %s = %j', (place, value, message) => {
  const pod = changed(deployment, place, value);
  expect(saidOf(podSecurity, [namespace, pod])).toEqual([`${message}, which restricted forbids`]);
  expect(saidOf(podSecurity, [changed(namespace, label, 'baseline'), pod])).toEqual([]);
});

test.each(baseline)(
  'baseline forbids %s = %j, and nothing is forbidden where nothing is enforced',
  (place, value, message) => {
    const pod = changed(deployment, place, value);
    expect(saidOf(podSecurity, [changed(namespace, label, 'baseline'), pod])).toContain(
      `${message}, which baseline forbids`,
    );
    expect(saidOf(podSecurity, [namespace, pod])).toContain(`${message}, which restricted forbids`);
    expect(saidOf(podSecurity, [changed(namespace, label, 'privileged'), pod])).toEqual([]);
  },
);

test('an earlier release asks less', () => {
  const pod = changed(deployment, `${container}.livenessProbe.httpGet.host`, '10.0.0.1');
  const early = changed(namespace, 'metadata.labels.pod-security~kubernetes~io/enforce-version', 'v1.33');
  expect(saidOf(podSecurity, [early, pod])).toEqual([]);
});

test('a plain pod is judged as well', () => {
  const { spec: podSpec } = deployment.spec.template;
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'shop' },
    spec: { ...podSpec, hostPID: true },
  };
  expect(saidOf(podSecurity, [namespace, pod])).toEqual([
    'spec.hostPID: hostPID is true; expected the pod to have its own, which restricted forbids',
  ]);
});

test('what Linkerd adds counts, and needs its CNI plugin', () => {
  const meshed = changed(deployment, 'spec.template.metadata.annotations', { 'linkerd.io/inject': 'enabled' });
  expect(saidOf(podSecurity, [namespace, meshed])).toContain(
    'spec.template.spec.initContainers[0].securityContext.capabilities.add: adds NET_ADMIN, NET_RAW; expected only unprivileged capabilities in container "linkerd-init", which restricted forbids',
  );
  const plugin = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'linkerd-cni', namespace: 'linkerd-cni' },
  };
  expect(saidOf(podSecurity, [namespace, meshed, plugin])).toEqual([]);
  expect(saidOf(podSecurity, [namespace, changed(meshed, `${context}.capabilities`, undefined), plugin])).toHaveLength(
    2,
  );
});

test('an injected collector is as confined as its description says', () => {
  const asked = changed(deployment, 'spec.template.metadata.annotations', {
    'sidecar.opentelemetry.io/inject': 'true',
  });
  const collector = (securityContext: object): object => ({
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: 'sidecar', namespace: 'shop' },
    spec: { mode: 'sidecar', securityContext, config: {} },
  });
  const confined = deployment.spec.template.spec.containers[0]!.securityContext;
  expect(saidOf(podSecurity, [namespace, asked, collector(confined)])).toEqual([]);
  expect(saidOf(podSecurity, [namespace, asked, collector({})])).toHaveLength(4);
});
