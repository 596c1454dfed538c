import { secretValue } from '../../../src/checks/secrets/secret-value';
import { saidOf } from '../saying';
import { judgeTable } from '../judging';

judgeTable(secretValue, {
  'accepts a reference': {
    given: [
      'v1 Pod shop/a spec: {containers: [{name: a, env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]}]}',
    ],
  },
  'accepts a hash and a name': {
    given: [
      'v1 ConfigMap shop/a data: {hash: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, configSecret: alertmanager-config}',
    ],
  },
  'finds a variable that says it is one': {
    given: ['v1 Pod shop/a spec: {containers: [{name: a, env: [{name: DB_PASSWORD, value: hunter2}]}]}'],
    found: [
      'Pod a spec.containers[0].env[0].value: holds what DB_PASSWORD says is a secret; expected a reference to a Secret',
    ],
  },
  'finds a password in an address': {
    given: ['v1 ConfigMap shop/a data: {url: "postgres://app:hunter22@db:5432/orders"}'],
    found: ['ConfigMap a data.url: holds a password in an address; expected a reference to a Secret'],
  },
  'finds a Secret with a value': {
    given: ['v1 Secret shop/a stringData: {a: b}'],
    found: ['Secret a stringData.a: is a value, written in a manifest; expected a reference'],
  },
});

const holding = (data: object): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data });
/** Put together here, so that no scanner takes this file for a leak. */
const join = (...parts: string[]): string => parts.join('');

test.each([
  ['an AWS access key', join('AKIA', 'IOSFODNN7EXAMPLE')],
  ['a private key', join('-----BEGIN RSA ', 'PRIVATE KEY-----\nMII')],
  ['a GitHub token', join('ghp_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8')],
  ['a Slack token', join('xoxb', '-123456789012-abcdef')],
  ['a JSON Web Token', join('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N')],
  ['a Stripe key', join('sk_live', '_4eC39HqLyjWDarjtT1zdp7dc')],
  ['a Google API key', join('AIza', 'SyA1234567890abcdefghijklmnopqrstuv')],
  ['a password in an address', join('postgres://app:', 'hunter22@db:5432/orders')],
  ['random text, as secrets are', 'kJ8xQ2mZ7vB4nR9tL3wYp6Hd5sFgA1cE'],
])('%s', (what, text) => {
  expect(saidOf(secretValue, [holding({ note: text })])).toEqual([
    `data.note: holds ${what}; expected a reference to a Secret`,
  ]);
});

test('a variable whose name says it', () => {
  const pod = (value: string): object => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'a', env: [{ name: 'DB_PASSWORD', value }] }] },
  });
  expect(saidOf(secretValue, [pod('hunter2')])).toEqual([
    'spec.containers[0].env[0].value: holds what DB_PASSWORD says is a secret; expected a reference to a Secret',
  ]);
  expect(saidOf(secretValue, [pod('$(OTHER)')])).toEqual([]);
  expect(saidOf(secretValue, [pod('/etc/secrets/db')])).toEqual([]);
});

test('a Secret that is written down', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } };
  const key = Buffer.from(join('AKIA', 'IOSFODNN7EXAMPLE')).toString('base64');
  expect(saidOf(secretValue, [{ ...secret, data: { key }, stringData: { a: 'b' } }])).toEqual([
    'data.key: is an AWS access key, written in a manifest; expected a reference',
    'stringData.a: is a value, written in a manifest; expected a reference',
  ]);
  expect(saidOf(secretValue, [{ ...secret, data: { key: '' } }])).toEqual([]);
});

test.each([
  ['a digest', `ghcr.io/shop/orders@sha256:${'0123456789abcdef'.repeat(4)}`],
  ['a hash', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
  ['a name', 'orders-database-credentials-production'],
  ['an address', 'https://orders.shop.example:8443/v1'],
  ['a constant', 'OTEL_EXPORTER_OTLP_ENDPOINT_2'],
  ['a template', 'postgres://${USER}:${PASSWORD}@db/orders'],
])('%s is none', (_what, text) => {
  expect(saidOf(secretValue, [holding({ note: text, configSecret: 'alertmanager-config' })])).toEqual([]);
});
