import { duplicateObject } from '../../../src/checks/ownership/duplicate-object';
import { judgeTable } from '../judging';

judgeTable(duplicateObject, {
  'accepts one object in two folders': {
    given: ['@a/x.yaml v1 ConfigMap shop/a data: {}', '@b/x.yaml v1 ConfigMap shop/a data: {}'],
  },
  'accepts one name in two namespaces, and of two groups': {
    given: [
      '@a/x.yaml v1 ConfigMap shop/a data: {}',
      '@a/y.yaml v1 ConfigMap other/a data: {}',
      '@a/x.yaml v1 Service shop/a spec: {}',
      '@a/y.yaml serving.knative.dev/v1 Service shop/a spec: {}',
    ],
  },
  'finds one object twice': {
    given: ['@a/x.yaml v1 ConfigMap shop/a data: {}', '@a/y.yaml v1 ConfigMap shop/a data: {}'],
    found: ['ConfigMap a : is defined at a/x.yaml:1 already'],
  },
  'finds one object at two versions': {
    given: [
      '@a/x.yaml autoscaling/v1 HorizontalPodAutoscaler shop/a spec: {}',
      '@a/y.yaml autoscaling/v2 HorizontalPodAutoscaler shop/a spec: {}',
    ],
    found: ['HorizontalPodAutoscaler a : is defined at a/x.yaml:1 already'],
  },
});
