import { readTexts } from '../../src/checks/reading/read';
import { unreadable } from '../../src/checks/unreadable';
import { judgeTable } from './judging';

const GOOD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';

/** Who reads a file says what of it cannot be read: these are texts of files. */
judgeTable(
  unreadable,
  {
    'accepts manifests': { given: [GOOD, `${GOOD}---\n${GOOD}`] },
    'accepts an empty document': { given: [`---\n\n---\n${GOOD}---\n  \n`] },
    'accepts comments and directives before a manifest': {
      given: [
        `# a licence\n\n---\n${GOOD}`,
        `%YAML 1.1\n---\n${GOOD}...\n`,
        `\ufeff# written elsewhere \r\n---\r\n${GOOD.replaceAll('\n', '\r\n')}`,
        '# nothing but this',
      ],
    },
    'finds what others have to render first': {
      given: [
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  {{ include "name" . }}\n',
        'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n',
      ],
      found: [
        '0.yaml 1: is read by kustomize; judge what it renders',
        '1.yaml 4: is a template, which is to be rendered first',
        '2.yaml 1: has generateName and no metadata.name, so that it can be created, but not applied',
      ],
    },
    'finds what is no manifest': {
      given: ['a: 1\n', '- 1\n', 'apiVersion: v1\nkind: Pod\nmetadata: {}\n'],
      found: ['0.yaml 1: has no apiVersion and kind', '1.yaml 1: is no object', '2.yaml 1: has no metadata.name'],
    },
    'finds what is no YAML, where it is': {
      given: [`${GOOD}---\na: [\n`],
      found: ['0.yaml 7: deficient indentation (2:1)'],
    },
  },
  (_, given) => {
    const texts = given.map((text, index) => [`${index}.yaml`, text as string] as const);
    return readTexts(texts).unreadable.map(({ file, line, message }) => `${file} ${line}: ${message}`);
  },
);
