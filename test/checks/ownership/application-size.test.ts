import { applicationSize } from '../../../src/checks/ownership/application-size';
import { judgeTable } from '../judging';

const LARGE = `v1 ConfigMap shop/a data: {text: ${'t'.repeat(5_100_000)}}`;

judgeTable(applicationSize, {
  'accepts little': { given: ['@a/x.yaml v1 ConfigMap shop/a data: {}'] },
  'accepts much in two folders': { given: [`@a/x.yaml ${LARGE}`, `@b/x.yaml ${LARGE}`] },
  'finds much in one folder': {
    given: [`@a/x.yaml ${LARGE}`, `@a/y.yaml ${LARGE}`],
    found: ['ConfigMap a : lies in a with 10200258 bytes of manifests; expected at most 10000000'],
  },
  'finds much in another, beside what is little': {
    given: ['@a/x.yaml v1 ConfigMap shop/b data: {}', `@b/x.yaml ${LARGE}`, `@b/y.yaml ${LARGE}`],
    found: ['ConfigMap a : lies in b with 10200258 bytes of manifests; expected at most 10000000'],
  },
});
