import { loadManifest } from '../../../src/checks/reading/whole-parser';

/** What kubectl 1.36 makes of each. */
test.each<[string, unknown]>([
  ['0755', 493],
  ['0o17', 15],
  ['-012', -10],
  ['08', 8],
  ['0x1f', 31],
  ['0b11', 3],
  ['1_000', 1000],
  ['0_7', 7],
  ['1_0.5', 10.5],
  ['+1', 1],
  ['1.', 1],
  ['.5', 0.5],
  ['0755.5', 755.5],
  ['1e3', 1000],
  ['12e03', 12000],
  ['00', 0],
  ['_1', '_1'],
  ['12:30', '12:30'],
  ['190:20:30', '190:20:30'],
  ['2024-01-01', '2024-01-01'],
  ['yes', true],
  ['On', true],
  ['y', true],
  ['N', false],
  ['off', false],
  ['TRUE', true],
  ['NULL', null],
  ['~', null],
  ['"yes"', 'yes'],
  ['!!str 12', '12'],
  ['=', '='],
])('%s is read as kubectl reads it', (written, value) => {
  expect(loadManifest(`a: ${written}\n`)).toEqual({ a: value });
});

test('a merged map gives what the one it is merged into does not say', () => {
  expect(loadManifest('a: &a {b: 1, c: 2}\nd: {<<: *a, c: 3}\n')).toEqual({ a: { b: 1, c: 2 }, d: { b: 1, c: 3 } });
});
