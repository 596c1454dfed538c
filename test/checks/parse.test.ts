import fc from 'fast-check';
import { load } from 'js-yaml';
import { fleet } from '../../charts/fleet';
import { parseManifest } from '../../src/checks/parse';
import { emit } from '../../src/synth/yaml';
import { fixedReleases, renderedFolders } from '../fixtures/rendering';

const releases = fixedReleases(fleet);

test('reads almost all that we write, as a whole parser does', () => {
  const texts = [...renderedFolders(fleet, releases, 'staging').values()].flat().map((manifest) => emit(manifest));
  const read = texts.filter((text) => parseManifest(text) !== undefined);
  expect(read.length / texts.length).toBeGreaterThan(0.85);
  for (const text of read) expect(parseManifest(text)).toEqual(load(text));
});

test('never reads anything otherwise than a whole parser does', () => {
  const scalar = fc.oneof(
    fc.string(),
    fc.string({
      unit: fc.constantFrom('a', '1', '-', ':', ' ', '#', '"', "'", '\n', '\t', '.', '{', '0', 'x', 'e', '%', 'm'),
    }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const json = fc.object({
    values: [scalar],
    key: fc.oneof(fc.string(), fc.constantFrom('y', 'on', 'a b', 'a.b/c', '__proto__', '1', '')),
    maxDepth: 4,
  });
  fc.assert(
    fc.property(json, (value) => {
      const text = emit(value);
      const read = parseManifest(text);
      if (read !== undefined) expect(read).toEqual(load(text));
    }),
    { numRuns: 3000, seed: 11 },
  );
});

test.each([
  ['a: &anchor 1\nb: *anchor\n'],
  ['a: {b: 1}\n'],
  ['a: [1, 2]\n'],
  ["a: 'quoted'\n"],
  ['a: >\n  folded\n'],
  ['a: yes\n'],
  ['a: 1.5\n'],
  ['a: 0x1F\n'],
  ['a: 1e3\n'],
  ['a: b # comment\n'],
  ['# comment\na: b\n'],
  ['a: b\na: c\n'],
  ['a: one\n  two\n'],
  ['a: |2\n  text\n'],
  ['a: "\\x41"\n'],
  ['? a\n: b\n'],
  ['a:\n    b: 1\n  c: 2\n'],
  ['- - 1\n'],
  ['plain text\n'],
  ['{"a": 1}\n'],
])('leaves %j to a whole parser', (text) => {
  expect(parseManifest(text)).toBeUndefined();
});

test.each<[string, unknown]>([
  ['a: b\n', { a: 'b' }],
  ['a:\n- 1\n- x\nb: true\n', { a: [1, 'x'], b: true }],
  ['a:\n  - b: 1\n    c: |\n      x\n\n      y\n', { a: [{ b: 1, c: 'x\n\ny\n' }] }],
  ['a: |-\n  x\n', { a: 'x' }],
  ['a: {}\nb: []\nc: "\\n"\nd: 128Mi\ne: http://x:80/y\n', { a: {}, b: [], c: '\n', d: '128Mi', e: 'http://x:80/y' }],
  ['a:\nb: x\n', { a: null, b: 'x' }],
  ['a:\n', { a: null }],
  ['"a b": 1\n', { 'a b': 1 }],
])('reads %j', (text, expected) => {
  expect(parseManifest(text)).toEqual(expected);
});
