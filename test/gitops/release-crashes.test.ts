import * as fs from 'node:fs';
import * as path from 'node:path';
import { editReleaseFile, readReleaseFile } from '../../src/gitops/release/release-file';
import { forgetProjects, temporary } from './fixtures/project';

jest.mock('node:fs', () => ({ __esModule: true, ...jest.requireActual<typeof fs>('node:fs') }));

afterAll(forgetProjects);
afterEach(() => jest.restoreAllMocks());

const digest = `sha256:${'1'.repeat(64)}`;

test.each(['openSync', 'writeFileSync', 'fsyncSync', 'renameSync'] as const)(
  'when %s fails, as on a full disk, the file is as it was and nothing is left beside it',
  (step) => {
    const folder = temporary();
    const file = path.join(folder, 'dev.yaml');
    fs.writeFileSync(file, `orders: {tag: "1", digest: "${digest}"}\n`);
    const before = fs.readFileSync(file, 'utf8');
    const actual = fs[step] as (...words: unknown[]) => unknown;
    jest.spyOn(fs, step).mockImplementation(((...words: unknown[]) => {
      // The lock is not what fails here.
      if (step === 'writeFileSync' && typeof words[0] === 'string') return actual(...words);
      throw new Error('ENOSPC: no space left on device');
    }) as never);
    const edit = () => editReleaseFile(file, () => ({ orders: { tag: '2', digest } }), path.join(folder, '.state'));
    expect(edit).toThrow(/dev\.yaml cannot be written, and stays as it is: ENOSPC/);
    jest.restoreAllMocks();
    expect(fs.readFileSync(file, 'utf8')).toBe(before);
    expect(fs.readdirSync(folder).sort()).toEqual(['.state', 'dev.yaml']);
    expect(edit()).toHaveLength(1);
    expect(readReleaseFile(file)).toEqual({ orders: { tag: '2', digest } });
  },
);

test('what a killed run left beside the file is cleared, and a symbolic link stays one', () => {
  const folder = temporary();
  const file = path.join(folder, 'dev.yaml');
  fs.writeFileSync(path.join(folder, 'real.yaml'), '');
  fs.symlinkSync('real.yaml', file);
  fs.writeFileSync(path.join(folder, '.real.yaml.new-1'), 'half');
  editReleaseFile(file, () => ({ orders: { tag: '2', digest } }), path.join(folder, '.state'));
  expect(fs.readdirSync(folder).sort()).toEqual(['.state', 'dev.yaml', 'real.yaml']);
  expect(fs.lstatSync(file).isSymbolicLink()).toBe(true);
});

test('text that cannot be edited safely is refused', () => {
  const folder = temporary();
  const file = path.join(folder, 'dev.yaml');
  fs.writeFileSync(file, `a: &one {tag: "1", digest: "${digest}"}\nb: *one\n`);
  const state = path.join(folder, '.state');
  expect(() => editReleaseFile(file, () => ({ a: { tag: '2', digest } }), state)).toThrow(/cannot be edited safely/);
  expect(() => editReleaseFile(file, () => ({ b: { tag: '2', digest } }), state)).toThrow(
    /b\.tag is written as no plain value|cannot be edited safely/,
  );
});
