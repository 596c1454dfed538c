import { serverOverlap } from '../../../src/checks/references/server-overlap';
import { judgeTable } from '../judging';

const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}}}';
const A_SERVER = 'policy.linkerd.io/v1beta3 Server shop/a spec: {podSelector: {matchLabels: {app: web}}, port: http}';

judgeTable(serverOverlap, {
  'accepts Servers of different ports and pods': {
    given: [
      WEB_DEPLOYMENT,
      A_SERVER,
      'policy.linkerd.io/v1beta3 Server shop/b spec: {podSelector: {matchLabels: {app: web}}, port: linkerd-admin}',
      'policy.linkerd.io/v1beta3 Server shop/c spec: {podSelector: {matchLabels: {app: no}}, port: http}',
      'policy.linkerd.io/v1beta3 Server shop/d spec: {externalWorkloadSelector: {}}',
    ],
  },
  'finds one name for the port of the same pods': {
    given: [
      WEB_DEPLOYMENT,
      A_SERVER,
      'policy.linkerd.io/v1beta3 Server shop/b spec: {podSelector: {matchLabels: {app: web}}, port: http}',
    ],
    found: ['Server b spec.port: is port 8080 of Deployment web, which Server a has: expected one Server'],
  },
  'finds one port by name and by number': {
    given: [WEB_DEPLOYMENT, A_SERVER, 'policy.linkerd.io/v1beta3 Server shop/b spec: {podSelector: {}, port: 8080}'],
    found: ['Server b spec.port: is port 8080 of Deployment web, which Server a has: expected one Server'],
  },
});
