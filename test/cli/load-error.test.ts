import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { loadError } from '../../src/cli/load-error';
import { UserError } from '../../src/model/faults';

const failing = (frame: string): Error => Object.assign(new TypeError('a.b is not a function'), { stack: frame });
const NEXT = '`npm run types` tells line and column of what does not fit.';

test('names the file that was loaded, and shows the line', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'load-'));
  const bundle = path.join(folder, 'bundle.js');
  fs.writeFileSync(bundle, 'one\n    a.b("two"),\n');
  const stack = `TypeError: x\n    at helper (${bundle}:1:1)\n    at charts/services/a.ts (${bundle}:2:7)`;
  expect((loadError(failing(stack), 'main.ts') as Error).message).toBe(
    `charts/services/a.ts cannot be loaded: a.b is not a function\n  a.b("two"),\n${NEXT}`,
  );
  fs.rmSync(folder, { recursive: true });
});

test('names the app where no frame tells a file', () => {
  expect((loadError(failing('TypeError: x\n    at helper (b.js:1:1)'), 'main.ts') as Error).message).toBe(
    `main.ts cannot be loaded: a.b is not a function\n${NEXT}`,
  );
});

test("a user's mistake, and what is no error, stay as they are", () => {
  const mistake = new UserError('x');
  expect(loadError(mistake, 'main.ts')).toBe(mistake);
  expect(loadError('text', 'main.ts')).toBe('text');
});
