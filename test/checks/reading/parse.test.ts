import fc from 'fast-check';
import { load } from 'js-yaml';
import { fleet } from '../../../charts/fleet';
import { parseManifest } from '../../../src/checks/reading/parse';
import { emit } from '../../../src/synth/yaml';
import { fixedReleases, renderedFolders } from '../../fixtures/rendering';

const releases = fixedReleases(fleet);

const written = ['staging', 'production']
  .flatMap((environment) => [...renderedFolders(fleet, releases, environment).values()].flat())
  .map((manifest) => emit(manifest));

/** What a whole parser makes of a text; it may refuse it. */
function wholly(text: string): unknown {
  try {
    return { read: load(text) };
  } catch {
    return 'refused';
  }
}

test('reads all that we write, as a whole parser does', () => {
  for (const text of written) expect({ read: parseManifest(text) }).toEqual(wholly(text));
});

/** Edits after which a text may be anything, or no YAML at all. */
const EDITS: Readonly<Record<string, (text: string, place: number, what: string) => string>> = {
  insert: (text, place, what) => text.slice(0, place) + what + text.slice(place),
  replace: (text, place, what) => text.slice(0, place) + what + text.slice(place + 1),
  remove: (text, place) => text.slice(0, place) + text.slice(place + 1),
  'begin a value': (text, place, what) => withLine(text, place, (line) => [line.replace(/([:-]) /, `$1 ${what}`)]),
  'end a line': (text, place, what) => withLine(text, place, (line) => [line + what]),
  indent: (text, place) => withLine(text, place, (line) => [` ${line}`]),
  'indent more': (text, place) => withLine(text, place, (line) => [`  ${line}`]),
  'indent less': (text, place) => withLine(text, place, (line) => [line.replace(/^ {1,2}/, '')]),
  repeat: (text, place) => withLine(text, place, (line) => [line, line]),
  'leave out': (text, place) => withLine(text, place, () => []),
  'add a line': (text, place, what) => withLine(text, place, (line) => [line, what]),
  'break a line': (text, place, what) => withLine(text, place, (line) => line.split(' ').concat(what)),
};

function withLine(text: string, place: number, edit: (line: string) => readonly string[]): string {
  const lines = text.split('\n');
  const index = text.slice(0, place).split('\n').length - 1;
  return [...lines.slice(0, index), ...edit(lines[index]!), ...lines.slice(index + 1)].join('\n');
}

const MARKS = [
  ...['&a ', '*a', '!!str ', '!t ', '%', '@', '`', '?', '? ', ': ', ':', '- ', '-', '--- ', '---', '...', '<<: ', '~'],
  ...[
    ' #',
    '# comment',
    '  # comment',
    '#',
    '"',
    "'",
    '\\',
    '|',
    '|-',
    '|+',
    '|2',
    '>',
    '>-',
    '|1',
    '[',
    ']',
    '[a, b]',
  ],
  ...[
    '{',
    '}',
    '{a: 1}',
    ',',
    '\t',
    '\r',
    '\n',
    '\n\n',
    ' ',
    '   ',
    '\u0007',
    '\u2028',
    '\ufeff',
    'é',
    '😀',
    '0',
    '00',
    '1e3',
  ],
  ...['0x1', '1_0', '.5', '.inf', 'yes', 'null', 'True', '12:30', '2026-01-01', '=', 'a: b', 'kind: x', '"a": b'],
];

test('never reads a text that was edited otherwise than a whole parser does', () => {
  const edit = fc.tuple(fc.constantFrom(...Object.keys(EDITS)), fc.nat(), fc.constantFrom(...MARKS));
  let read = 0;
  fc.assert(
    fc.property(fc.nat(), fc.array(edit, { minLength: 1, maxLength: 3 }), (which, edits) => {
      let text = written[which % written.length]!;
      for (const [name, place, mark] of edits) text = EDITS[name]!(text, place % (text.length + 1), mark);
      const ours = parseManifest(text);
      if (ours === undefined) return;
      read += 1;
      expect({ read: ours ?? undefined }).toEqual(
        wholly(text) === 'refused' ? 'refused' : { read: load(text) ?? undefined },
      );
    }),
    { numRuns: Number(process.env['RUNS'] ?? 6000), seed: 17 },
  );
  expect(read).toBeGreaterThan(800);
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
  ['a: >\n  folded\n'],
  ['a: yes\n'],
  ['a: 0x1F\n'],
  ['a: 1e3\n'],
  ['a: b # comment\n'],
  ['a: b\na: c\n'],
  ['a: one\n  two\n'],
  ['a: "\\x41"\n'],
  ['? a\n: b\n'],
  ['a:\n    b: 1\n  c: 2\n'],
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
  ["a: 'it''s'\nb: 1.5\nc: -3\n", { a: "it's", b: 1.5, c: -3 }],
  ['# comment\na: b\n\n  # another\nc: d\n', { a: 'b', c: 'd' }],
  ['a: |2+\n    text\n\nb: 1\n', { a: '  text\n\n', b: 1 }],
  ['- - 1\n  - b: 2\n', [[1, { b: 2 }]]],
  ['a: 10.0.0.0/8\nb: 10.0.0.1:80\nc: 5d\nd: null\n', { a: '10.0.0.0/8', b: '10.0.0.1:80', c: '5d', d: null }],
])('reads %j', (text, expected) => {
  expect(parseManifest(text)).toEqual(expected);
});

test('a block that was read before ends where a whole parser ends it', () => {
  const blocks = [
    '  b: c\n',
    '  b: |+\n    x\n',
    '  b: |\n    x\n',
    '  b:\n',
    '- b:\n',
    '- b: c\n',
    '  - b\n',
    '  b:\n    c: 1\n',
  ];
  const ends = [
    ...['', 'd: 1\n', '  d: 1\n', '    d: 1\n', '      d\n', '\n', '\nd: 1\n', '# d\n', '    # d\nd: 1\n', '- d\n'],
    ...['  - d\n', '---\n', 'd', ' ', '  ', '- b: c\n', '"d": 1\n', '  # d\n    d: 1\n', '\n    d\n'],
  ];
  for (const block of blocks) {
    for (const [first, second] of ends.flatMap((end) => ends.map((other) => [end, other] as const))) {
      parseManifest(`a:\n${block}${first}`);
      const text = `a:\n${block}${second}`;
      const read = parseManifest(text);
      if (read !== undefined) expect([text, { read }]).toEqual([text, wholly(text)]);
    }
    expect(parseManifest(`a:\n${block}`, 0, 2)).toEqual({ a: null });
  }
});

test('equal blocks are one value', () => {
  const text = 'a:\n  b: c\nd: 1\n';
  const first = parseManifest(text) as { a: unknown };
  expect((parseManifest(text) as { a: unknown }).a).toBe(first.a);
});
