import { unknownKind } from '../../../src/checks/schema/schema';
import { judgeTable } from '../judging';
import { deployment } from '../saying';

judgeTable(unknownKind, {
  'accepts a kind of Kubernetes': { given: [deployment] },
  'accepts a kind whose schema is shipped': { given: ['policy.linkerd.io/v1beta3 Server shop/orders spec: {}'] },
  'finds a group that nobody knows': {
    given: ['example.com/v1 Thing shop/a spec: {}'],
    found: ['Thing a apiVersion: has no schema for example.com/v1 Thing, so its fields were not checked'],
  },
  'finds a version that nobody knows': {
    given: ['keda.sh/v2 ScaledObject shop/a spec: {}'],
    found: [
      'ScaledObject a apiVersion: has no schema for keda.sh/v2 ScaledObject, so its fields were not checked; known are keda.sh/v1alpha1',
    ],
  },
});
