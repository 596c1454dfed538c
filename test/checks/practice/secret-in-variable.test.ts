import { secretInVariable } from '../../../src/checks/practice/secret-in-variable';
import { judgeTable } from '../judging';
import { changed, deployment } from '../saying';

judgeTable(secretInVariable, {
  'accepts a Deployment that says it': { given: [deployment] },
  'accepts one key of it': {
    given: [
      changed(deployment, 'spec.template.spec.containers.0.env', [
        { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'a' } } },
      ]),
    ],
  },
  'finds all of a Secret': {
    given: [
      changed(deployment, 'spec.template.spec.containers.0.envFrom', [
        { secretRef: { name: 's' } },
        { configMapRef: { name: 'c' } },
      ]),
    ],
    found: [
      'Deployment orders spec.template.spec.containers[0].envFrom[0]: container "orders" takes every key of Secret s as a variable',
    ],
  },
  'finds all of two': {
    given: [
      changed(deployment, 'spec.template.spec.containers.0.envFrom', [
        { secretRef: { name: 's' } },
        { secretRef: { name: 't' } },
      ]),
    ],
    found: [
      'Deployment orders spec.template.spec.containers[0].envFrom[0]: container "orders" takes every key of Secret s as a variable',
      'Deployment orders spec.template.spec.containers[0].envFrom[1]: container "orders" takes every key of Secret t as a variable',
    ],
  },
});
