import { defaultNamespace } from '../../../src/checks/practice/default-namespace';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(defaultNamespace, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts what belongs to no namespace': { given: ['v1 Namespace shop'] },
  'finds a workload in it': {
    given: [changed(deployment, 'metadata.namespace', 'default')],
    found: ['Deployment orders metadata.namespace: is default; expected one of its own'],
  },
  'finds a ConfigMap in it': {
    given: ['v1 ConfigMap default/settings data: {}'],
    found: ['ConfigMap settings metadata.namespace: is default; expected one of its own'],
  },
});
