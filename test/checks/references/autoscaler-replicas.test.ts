import { autoscalerReplicas } from '../../../src/checks/references/autoscaler-replicas';
import { judgeTable } from '../judging';

const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}}}';
const WEB_HORIZONTAL_POD_AUTOSCALER =
  'autoscaling/v2 HorizontalPodAutoscaler shop/web spec: {scaleTargetRef: {kind: Deployment, name: web}}';

judgeTable(autoscalerReplicas, {
  'accepts a target without replicas': { given: [WEB_DEPLOYMENT, WEB_HORIZONTAL_POD_AUTOSCALER] },
  'finds replicas beside an autoscaler': {
    given: [
      'apps/v1 Deployment shop/web spec: {replicas: 2}',
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {scaleTargetRef: {name: web}}',
    ],
    found: ['Deployment web spec.replicas: is 2, but ScaledObject web decides the number: expected no replicas'],
  },
  'finds a second autoscaler': {
    given: [
      WEB_DEPLOYMENT,
      WEB_HORIZONTAL_POD_AUTOSCALER,
      'keda.sh/v1alpha1 ScaledObject shop/lag spec: {scaleTargetRef: {name: web}}',
    ],
    found: [
      'ScaledObject lag spec.scaleTargetRef: scales Deployment web, which HorizontalPodAutoscaler web scales already',
    ],
  },
});
