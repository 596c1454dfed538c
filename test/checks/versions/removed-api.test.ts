import { removedApi } from '../../../src/checks/versions/removed-api';
import { judgeTable } from '../judging';

judgeTable(removedApi, {
  'accepts what is served': { given: ['batch/v1 CronJob shop/a spec: {}'] },
  'accepts what goes later': { given: ['networking.k8s.io/v1beta1 IPAddress a spec: {}'] },
  'finds what has another version now': {
    given: ['batch/v1beta1 CronJob shop/a spec: {}'],
    found: ['CronJob a apiVersion: batch/v1beta1 CronJob is gone since Kubernetes 1.25; expected batch/v1'],
  },
  'finds what nothing takes the place of': {
    given: ['policy/v1beta1 PodSecurityPolicy a spec: {}'],
    found: [
      'PodSecurityPolicy a apiVersion: policy/v1beta1 PodSecurityPolicy is gone since Kubernetes 1.25; nothing takes its place',
    ],
  },
});
