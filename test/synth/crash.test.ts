import { buildSync } from 'esbuild';
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../../src/model/faults';
import type { Disk } from '../../src/synth/disk';
import { withLock } from '../../src/synth/lock';
import { synthesize } from '../../src/synth/synthesize';
import { deadFrom, failingAt, interrupted } from './fixtures/disks';
import type { Content } from './fixtures/trees';
import { foldersOf, snapshot, temporaryFolder } from './fixtures/trees';

let root: string;
let outdir: string;
let stateDir: string;
beforeEach(() => {
  root = temporaryFolder();
  outdir = path.join(root, 'dist');
  stateDir = path.join(root, 'state');
});
afterEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
});

const run = (content: Content, disk?: Disk) =>
  synthesize(foldersOf(content), { outdir, stateDir, codeKey: 'code', ...(disk && { disk }) });

const OLD: Content = { 'dev/a': { x: '1', y: '2' }, 'dev/b': { x: '3' }, 'production/a': { x: '4' } };
/** What can become of it, from one rename to the replacement of everything. */
const CHANGES: Readonly<Record<string, [Content | undefined, Content]>> = {
  'the first output': [undefined, OLD],
  'one file other than before': [OLD, { ...OLD, 'dev/a': { x: '1', y: 'other' } }],
  'one file more': [OLD, { ...OLD, 'dev/a': { x: '1', y: '2', z: '3' } }],
  'one file less': [OLD, { ...OLD, 'dev/a': { x: '1' } }],
  'one folder less': [OLD, { 'dev/a': OLD['dev/a']!, 'dev/b': OLD['dev/b']! }],
  'a new folder': [OLD, { ...OLD, 'staging/deep/a': { x: '1', y: '2' } }],
  'two files of a folder': [OLD, { ...OLD, 'dev/a': { x: 'other', y: 'other' } }],
  'files of two folders': [OLD, { ...OLD, 'dev/a': { x: 'other', y: '2' }, 'dev/b': {} }],
  'files of two environments': [OLD, { ...OLD, 'dev/a': { x: 'other', y: '2' }, 'production/a': { x: 'other' } }],
  'everything gone': [OLD, {}],
};

type Tree = ReturnType<typeof snapshot>;

function prepare([before]: [Content | undefined, Content]): Tree {
  if (before) run(before);
  return snapshot(outdir);
}

/** What the change comes to when nothing gets in its way. */
function outcomeOf([, after]: [Content | undefined, Content]): Tree {
  const beside = temporaryFolder();
  const place = path.join(beside, 'dist');
  synthesize(foldersOf(after), { outdir: place, stateDir: path.join(beside, 'state'), codeKey: 'code' });
  const tree = snapshot(place) ?? {};
  fs.rmSync(beside, { recursive: true });
  return tree;
}

const isSame = (left: Tree, right: Tree): boolean => JSON.stringify(left) === JSON.stringify(right);

/** Old, new, or without the one folder that is being exchanged. */
function expectWhole(tree: Tree, old: Tree, now: Tree): void {
  if (isSame(tree, old) || isSame(tree, now)) return;
  const missing = Object.keys(old ?? {}).filter((place) => !(place in (tree ?? {})));
  const [outermost] = missing;
  expect(
    tree === undefined || missing.every((place) => place === outermost || place.startsWith(`${outermost!}/`)),
  ).toBe(true);
  expect(old).toMatchObject(tree ?? {});
}

/** Every step of a run, by its number. */
function atEveryStep(change: [Content | undefined, Content], attempt: (step: number) => void): void {
  let steps = 0;
  restart();
  prepare(change);
  run(
    change[1],
    interrupted((step) => (steps = step + 1)),
  );
  expect(steps).toBeGreaterThan(6);
  for (let step = 0; step < steps; step++) {
    restart();
    attempt(step);
  }
}

function restart(): void {
  fs.rmSync(root, { recursive: true });
  fs.mkdirSync(root);
}

/** A chart that cannot be rendered. */
const BROKEN = {
  path: 'dev/z',
  build: (): never => {
    throw new Error('broken');
  },
};

describe.each(Object.entries(CHANGES))('%s', (_, change) => {
  test('a step that fails leaves the old output and nothing else', () => {
    const now = outcomeOf(change);
    atEveryStep(change, (step) => {
      const old = prepare(change);
      try {
        run(change[1], failingAt(step));
        // Clearing up may fail without harm; the next run does it.
        expect(snapshot(outdir)).toEqual(now);
      } catch (error) {
        expect((error as Error).message).toBe('no space left');
        expect(snapshot(outdir)).toEqual(old);
        expect(fs.readdirSync(stateDir).filter((name) => !name.startsWith('memo.json'))).toEqual([]);
      }
      run(change[1]);
      expect(snapshot(outdir)).toEqual(now);
      expect(fs.readdirSync(stateDir)).toEqual(['memo.json']);
    });
  });

  test('a run that ends at any step is mended by the next one, even by one that fails', () => {
    const now = outcomeOf(change);
    atEveryStep(change, (step) => {
      const old = prepare(change);
      try {
        run(change[1], deadFrom(step));
      } catch (error) {
        expect((error as Error).message).toBe('dead');
      }
      expectWhole(snapshot(outdir), old, now);
      expect(() => synthesize([BROKEN], { outdir, stateDir, codeKey: 'code' })).toThrow('broken');
      const mended = snapshot(outdir);
      expect(isSame(mended, old) || isSame(mended, now)).toBe(true);
      run(change[1]);
      expect(snapshot(outdir)).toEqual(now);
      expect(fs.readdirSync(stateDir)).toEqual(['memo.json']);
    });
  });
});

describe('real processes', () => {
  const bundle = path.join(temporaryFolder(), 'killed.js');
  beforeAll(() => {
    const entry = path.join(__dirname, 'fixtures/killed.ts');
    buildSync({ entryPoints: [entry], bundle: true, platform: 'node', outfile: bundle, logLevel: 'error' });
  });

  test('killed at any step, with the lock in hand', () => {
    const change = CHANGES['files of two environments']!;
    const now = outcomeOf(change);
    const ends = new Set<string>();
    for (let step = 3; ; step++) {
      restart();
      const old = prepare(change);
      const { signal } = spawnSync(process.execPath, [bundle, outdir, stateDir, `${step}`, JSON.stringify(change[1])]);
      if (signal !== 'SIGKILL') break;
      expect(fs.existsSync(path.join(stateDir, 'lock'))).toBe(true);
      const tree = snapshot(outdir);
      expectWhole(tree, old, now);
      ends.add(tree === undefined ? 'missing' : isSame(tree, old) ? 'old' : 'new');
      run(change[1]);
      expect(snapshot(outdir)).toEqual(now);
      expect(fs.readdirSync(stateDir)).toEqual(['memo.json']);
    }
    expect([...ends].sort()).toEqual(['missing', 'new', 'old']);
  });

  test('several at once end with the output of one of them', async () => {
    const contents = ['1', '2', '3', '4'].map((text): Content => ({
      'dev/a': { x: text, y: text },
      'dev/b': { x: text },
    }));
    await Promise.all(
      contents.map(
        (content) =>
          new Promise<void>((resolve) => {
            spawn(process.execPath, [bundle, outdir, stateDir, '-1', JSON.stringify(content)]).on('exit', (code) => {
              expect(code).toBe(0);
              resolve();
            });
          }),
      ),
    );
    const texts = Object.values(snapshot(outdir)!)
      .filter((text) => text !== 'folder')
      .map((text) => text.slice(-4));
    expect(texts).toHaveLength(3);
    expect(new Set(texts).size).toBe(1);
    expect(fs.readdirSync(stateDir)).toEqual(['memo.json']);
  });
});

describe('the lock', () => {
  const lock = (): string => path.join(stateDir, 'lock');
  const hold = (owner: string): void => {
    fs.mkdirSync(stateDir, { recursive: true });
    fs.writeFileSync(lock(), owner);
  };

  test.each([
    ['of a process that is gone', '999999999 1'],
    ['of an earlier process of this id', `${process.pid} 1`],
    ['that says nothing', ''],
  ])('%s is taken away', (_, owner) => {
    hold(owner);
    expect(withLock(stateDir, () => fs.readFileSync(lock(), 'utf8'))).toMatch(new RegExp(`^${process.pid} `));
    expect(fs.readdirSync(stateDir)).toEqual([]);
  });

  test('of a running process is waited for, though not for ever', () => {
    const start = fs.readFileSync('/proc/self/stat', 'utf8').split(' ')[21]!;
    hold(`${process.pid} ${start}`);
    expect(() => withLock(stateDir, () => 1, 120)).toThrow(UserError);
    expect(() => withLock(stateDir, () => 1, 1)).toThrow(`Another run (process ${process.pid}) holds ${lock()}`);
    expect(fs.readFileSync(lock(), 'utf8')).toBe(`${process.pid} ${start}`);
  });

  test('is given back when a run fails', () => {
    expect(() =>
      withLock(stateDir, () => {
        throw new Error('failed');
      }),
    ).toThrow('failed');
    expect(fs.readdirSync(stateDir)).toEqual([]);
  });
});
