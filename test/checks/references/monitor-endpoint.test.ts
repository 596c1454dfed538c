import { monitorEndpoint } from '../../../src/checks/references/monitor-endpoint';
import { judgeTable } from '../judging';

const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}}}';
const WEB_SERVICE =
  'v1 Service shop/web metadata: {labels: {app: web}}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}';

judgeTable(monitorEndpoint, {
  'accepts a Service and pods with the port': {
    given: [
      WEB_DEPLOYMENT,
      WEB_SERVICE,
      'monitoring.coreos.com/v1 ServiceMonitor shop/web spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}',
      'monitoring.coreos.com/v1 PodMonitor shop/web spec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: http}]}',
    ],
  },
  'accepts an injected port, of any namespace or of its own': {
    given: [
      WEB_DEPLOYMENT,
      'monitoring.coreos.com/v1 PodMonitor shop/all spec: {namespaceSelector: {any: true}, selector: {matchExpressions: [{key: a, operator: Exists}]}, podMetricsEndpoints: [{port: linkerd-admin}]}',
      'monitoring.coreos.com/v1 PodMonitor shop/own spec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: linkerd-admin}]}',
    ],
  },
  'accepts Services of other namespaces': {
    given: [
      WEB_DEPLOYMENT,
      WEB_SERVICE,
      'monitoring.coreos.com/v1 ServiceMonitor monitoring/a spec: {namespaceSelector: {any: true}, selector: {}, endpoints: [{port: http}]}',
      'monitoring.coreos.com/v1 ServiceMonitor monitoring/b spec: {namespaceSelector: {matchNames: [shop]}, selector: {matchLabels: {app: web}}, endpoints: [{port: http}]}',
    ],
  },
  'finds a selector of nothing': {
    given: [
      WEB_DEPLOYMENT,
      WEB_SERVICE,
      'monitoring.coreos.com/v1 ServiceMonitor shop/web spec: {selector: {matchLabels: {app: wep}}, endpoints: [{port: http}]}',
      'monitoring.coreos.com/v1 PodMonitor shop/web spec: {selector: {matchExpressions: [{key: app, operator: In, values: [wep]}]}, podMetricsEndpoints: [{port: http}]}',
    ],
    found: [
      'ServiceMonitor web spec.selector: selects no Service: nothing has app=wep; in the namespace expected app=web',
      'PodMonitor web spec.selector: selects no pod: nothing has app in wep; in the namespace expected app=web',
    ],
  },
  'finds a port that nothing has': {
    given: [
      WEB_DEPLOYMENT,
      WEB_SERVICE,
      'monitoring.coreos.com/v1 ServiceMonitor shop/web spec: {selector: {matchLabels: {app: web}}, endpoints: [{port: metrics}]}',
      'monitoring.coreos.com/v1 PodMonitor shop/web spec: {selector: {matchLabels: {app: web}}, podMetricsEndpoints: [{port: metrics}]}',
    ],
    found: [
      'ServiceMonitor web spec.endpoints[0].port: names port metrics, which nothing selected has: expected http',
      'PodMonitor web spec.podMetricsEndpoints[0].port: names port metrics, which nothing selected has: expected 8080, http',
    ],
  },
});
