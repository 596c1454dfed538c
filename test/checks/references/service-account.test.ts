import { serviceAccount } from '../../../src/checks/references/service-account';
import { judgeTable } from '../judging';

const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: web, containers: []}}}';

judgeTable(serviceAccount, {
  'accepts one that exists, the default one, and none': {
    given: [
      'v1 ServiceAccount shop/web',
      WEB_DEPLOYMENT,
      'apps/v1 StatefulSet shop/db spec: {template: {spec: {serviceAccountName: default, containers: []}}}',
      'batch/v1 CronJob shop/job spec: {jobTemplate: {spec: {template: {spec: {containers: []}}}}}',
    ],
  },
  'finds one that does not exist': {
    given: [
      'v1 ServiceAccount other/web',
      WEB_DEPLOYMENT,
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/gw spec: {serviceAccount: gw}',
    ],
    found: [
      'OpenTelemetryCollector gw spec.serviceAccount: names ServiceAccount gw, which does not exist: expected default',
      'Deployment web spec.template.spec.serviceAccountName: names ServiceAccount web, which does not exist: expected default',
    ],
  },
});
