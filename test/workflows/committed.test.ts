import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workflowFiles } from '../../src/workflows';
import { committed, facts, HOME } from './files';

const files = workflowFiles(facts);

test.each([...files])('%s is as `chartwright workflows` writes it', (file, text) => {
  expect(committed(file)).toBe(text);
});

test('no workflow was written by hand', () => {
  const names = readdirSync(join(HOME, '.github/workflows')).map((name) => `.github/workflows/${name}`);
  expect(names.sort()).toEqual([...files.keys()].sort());
});
