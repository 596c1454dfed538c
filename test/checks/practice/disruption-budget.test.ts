import { disruptionBudget } from '../../../src/checks/practice/disruption-budget';
import { judgeTable } from '../judging';
import { budget, changed, deployment } from '../saying';

judgeTable(disruptionBudget, {
  'accepts one that may go': { given: [deployment, budget] },
  'accepts one replica, by its autoscaler': {
    given: [
      deployment,
      'autoscaling/v2 HorizontalPodAutoscaler shop/orders spec: {maxReplicas: 4, scaleTargetRef: {kind: Deployment, name: orders}}',
    ],
  },
  'finds none that may go': {
    given: [deployment, changed(budget, 'spec.maxUnavailable', 0)],
    found: ['PodDisruptionBudget orders spec.maxUnavailable: is 0, which lets no pod go'],
  },
  'finds all that must be there': {
    given: [deployment, { ...budget, spec: { minAvailable: 2, selector: budget.spec.selector } }],
    found: [
      'PodDisruptionBudget orders spec.minAvailable: is 2 of 2 replicas of Deployment orders, which lets no pod go',
    ],
  },
  'finds all that must be there, in percent': {
    given: [deployment, { ...budget, spec: { minAvailable: '100%', selector: budget.spec.selector } }],
    found: ['PodDisruptionBudget orders spec.minAvailable: is 100%, which lets no pod go'],
  },
  'finds no budget': {
    given: [deployment],
    found: ['Deployment orders : has no PodDisruptionBudget: a drain may take all its replicas at once'],
  },
  'finds a budget of other pods': {
    given: [deployment, changed(budget, 'spec.selector.matchLabels.app', 'other')],
    found: ['Deployment orders : has no PodDisruptionBudget: a drain may take all its replicas at once'],
  },
});
