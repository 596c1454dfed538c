import { serverPort } from '../../../src/checks/references/server-port';
import { judgeTable } from '../judging';

const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}}}';

judgeTable(serverPort, {
  'accepts a port of the pods and one of the proxy': {
    given: [
      WEB_DEPLOYMENT,
      'policy.linkerd.io/v1beta3 Server shop/a spec: {podSelector: {matchLabels: {app: web}}, port: http}',
      'policy.linkerd.io/v1beta3 Server shop/b spec: {podSelector: {matchLabels: {app: web}}, port: 8080}',
      'policy.linkerd.io/v1beta3 Server shop/c spec: {podSelector: {matchLabels: {app: web}}, port: linkerd-admin}',
      'policy.linkerd.io/v1beta3 Server shop/d spec: {externalWorkloadSelector: {}, port: 1}',
    ],
  },
  'finds pods that do not exist': {
    given: [
      WEB_DEPLOYMENT,
      'policy.linkerd.io/v1beta3 Server shop/a spec: {podSelector: {matchLabels: {app: wep}}, port: http}',
    ],
    found: ['Server a spec.podSelector: selects app=wep, which no pod has: expected app=web'],
  },
  'finds a port that no pod has': {
    given: [
      WEB_DEPLOYMENT,
      'policy.linkerd.io/v1beta3 Server shop/a spec: {podSelector: {matchLabels: {app: web}}, port: grpc}',
    ],
    found: ['Server a spec.port: is grpc, which no pod selected has: expected 8080, http'],
  },
});
