import type { Manifest } from '../../src/model/manifest';
import type { Loose } from '../fixtures/rendering';
import type { Endpoint } from './endpoints';
import { meshAllows } from './mesh-policy';
import { inCidr, labelsMatch, networkAllows } from './network-policy';
import { reaches } from './reachability';

const endpoint = (name: string, more: Partial<Endpoint> = {}): Endpoint => ({
  name,
  namespace: name,
  labels: { app: name },
  serviceAccount: name,
  ip: '10.0.0.1',
  meshed: true,
  defaultInboundPolicy: 'deny',
  ports: { http: 8080 },
  skippedPorts: new Set(),
  httpProbes: new Set(),
  ...more,
});
const a = endpoint('a', { ip: '10.0.0.10' });
const b = endpoint('b', { ip: '10.0.0.20' });
const policy = (namespace: string, spec: Loose): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace },
  spec: { podSelector: {}, ...spec },
});

test.each<[string, Manifest[], number, string, boolean]>([
  ['pods that nothing selects are open', [], 80, 'TCP', true],
  ['a policy of another namespace selects nothing', [policy('c', { policyTypes: ['Ingress'] })], 80, 'TCP', true],
  ['no rules deny all', [policy('b', { policyTypes: ['Ingress'] })], 80, 'TCP', false],
  ['without types a policy is of ingress', [policy('b', {})], 80, 'TCP', false],
  ['without types and with egress rules it is of both', [policy('a', { egress: [] })], 80, 'TCP', false],
  ['a policy of ingress leaves egress open', [policy('a', { policyTypes: ['Ingress'] })], 80, 'TCP', true],
  [
    'both sides must allow',
    [policy('a', { policyTypes: ['Egress'], egress: [{}] }), policy('b', { policyTypes: ['Ingress'] })],
    80,
    'TCP',
    false,
  ],
  [
    'policies add up',
    [policy('b', { policyTypes: ['Ingress'] }), policy('b', { policyTypes: ['Ingress'], ingress: [{}] })],
    80,
    'TCP',
    true,
  ],
  ['a port must match', [policy('b', { ingress: [{ ports: [{ port: 81, protocol: 'TCP' }] }] })], 80, 'TCP', false],
  ['a protocol must match', [policy('b', { ingress: [{ ports: [{ port: 80 }] }] })], 80, 'UDP', false],
  ['a range includes its end', [policy('b', { ingress: [{ ports: [{ port: 70, endPort: 80 }] }] })], 80, 'TCP', true],
  ['a name is the callee’s', [policy('b', { ingress: [{ ports: [{ port: 'http' }] }] })], 8080, 'TCP', true],
  [
    'a pod selector alone means its own namespace',
    [policy('b', { ingress: [{ from: [{ podSelector: { matchLabels: { app: 'a' } } }] }] })],
    80,
    'TCP',
    false,
  ],
  [
    'both selectors must match',
    [
      policy('b', {
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'a' } },
                podSelector: { matchLabels: { app: 'x' } },
              },
            ],
          },
        ],
      }),
    ],
    80,
    'TCP',
    false,
  ],
  [
    'an item of two selectors matches',
    [
      policy('b', {
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'a' } },
                podSelector: { matchLabels: { app: 'a' } },
              },
            ],
          },
        ],
      }),
    ],
    80,
    'TCP',
    true,
  ],
  [
    'a block matches addresses',
    [policy('b', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/24' } }] }] })],
    80,
    'TCP',
    true,
  ],
  [
    'a block has exceptions',
    [policy('b', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/24', except: ['10.0.0.10/32'] } }] }] })],
    80,
    'TCP',
    false,
  ],
])('network: %s', (_, manifests, port, protocol, expected) => {
  expect(networkAllows(manifests, a, b, port, protocol)).toBe(expected);
});

const server = (accessPolicy?: string, port: string | number = 'http'): Manifest => ({
  apiVersion: 'policy.linkerd.io/v1beta3',
  kind: 'Server',
  metadata: { name: 's', namespace: 'b' },
  spec: { podSelector: {}, port, ...(accessPolicy ? { accessPolicy } : {}) },
});
const allow = (...refs: Loose[]): Manifest => ({
  apiVersion: 'policy.linkerd.io/v1alpha1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'p', namespace: 'b' },
  spec: { targetRef: { kind: 'Server', name: 's' }, requiredAuthenticationRefs: refs },
});
const identity = (name: string): Manifest => ({
  apiVersion: 'policy.linkerd.io/v1alpha1',
  kind: 'MeshTLSAuthentication',
  metadata: { name: 'm', namespace: 'b' },
  spec: { identityRefs: [{ kind: 'ServiceAccount', name, namespace: name }] },
});
const network = (cidr: string): Manifest => ({
  apiVersion: 'policy.linkerd.io/v1alpha1',
  kind: 'NetworkAuthentication',
  metadata: { name: 'n', namespace: 'b' },
  spec: { networks: [{ cidr }] },
});
const mesh = { kind: 'MeshTLSAuthentication', name: 'm' };
const networks = { kind: 'NetworkAuthentication', name: 'n' };

test.each<[string, Manifest[], Endpoint, Endpoint, boolean]>([
  ['an unmeshed callee refuses nobody', [], a, endpoint('b', { meshed: false }), true],
  ['no Server means the default policy', [], a, b, false],
  ['a default of all takes all', [], a, endpoint('b', { defaultInboundPolicy: 'all-unauthenticated' }), true],
  [
    'a default of authenticated takes identities',
    [],
    a,
    endpoint('b', { defaultInboundPolicy: 'all-authenticated' }),
    true,
  ],
  [
    'a default of authenticated refuses the rest',
    [],
    endpoint('a', { meshed: false }),
    endpoint('b', { defaultInboundPolicy: 'cluster-authenticated' }),
    false,
  ],
  [
    'a default of the cluster refuses the world',
    [],
    endpoint('w', { namespace: undefined }),
    endpoint('b', { defaultInboundPolicy: 'cluster-unauthenticated' }),
    false,
  ],
  ['a Server denies unless it says otherwise', [server()], a, b, false],
  ['a Server of another port does not matter', [server('all-unauthenticated', 9090)], a, b, false],
  ['an open Server takes all', [server('all-unauthenticated')], a, b, true],
  ['an identity is taken', [server(), allow(mesh), identity('a')], a, b, true],
  ['another identity is not', [server(), allow(mesh), identity('c')], a, b, false],
  ['an identity needs the mesh', [server(), allow(mesh), identity('a')], endpoint('a', { meshed: false }), b, false],
  ['a missing authentication authenticates nobody', [server(), allow(mesh)], a, b, false],
  ['a network is taken', [server(), allow(networks), network('10.0.0.0/24')], a, b, true],
  [
    'required authentications are joined by AND',
    [server(), allow(mesh, networks), identity('a'), network('10.9.0.0/24')],
    a,
    b,
    false,
  ],
  [
    'a ServiceAccount may be required directly',
    [server(), allow({ kind: 'ServiceAccount', name: 'a', namespace: 'a' })],
    a,
    b,
    true,
  ],
  [
    'an HTTP probe passes',
    [server()],
    endpoint('node', { kubelet: true, meshed: false }),
    endpoint('b', { httpProbes: new Set([8080]) }),
    true,
  ],
  ['a gRPC probe does not', [server()], endpoint('node', { kubelet: true, meshed: false }), b, false],
])('mesh: %s', (_, manifests, from, to, expected) => {
  expect(meshAllows(manifests, from, to, 8080)).toBe(expected);
});

test('meshed pods meet at the proxy’s port, others at the port itself', () => {
  const open = [server('all-unauthenticated')];
  const byProxy = policy('b', { ingress: [{ ports: [{ port: 4143 }] }] });
  expect(reaches([...open, byProxy], a, b, 8080)).toBe(true);
  expect(reaches([...open, byProxy], endpoint('a', { meshed: false }), b, 8080)).toBe(false);
  expect(reaches([...open, byProxy], a, b, 8080, 'UDP')).toBe(false);
  expect(reaches([], a, endpoint('b', { skippedPorts: new Set([8080]) }), 8080)).toBe(true);
});

test.each([
  [{ key: 'app', operator: 'In', values: ['a'] }, true],
  [{ key: 'app', operator: 'NotIn', values: ['a'] }, false],
  [{ key: 'app', operator: 'Exists' }, true],
  [{ key: 'app', operator: 'DoesNotExist' }, false],
  [{ key: 'tier', operator: 'NotIn', values: ['a'] }, true],
])('an expression %j of a selector', (expression, expected) => {
  expect(labelsMatch({ matchExpressions: [expression] }, { app: 'a' })).toBe(expected);
});

test('addresses belong to ranges by their leading bits', () => {
  expect([
    inCidr('10.0.0.0/8', '10.255.0.1'),
    inCidr('10.0.0.0/8', '11.0.0.1'),
    inCidr('0.0.0.0/0', '203.0.113.7'),
    inCidr('203.0.113.7/32', '203.0.113.7'),
  ]).toEqual([true, false, true, true]);
});
