import * as fc from 'fast-check';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { parse } from 'yaml';
import { UserError } from '../../src/model/faults';
import { emit, emitAll } from '../../src/synth/yaml';

/** Every reader must see the same data; js-yaml 1.1 is left out for what only it calls a number or a date. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'js-yaml': (text) => load(text),
  'js-yaml, YAML 1.1': (text) => load(text, { schema: YAML11_SCHEMA }),
  'yaml, YAML 1.2': (text) => parse(text, { version: '1.2' }) as unknown,
  'yaml, YAML 1.1': (text) => parse(text, { version: '1.1' }) as unknown,
};

function expectRoundTrip(data: Record<string, unknown>): void {
  const text = emit(data);
  for (const read of Object.values(READERS)) expect(read(text)).toEqual(data);
}

const AMBIGUOUS = [
  ...[
    '',
    ' ',
    '~',
    'null',
    'Null',
    'NULL',
    'y',
    'Y',
    'n',
    'N',
    'yes',
    'Yes',
    'YES',
    'no',
    'on',
    'On',
    'off',
    'OFF',
    'true',
    'False',
  ],
  ...[
    '0',
    '00',
    '07',
    '08',
    '0777',
    '0o17',
    '0O17',
    '0x1F',
    '0XE',
    '0b101',
    '-0b1',
    '1_000',
    '+_17',
    '1_0e14',
    '+1',
    '-1',
    '-',
    '+',
  ],
  ...[
    '1.',
    '.5',
    '1.5',
    '1.2.3',
    '1e3',
    '1E3',
    '1e+3',
    '12e03',
    '1.e3',
    '-.5',
    '.inf',
    '-.inf',
    '+.Inf',
    '.nan',
    '.NaN',
    'inf',
    'NaN',
    'Infinity',
  ],
  ...[
    '1:30',
    '12:30:45',
    '190:20:30',
    '1:2',
    '2024-01-01',
    '2024-1-1',
    '2024-01-01T00:00:00Z',
    '2024-01-01 10:00:00 +1',
  ],
  ...[
    '=',
    '<<',
    '?',
    '? a',
    '-a',
    '- a',
    ':',
    ':a',
    'a:',
    'a: b',
    'a:b',
    'a :b',
    'a #b',
    'a#b',
    '#a',
    '&a',
    '*a',
    '!a',
    '!!str a',
    '|',
    '>',
    '%a',
    '@a',
    '`a',
  ],
  ...[
    '"',
    "'",
    '"a"',
    "'a'",
    '\\',
    'a\\b',
    'it\'s "so"',
    '{}',
    '{a',
    '[]',
    '[a',
    'a]',
    'a, b',
    ',a',
    '---',
    '--- a',
    '...',
    '... a',
  ],
  ...[
    ' a',
    'a ',
    '\ta',
    'a\t',
    'a\tb',
    'a  b',
    '\u00a0',
    'é',
    '日本',
    '😀',
    '\u0000',
    '\u0007',
    '\u001b[0m',
    '\u007f',
    '\u0085',
    'a\u0085b',
  ],
  ...['\u2028', 'a\u2029b', '\ufeff', '\ufeffa', '\ufffe', '\r', 'a\rb', 'a\r\nb', '__proto__', 'constructor'],
  ...[
    '\n',
    '\n\n',
    'a\n',
    'a\n\n',
    '\na',
    '\n a',
    ' a\nb',
    '\ta\nb',
    'a\n b',
    'a\n\n\nb\n',
    'a \nb',
    'a\nb ',
    'a\n ',
    'a\n\t\n',
    ' \n',
    '\n \na',
    '\t\n\ta\n',
  ],
  ...[
    'a\nb: c',
    '# a\nb',
    '- a\n- b\n',
    '---\na\n',
    '...\na',
    'a\n---\n',
    '{\n  "a": 1\n}\n',
    '#!/bin/sh\nexit 0\n',
    '%a\nb',
    '😀\nb\n',
    '\u2028\nb',
    'a\n\u0007',
  ],
  ...[
    '500m',
    '1Gi',
    '64Mi',
    '10s',
    '1h30m',
    '100u',
    '10.0.0.0/8',
    '25%',
    '1d',
    '1k',
    '0.5',
    '1f',
    '0d',
    '1L',
    '3n',
    'e3',
    '_1',
    '_',
    'a_1',
    '/a',
    'a/b',
    'e-2',
    'E_3',
    'e2e',
    'e',
  ],
];

describe('a string that a reader could take for something else', () => {
  test.each(AMBIGUOUS.map((text) => [JSON.stringify(text), text]))('%s is read as written', (_, text) => {
    expectRoundTrip({
      value: text,
      list: [text, [text], { value: text, other: [text] }],
      nested: { map: { value: text } },
    });
  });

  test.each(AMBIGUOUS.filter((text) => text !== '__proto__').map((text) => [JSON.stringify(text), text]))(
    'as a key, %s is read as written',
    (_, text) => {
      expectRoundTrip({ [text]: 1, list: [{ [text]: { [text]: text } }] });
    },
  );
});

test('a key `__proto__` is written like any other', () => {
  expect(emit(JSON.parse('{"a":{"__proto__":1}}') as Record<string, unknown>)).toBe('a:\n  "__proto__": 1\n');
});

test('a key longer than readers accept on one line has the long form', () => {
  expectRoundTrip({ ['k'.repeat(3000)]: { ['l'.repeat(1100)]: ['x'] }, list: [{ ['m'.repeat(1100)]: 'y' }] });
});

const KEY = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constantFrom(...AMBIGUOUS),
);
const TEXT = fc.oneof(
  KEY,
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('a', ' ', '\t', '\n', '\n\n', '#', ': ', '- ', '"', "'", '\\', '\r', '0', 'é'), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
  fc
    .array(
      fc.constantFrom(
        '0',
        '1',
        '7',
        '8',
        '_',
        '.',
        'e',
        'E',
        '+',
        '-',
        ':',
        'x',
        'o',
        'b',
        'a',
        'F',
        'T',
        'Z',
        ' ',
        'm',
        'i',
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);
const NUMBER = fc
  .oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((number) => (number === 0 ? 0 : number));
const { data: DATA } = fc.letrec((tie) => ({
  data: fc.oneof({ maxDepth: 5 }, TEXT, NUMBER, fc.boolean(), fc.constant(null), tie('list'), tie('map')),
  list: fc.array(tie('data'), { maxLength: 4 }),
  map: fc.dictionary(
    KEY.filter((key) => key !== '__proto__'),
    tie('data'),
    { maxKeys: 4, noNullPrototype: true },
  ),
}));

test('any data is read as written by every reader', () => {
  fc.assert(
    fc.property(DATA, (value) => {
      expectRoundTrip({ value });
    }),
    { numRuns: 2500 },
  );
});

test('it reads well', () => {
  expect(
    emit({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', labels: {}, annotations: { 'prometheus.io/scrape': 'true' } },
      data: { 'app.conf': '\tserver {\n\t}\n', 'script.sh': 'set -e\n\nexit 0', json: '{"a": 1}', list: '- a\n\n' },
      list: [{ name: 'one', ports: [1, 2] }, ['x', ['z']], [], {}, 'text', null],
      none: undefined,
      big: 1e21,
      small: 1e-7,
      zero: -0,
    }),
  ).toBe(
    `apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  labels: {}
  annotations:
    prometheus.io/scrape: "true"
data:
  app.conf: |2
    \tserver {
    \t}
  script.sh: |-
    set -e

    exit 0
  json: '{"a": 1}'
  list: |+
    - a

list:
- name: one
  ports:
  - 1
  - 2
- - x
  - - z
- []
- {}
- text
- null
big: 1.0e+21
small: 1.0e-7
zero: 0
`,
  );
});

test('documents of a file are divided by a line of their own', () => {
  const manifest = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  expect(emitAll([manifest('a'), manifest('b')])).toMatch(/name: a\n---\napiVersion/);
});

test('an empty manifest is an empty map', () => {
  expect(emit({ a: undefined })).toBe('{}\n');
});

describe('what is not data is refused with its place', () => {
  const circle: Record<string, unknown> = {};
  circle['again'] = [circle];
  test.each<[string, unknown, string]>([
    ['a function', () => 1, '[spec.list[1].x] a function is not data'],
    ['a symbol', Symbol('x'), 'a symbol is not data'],
    ['a bigint', 1n, 'a bigint is not data'],
    ['NaN', NaN, 'NaN is not a number'],
    ['infinity', -Infinity, '-Infinity is not a number'],
    ['a date', new Date(0), 'a Date is not plain data'],
    ['a map', new Map(), 'a Map is not plain data'],
    ['an error', new UserError('x'), 'a UserError is not plain data'],
    ['half a surrogate pair', 'a\ud800', 'half of a surrogate pair is not text'],
    ['half a surrogate pair on lines', 'a\n\udc00\n', 'half of a surrogate pair is not text'],
    ['half a surrogate pair in a key', { '\ud800': 1 }, 'half of a surrogate pair is not text'],
    ['a circle', circle, 'nested too deep'],
    ['a circle of lists', [circle], 'nested too deep'],
  ])('%s', (_, value, message) => {
    const manifest = { kind: 'ConfigMap', metadata: { name: 'a' }, spec: { list: [0, { x: value }] } };
    expect(() => emit(manifest)).toThrow(UserError);
    expect(() => emit(manifest)).toThrow('ConfigMap a cannot be written as YAML');
    expect(() => emit(manifest)).toThrow(message);
    expect(() => emit(manifest)).toThrow('[spec.list[1].x');
  });

  test('the place is told without a kind as well', () => {
    expect(() => emit({ a: NaN })).toThrow('the manifest cannot be written as YAML\n  [a] NaN');
  });
});
