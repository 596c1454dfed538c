import { priorityClass } from '../../../src/checks/references/priority-class';
import { judgeTable } from '../judging';

const HIGH_PRIORITY_CLASS = 'scheduling.k8s.io/v1 PriorityClass high';

judgeTable(priorityClass, {
  'accepts a class that exists and those of every cluster': {
    given: [
      HIGH_PRIORITY_CLASS,
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {priorityClassName: high, containers: []}}}',
      'apps/v1 DaemonSet shop/a spec: {template: {spec: {priorityClassName: system-node-critical, containers: []}}}',
    ],
  },
  'finds a class that does not exist': {
    given: [
      HIGH_PRIORITY_CLASS,
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {priorityClassName: higher, containers: []}}}',
      'apps/v1 StatefulSet shop/db spec: {template: {spec: {priorityClassName: low, containers: []}}}',
    ],
    found: [
      'StatefulSet db spec.template.spec.priorityClassName: names PriorityClass low, which does not exist: expected high, system-cluster-critical, system-node-critical',
      'Deployment web spec.template.spec.priorityClassName: names PriorityClass higher, which does not exist: expected high, system-cluster-critical, system-node-critical',
    ],
  },
});
