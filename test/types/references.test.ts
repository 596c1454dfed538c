import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const fixtures = readdirSync(join(__dirname, 'fixtures')).sort();
const messages = compile();

/** What a user would see: every message of the compiler by file. */
function compile(): ReadonlyMap<string, readonly { line: number; text: string }[]> {
  const tsc = join(root, 'node_modules/typescript7/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', join(__dirname, 'tsconfig.json'), '--pretty', 'false'], {
    cwd: root,
    encoding: 'utf8',
  });
  const found = new Map<string, { line: number; text: string }[]>();
  for (const match of stdout.matchAll(/^\S*fixtures\/([\w-]+\.ts)\((\d+),\d+\): error TS\d+: (.*(?:\n {2,}.*)*)$/gm)) {
    const [, file = '', line, text = ''] = match;
    found.set(file, [...(found.get(file) ?? []), { line: Number(line), text }]);
  }
  return found;
}

test.each(fixtures)('%s does not compile, and says why', (file) => {
  const lines = readFileSync(join(__dirname, 'fixtures', file), 'utf8').split('\n');
  const index = lines.findIndex((line) => line.includes('// expect: '));
  const expected = lines[index]!.split('// expect: ')[1]!;
  const seen = messages.get(file) ?? [];
  expect(seen.map(({ text }) => text).join('\n')).toContain(expected);
  expect(seen.map(({ line }) => line)).toContain(index + 2);
});
