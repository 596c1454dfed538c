import { linkerdAnnotationPlace } from '../../../src/checks/practice/linkerd-annotation-place';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(linkerdAnnotationPlace, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts the annotation of a pod': {
    given: [changed(deployment, 'spec.template.metadata.annotations', { 'linkerd.io/inject': 'enabled' })],
  },
  'finds that of a Deployment': {
    given: [changed(deployment, 'metadata.annotations', { 'linkerd.io/inject': 'enabled' })],
    found: [
      'Deployment orders metadata.annotations.linkerd.io/inject: is on the Deployment, where Linkerd does not look; expected it on the pod template',
    ],
  },
  'finds that of a Job': {
    given: [
      'batch/v1 Job shop/once metadata: {annotations: {linkerd.io/inject: disabled}}, spec: {template: {spec: {containers: [{name: a}]}}}',
    ],
    found: [
      'Job once metadata.annotations.linkerd.io/inject: is on the Job, where Linkerd does not look; expected it on the pod template',
    ],
  },
});
