import { coloursFor } from '../../src/cli/colours';

test.each<[string, { isTTY?: boolean }, Record<string, string>, string]>([
  ['a terminal is coloured', { isTTY: true }, {}, '\u001b[31mx\u001b[39m'],
  ['a file or a pipe is plain', {}, {}, 'x'],
  ['who wants no colour gets none', { isTTY: true }, { NO_COLOR: '1' }, 'x'],
])('%s', (_, output, environment, expected) => {
  expect(coloursFor(environment, output).red('x')).toBe(expected);
});
