import { namespacePodSecurity } from '../../../src/checks/practice/namespace-pod-security';
import { judgeTable } from '../judging';
import { changed, namespace } from '../saying';

judgeTable(namespacePodSecurity, {
  'accepts the strictest level': { given: [namespace] },
  'accepts no level, but by its name': {
    given: [changed(namespace, 'metadata.labels', { 'pod-security.kubernetes.io/enforce': 'privileged' })],
  },
  'finds no label': {
    given: [changed(namespace, 'metadata.labels', {})],
    found: ['Namespace shop metadata.labels: do not say which Pod Security Standard is enforced'],
  },
  'finds a level that only warns': {
    given: [changed(namespace, 'metadata.labels', { 'pod-security.kubernetes.io/warn': 'baseline' })],
    found: ['Namespace shop metadata.labels: do not say which Pod Security Standard is enforced'],
  },
});
