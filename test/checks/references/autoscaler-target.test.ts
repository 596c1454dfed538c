import { autoscalerTarget } from '../../../src/checks/references/autoscaler-target';
import { judgeTable } from '../judging';

const WEB_DEPLOYMENT =
  'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}]}]}}}';

judgeTable(autoscalerTarget, {
  'accepts a target with what its metrics need': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, resources: {requests: {cpu: 1}}}]}}}',
      'autoscaling/v2 HorizontalPodAutoscaler shop/web spec: {scaleTargetRef: {kind: Deployment, name: web}, metrics: [{type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization}}}, {type: External, external: {}}]}',
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {scaleTargetRef: {name: web}, triggers: [{type: cpu, metadata: {value: "50"}}, {type: kafka, metadata: {}}]}',
    ],
  },
  'finds a target that does not exist': {
    given: [
      WEB_DEPLOYMENT,
      'autoscaling/v2 HorizontalPodAutoscaler shop/web spec: {scaleTargetRef: {kind: Deployment, name: wep}}',
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {scaleTargetRef: {name: wep}}',
    ],
    found: [
      'ScaledObject web spec.scaleTargetRef.name: scales Deployment wep, which does not exist: expected web',
      'HorizontalPodAutoscaler web spec.scaleTargetRef.name: scales Deployment wep, which does not exist: expected web',
    ],
  },
  'finds a container that does not exist': {
    given: [
      WEB_DEPLOYMENT,
      'autoscaling/v2 HorizontalPodAutoscaler shop/web spec: {scaleTargetRef: {kind: Deployment, name: web}, metrics: [{containerResource: {name: cpu, container: wep, target: {type: Utilization}}}]}',
    ],
    found: [
      'HorizontalPodAutoscaler web spec.metrics[0].containerResource.container: measures container wep, which Deployment web does not have: expected web',
    ],
  },
  'finds a share of a request that is not there': {
    given: [
      WEB_DEPLOYMENT,
      'autoscaling/v2 HorizontalPodAutoscaler shop/web spec: {scaleTargetRef: {kind: Deployment, name: web}, metrics: [{resource: {name: memory, target: {type: Utilization}}}]}',
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {scaleTargetRef: {name: web}, triggers: [{type: cpu, metadata: {containerName: web}}, {type: memory, metricType: AverageValue, metadata: {}}]}',
    ],
    found: [
      'HorizontalPodAutoscaler web spec.metrics[0].resource.name: measures memory as a share of the request, but container web of Deployment web requests none',
      'ScaledObject web spec.triggers[0].metadata.containerName: measures cpu as a share of the request, but container web of Deployment web requests none',
    ],
  },
});
