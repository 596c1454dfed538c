import { autoscalerMinimum } from '../../../src/checks/practice/autoscaler-minimum';
import { judgeTable } from '../judging';

judgeTable(autoscalerMinimum, {
  'accepts two': {
    given: ['autoscaling/v2 HorizontalPodAutoscaler shop/orders spec: {minReplicas: 2, maxReplicas: 4}'],
  },
  'accepts one that may never be more': {
    given: ['autoscaling/v2 HorizontalPodAutoscaler shop/orders spec: {minReplicas: 1, maxReplicas: 1}'],
  },
  'finds one where there may be more': {
    given: ['autoscaling/v2 HorizontalPodAutoscaler shop/orders spec: {minReplicas: 1, maxReplicas: 4}'],
    found: ['HorizontalPodAutoscaler orders spec.minReplicas: is 1; expected 2 or more where there may be 4'],
  },
  'finds none said': {
    given: ['autoscaling/v2 HorizontalPodAutoscaler shop/orders spec: {maxReplicas: 3}'],
    found: ['HorizontalPodAutoscaler orders spec.minReplicas: is 1; expected 2 or more where there may be 3'],
  },
});
