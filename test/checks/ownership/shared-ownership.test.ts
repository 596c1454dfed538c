import { sharedOwnership } from '../../../src/checks/ownership/shared-ownership';
import { judgeTable } from '../judging';

judgeTable(sharedOwnership, {
  'accepts an object twice in one folder, which is another matter': {
    given: ['@a/x.yaml v1 ConfigMap shop/a data: {}', '@a/y.yaml v1 ConfigMap shop/a data: {}'],
  },
  'accepts two objects in two folders': {
    given: ['@a/x.yaml v1 ConfigMap shop/a data: {}', '@b/x.yaml v1 ConfigMap shop/b data: {}'],
  },
  'finds one object in two folders': {
    given: ['@a/x.yaml v1 ConfigMap shop/a data: {}', '@b/x.yaml v1 ConfigMap shop/a data: {}'],
    found: ['ConfigMap a : belongs to a already, where a/x.yaml:1 defines it'],
  },
  'finds one object of the cluster in two folders': {
    given: ['@a/x.yaml v1 Namespace shop', '@b/x.yaml v1 Namespace shop'],
    found: ['Namespace shop : belongs to a already, where a/x.yaml:1 defines it'],
  },
});
