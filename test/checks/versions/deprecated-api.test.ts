import { deprecatedApi } from '../../../src/checks/versions/deprecated-api';
import { judgeTable } from '../judging';

judgeTable(deprecatedApi, {
  'accepts what stays': { given: ['batch/v1 CronJob shop/a spec: {}'] },
  'accepts what is gone already, which is another matter': { given: ['batch/v1beta1 CronJob shop/a spec: {}'] },
  'finds what goes later': {
    given: ['networking.k8s.io/v1beta1 IPAddress a spec: {}'],
    found: [
      'IPAddress a apiVersion: networking.k8s.io/v1beta1 IPAddress is deprecated and goes with Kubernetes 1.37; expected networking.k8s.io/v1',
    ],
  },
  'finds what goes soon': {
    given: ['storage.k8s.io/v1beta1 VolumeAttributesClass a driverName: a'],
    found: [
      'VolumeAttributesClass a apiVersion: storage.k8s.io/v1beta1 VolumeAttributesClass is deprecated and goes with Kubernetes 1.37; expected storage.k8s.io/v1',
    ],
  },
});
