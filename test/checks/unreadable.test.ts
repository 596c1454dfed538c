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
