import { load } from 'js-yaml';
import { parseManifest } from '../../../src/checks/reading/parse';

test.each([
  ['a list on one line', 'receivers: [otlp, prometheus/2]\n'],
  ['an address', 'endpoint: 127.0.0.1:4317\nip: 10.0.0.1\n'],
])('reads %s of a collector as a whole parser does', (_, text) => {
  const read = parseManifest(text);
  expect(read).toBeDefined();
  expect(read).toEqual(load(text));
});

test.each([
  ['words that readers disagree about', 'a: [yes, b]\n'],
  ['numbers', 'a: [1, b]\n'],
  ['lists in lists', 'a: [b, [c]]\n'],
])('leaves a list of %s to a whole parser', (_, text) => {
  expect(parseManifest(text)).toBeUndefined();
});
