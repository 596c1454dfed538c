import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checks } from '../../src/checks';

const tests = new Map(
  readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => [basename(file, '.test.ts'), readFileSync(join(__dirname, file), 'utf8')]),
);

/** What the table must hold at least is asked by `judgeTable` itself. */
test.each(checks.map(({ id }) => id))('%s has a test of its name, with a table', (id) => {
  expect(tests.get(id)).toMatch(/^judgeTable\(/m);
});
