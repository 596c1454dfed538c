import { serviceSelector } from '../../../src/checks/references/service-selector';
import { judgeTable } from '../judging';

const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}}}';

judgeTable(serviceSelector, {
  'accepts one pod of a StatefulSet by the name that its controller gives it': {
    given: [
      'apps/v1 StatefulSet shop/db spec: {template: {metadata: {labels: {app: db}}, spec: {containers: []}}}',
      'v1 Service shop/first spec: {selector: {app: db, statefulset.kubernetes.io/pod-name: db-0}}',
    ],
  },
  'finds a pod by the name of another set': {
    given: [
      'apps/v1 StatefulSet shop/db spec: {template: {metadata: {labels: {app: db}}, spec: {containers: []}}}',
      'v1 Service shop/first spec: {selector: {app: db, statefulset.kubernetes.io/pod-name: web-0}}',
    ],
    found: [
      'Service first spec.selector: selects app=db, statefulset.kubernetes.io/pod-name=web-0, which no pod of the namespace has: expected app=db',
    ],
  },
  'accepts a selector of pods there are': {
    given: [
      WEB_DEPLOYMENT,
      'v1 Service shop/web metadata: {labels: {app: web}}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}',
    ],
  },
  'accepts a Service without selector, and one that is a name of DNS': {
    given: [
      'v1 Service shop/db spec: {ports: [{port: 1}]}',
      'v1 Service shop/dns spec: {type: ExternalName, selector: {app: no}}',
    ],
  },
  'accepts pods that an operator makes': {
    given: [
      'opentelemetry.io/v1beta1 OpenTelemetryCollector shop/gw spec: {mode: deployment}',
      'v1 Service shop/gw spec: {selector: {app.kubernetes.io/name: gw-collector}}',
    ],
  },
  'finds a label that no pod has': {
    given: [WEB_DEPLOYMENT, 'v1 Service shop/web spec: {selector: {app: wep}}'],
    found: ['Service web spec.selector: selects app=wep, which no pod of the namespace has: expected app=web'],
  },
  'finds pods of another namespace': {
    given: [WEB_DEPLOYMENT, 'v1 Service other/web spec: {selector: {app: web}}'],
    found: ['Service web spec.selector: selects app=web, which no pod of the namespace has: there is none'],
  },
});
