import { withOverride } from '../../src/constructs/overrides';
import type { Manifest } from '../../src/model/manifest';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'orders', annotations: { a: '1' } },
  spec: {
    replicas: 1,
    template: { spec: { containers: [{ name: 'orders', image: 'a:1', args: ['x'], ports: [{ containerPort: 1 }] }] } },
  },
} as unknown as Manifest;
const patched = (patch: object): Manifest & { spec: { template: { spec: { containers: unknown[] } } } } =>
  withOverride('deployment', deployment, { deployment: { reason: 'because', patch } }) as never;

test('without an override the manifest stays as it is', () => {
  expect(withOverride('service', deployment, {})).toBe(deployment);
});

test('the reason stands beside the change', () => {
  expect(patched({}).metadata.annotations).toEqual({ a: '1', 'chartwright.dev/override': 'because' });
});

test('containers are matched by name, other lists are replaced', () => {
  const { containers } = patched({
    spec: {
      template: {
        spec: {
          containers: [
            { name: 'orders', args: ['y'] },
            { name: 'side', image: 'b:1' },
          ],
        },
      },
    },
  }).spec.template.spec;
  expect(containers).toEqual([
    { name: 'orders', image: 'a:1', args: ['y'], ports: [{ containerPort: 1 }] },
    { name: 'side', image: 'b:1' },
  ]);
});

test('null removes a field, and a new field is added', () => {
  expect(patched({ spec: { replicas: null, paused: true } }).spec).toEqual({
    paused: true,
    template: (deployment as { spec?: { template?: unknown } }).spec?.template,
  });
});
