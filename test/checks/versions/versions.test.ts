import { deprecatedApi } from '../../../src/checks/versions/deprecated-api';
import { removedApi } from '../../../src/checks/versions/removed-api';
import { saidOf } from '../saying';

const of = (apiVersion: string, kind: string): object[] => [{ apiVersion, kind, metadata: { name: 'x' } }];

test.each([
  ['batch/v1beta1', 'CronJob', '1.28', 'batch/v1beta1 CronJob is gone since Kubernetes 1.25; expected batch/v1'],
  [
    'policy/v1beta1',
    'PodSecurityPolicy',
    '1.28',
    'policy/v1beta1 PodSecurityPolicy is gone since Kubernetes 1.25; nothing takes its place',
  ],
  [
    'extensions/v1beta1',
    'Ingress',
    '1.36',
    'extensions/v1beta1 Ingress is gone since Kubernetes 1.22; expected networking.k8s.io/v1',
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema',
    '1.33',
    'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is gone since Kubernetes 1.32; expected flowcontrol.apiserver.k8s.io/v1',
  ],
])('%s %s is gone from %s', (apiVersion, kind, kubernetes, message) => {
  expect(saidOf(removedApi, of(apiVersion, kind), { kubernetes })).toEqual([`apiVersion: ${message}`]);
  expect(saidOf(deprecatedApi, of(apiVersion, kind), { kubernetes })).toEqual([]);
});

test('what goes later is deprecated until then', () => {
  const old = of('flowcontrol.apiserver.k8s.io/v1beta3', 'FlowSchema');
  expect(saidOf(removedApi, old, { kubernetes: '1.28' })).toEqual([]);
  expect(saidOf(deprecatedApi, old, { kubernetes: '1.28' })).toEqual([]);
  expect(saidOf(deprecatedApi, of('networking.k8s.io/v1beta1', 'IPAddress'), { kubernetes: '1.35' })).toEqual([
    'apiVersion: networking.k8s.io/v1beta1 IPAddress is deprecated and goes with Kubernetes 1.37; expected networking.k8s.io/v1',
  ]);
});

test('what stays is not named', () => {
  for (const check of [removedApi, deprecatedApi]) expect(saidOf(check, of('batch/v1', 'CronJob'))).toEqual([]);
});
