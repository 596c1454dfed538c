import { globSync, readFileSync } from 'node:fs';
import { regularExpression } from '../../../src/checks/schema/re2';

/** What RE2 says of each, by its documentation: https://github.com/google/re2/wiki/Syntax */
test.each<[pattern: string, fits: readonly string[], fitsNot: readonly string[]]>([
  ['^a+$', ['a', 'aa'], ['', 'b', 'a\n']],
  ['^(?i)(abort|warn)?$', ['Abort', 'WARN', ''], ['x']],
  ['(?i)^yes$', ['YES'], ['no']],
  ['(?s)^a.b$', ['a\nb'], ['ab']],
  ['^((?i)sun|mon)day$', ['SUNday', 'MONday'], ['SUNDAY']],
  ['^(a|(?i)b)c$', ['ac', 'Bc'], ['Ac', 'BC']],
  ['^(?:x(?i)a|b)$', ['xA', 'B'], ['XA', 'xB']],
  ['^(?i:a)b$', ['Ab'], ['AB']],
  ['\\Aa\\z', ['a'], ['aa']],
  ['^(?P<year>\\d{4})-(?P<month>\\d\\d)$', ['2026-01'], ['2026']],
  ['^[[:alpha:]_][[:alnum:]-]*$', ['a-1', '_'], ['1a', '']],
  ['^[^[:space:]]+$', ['a'], ['a b']],
  ['^\\pL+$', ['aé'], ['1']],
  ['^\\Qa.b\\E$', ['a.b'], ['axb']],
  ['^[]a]+$', [']a'], ['b']],
  ['^\\(a\\)[(]$', ['(a)('], ['a']],
  ['^a\\-b\\_$', ['a-b_'], ['ab']],
])('%s', (pattern, fits, fitsNot) => {
  const expression = regularExpression(pattern);
  expect(fits.filter((text) => !expression.test(text))).toEqual([]);
  expect(fitsNot.filter((text) => expression.test(text))).toEqual([]);
});

test('every pattern of a schema that is shipped is one of JavaScript', () => {
  for (const file of globSync('imports/schemas/**/*.json'))
    for (const [, pattern] of readFileSync(file, 'utf8').matchAll(/"pattern": ?("(?:[^"\\]|\\.)*")/g))
      expect(regularExpression(JSON.parse(pattern!) as string)).toBeInstanceOf(RegExp);
});
