import { annotationSize } from '../../../src/checks/ownership/annotation-size';
import { judgeTable } from '../judging';

judgeTable(annotationSize, {
  'accepts none': { given: ['v1 ConfigMap shop/a data: {}'] },
  'accepts as much as fits': { given: [`v1 ConfigMap shop/a metadata: {annotations: {note: ${'n'.repeat(262140)}}}`] },
  'finds more than fits': {
    given: [`v1 ConfigMap shop/a metadata: {annotations: {note: ${'n'.repeat(262141)}}}`],
    found: ['ConfigMap a metadata.annotations: hold 262145 bytes; expected at most 262144'],
  },
  'finds what kubectl keeps for itself': {
    given: ['v1 ConfigMap shop/a metadata: {annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}}'],
    found: [
      'ConfigMap a metadata.annotations.kubectl.kubernetes.io/last-applied-configuration: is written by kubectl, and never by hand',
    ],
  },
});
