import { triggerAuthentication } from '../../../src/checks/references/trigger-authentication';
import { judgeTable } from '../judging';

const B_CLUSTER_TRIGGER_AUTHENTICATION = 'keda.sh/v1alpha1 ClusterTriggerAuthentication b';

judgeTable(triggerAuthentication, {
  'accepts one of the namespace and one of the cluster': {
    given: [
      'keda.sh/v1alpha1 TriggerAuthentication shop/a',
      B_CLUSTER_TRIGGER_AUTHENTICATION,
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {triggers: [{authenticationRef: {name: a}}, {authenticationRef: {kind: ClusterTriggerAuthentication, name: b}}, {type: cron}]}',
    ],
  },
  'finds one that does not exist': {
    given: [
      B_CLUSTER_TRIGGER_AUTHENTICATION,
      'keda.sh/v1alpha1 ScaledObject shop/web spec: {triggers: [{authenticationRef: {name: b}}]}',
      'keda.sh/v1alpha1 ScaledJob shop/job spec: {triggers: [{authenticationRef: {kind: ClusterTriggerAuthentication, name: c}}]}',
    ],
    found: [
      'ScaledObject web spec.triggers[0].authenticationRef.name: names TriggerAuthentication b, which does not exist: there is none',
      'ScaledJob job spec.triggers[0].authenticationRef.name: names ClusterTriggerAuthentication c, which does not exist: expected b',
    ],
  },
});
