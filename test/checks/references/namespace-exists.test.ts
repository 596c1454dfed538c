import { namespaceExists } from '../../../src/checks/references/namespace-exists';
import { judgeTable } from '../judging';

const SHOP_NAMESPACE = 'v1 Namespace shop';

judgeTable(namespaceExists, {
  'accepts namespaces of the tree, of every cluster, and those a sync makes': {
    given: [
      SHOP_NAMESPACE,
      'v1 ConfigMap shop/a',
      'v1 ConfigMap kube-system/b',
      'argoproj.io/v1alpha1 Application kube-system/x spec: {destination: {namespace: made}, syncPolicy: {syncOptions: [CreateNamespace=true]}}',
      'v1 ConfigMap made/c',
    ],
  },
  'finds a namespace that does not exist, once': {
    given: [
      SHOP_NAMESPACE,
      'v1 ConfigMap shob/a',
      'v1 ConfigMap shob/b',
      'argoproj.io/v1alpha1 Application shop/x spec: {destination: {namespace: shob}}',
    ],
    found: [
      'ConfigMap a metadata.namespace: is shob, which does not exist: expected default, kube-node-lease, kube-public, kube-system, shop',
      'Application x spec.destination.namespace: is shob, which does not exist: expected default, kube-node-lease, kube-public, kube-system, shop',
    ],
  },
});
