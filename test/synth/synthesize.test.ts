import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../../src/model/faults';
import { folderManifests } from '../../src/synth/folder';
import type { Folder } from '../../src/synth/folder';
import type { SynthOptions } from '../../src/synth/synthesize';
import { synthesize, synthesizeApp } from '../../src/synth/synthesize';
import type { Content } from './fixtures/trees';
import { foldersOf, snapshot, temporaryFolder } from './fixtures/trees';

let root: string;
let outdir: string;
const options = (more: Partial<SynthOptions> = {}): SynthOptions => ({
  outdir,
  stateDir: path.join(root, 'state'),
  codeKey: 'code',
  ...more,
});
const run = (content: Content, more?: Partial<SynthOptions>) => {
  const built: string[] = [];
  const { stamps, ...result } = synthesize(
    foldersOf(content, (place) => built.push(place)),
    options(more),
  );
  expect(stamps.size).toBe(result.written.length + result.unchanged);
  return { ...result, built };
};

beforeEach(() => {
  root = temporaryFolder();
  outdir = path.join(root, 'dist');
});
afterEach(() => {
  fs.rmSync(root, { recursive: true, force: true });
});

const CONTENT: Content = {
  'dev/services/orders': { config: 'a', workload: 'b' },
  'dev/services/payments': { config: 'c' },
  'production/platform/linkerd': { config: 'd' },
};

test('a chart becomes a file named after its path, an empty one none', () => {
  const result = run({ 'dev/services/orders': { config: 'a', empty: '' } });
  expect(result).toEqual({
    written: ['dev/services/orders/config.yaml'],
    removed: [],
    unchanged: 0,
    rendered: 1,
    memoized: 0,
    built: ['dev/services/orders'],
  });
  expect(snapshot(outdir)).toEqual({
    dev: 'folder',
    'dev/services': 'folder',
    'dev/services/orders': 'folder',
    'dev/services/orders/config.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dev.services.orders.config\ndata:\n  text: a\n',
  });
  expect(snapshot(path.join(root, 'state'))).toEqual({ 'memo.json': expect.any(String) as string });
});

describe('what did not change is neither built nor written', () => {
  beforeEach(() => run(CONTENT));

  test('nothing at all', () => {
    const before = fs.statSync(path.join(outdir, 'dev/services/orders')).mtimeMs;
    expect(run(CONTENT)).toEqual({ written: [], removed: [], unchanged: 4, rendered: 0, memoized: 3, built: [] });
    expect(fs.statSync(path.join(outdir, 'dev/services/orders')).mtimeMs).toBe(before);
  });

  test('all but one', () => {
    const result = run({ ...CONTENT, 'dev/services/orders': { config: 'a', workload: 'B' } });
    expect(result).toMatchObject({
      written: ['dev/services/orders/workload.yaml'],
      removed: [],
      unchanged: 3,
      built: ['dev/services/orders'],
    });
  });

  test('other code renders all, and writes what differs', () => {
    expect(run(CONTENT, { codeKey: 'other' })).toMatchObject({ written: [], unchanged: 4, rendered: 3, memoized: 0 });
    expect(run(CONTENT, { codeKey: 'other' })).toMatchObject({ rendered: 0, memoized: 3 });
  });

  test('a folder that does not tell its inputs is always rendered', () => {
    const folders = foldersOf(CONTENT).map((folder): Folder => ({ ...folder, inputs: undefined }));
    expect(synthesize(folders, options())).toMatchObject({ written: [], rendered: 3, memoized: 0 });
    expect(synthesize(folders, options())).toMatchObject({ written: [], rendered: 3, memoized: 0 });
  });

  test('a memo that cannot be read is none', () => {
    fs.writeFileSync(path.join(root, 'state/memo.json'), '{');
    expect(run(CONTENT)).toMatchObject({ written: [], rendered: 3 });
  });

  test('the memo of another output folder is none', () => {
    outdir = path.join(root, 'other');
    expect(run(CONTENT)).toMatchObject({ rendered: 3, unchanged: 0 });
  });

  test('only some environments: the others stay, and stay known', () => {
    const only = Object.fromEntries(Object.entries(CONTENT).filter(([place]) => place.startsWith('dev/')));
    fs.writeFileSync(path.join(outdir, 'production/mine.txt'), '');
    expect(run({ ...only, 'dev/services/payments': { config: 'C' } }, { only: ['dev'] })).toMatchObject({
      written: ['dev/services/payments/config.yaml'],
      removed: [],
    });
    expect(fs.existsSync(path.join(outdir, 'production/mine.txt'))).toBe(true);
    expect(run(CONTENT)).toMatchObject({ removed: ['production/mine.txt'], built: ['dev/services/payments'] });
  });
});

describe('a hand that touched the output', () => {
  const file = 'dev/services/orders/config.yaml';
  const touches: Readonly<Record<string, (place: string) => void>> = {
    'edited a file, keeping its size': (place) => {
      fs.writeFileSync(place, fs.readFileSync(place, 'utf8').replace('text: a', 'text: z'));
    },
    'made a file longer': (place) => {
      fs.appendFileSync(place, '# mine\n');
    },
    'deleted a file': (place) => {
      fs.rmSync(place);
    },
    'put a folder where a file was': (place) => {
      fs.rmSync(place);
      fs.mkdirSync(path.join(place, 'inner'), { recursive: true });
    },
    'put a link where a file was': (place) => {
      fs.rmSync(place);
      fs.symlinkSync('/dev/null', place);
    },
    'deleted a folder': (place) => {
      fs.rmSync(path.dirname(place), { recursive: true });
    },
    'put a link where a folder was': (place) => {
      fs.renameSync(path.dirname(place), path.join(root, 'moved'));
      fs.symlinkSync(path.join(root, 'moved'), path.dirname(place));
    },
    'put a file where a folder was': (place) => {
      fs.rmSync(path.dirname(place), { recursive: true });
      fs.writeFileSync(path.dirname(place), '');
    },
    'put files where there were none': (place) => {
      fs.writeFileSync(`${place}.orig`, '');
      fs.writeFileSync(path.join(path.dirname(place), '.hidden'), '');
      fs.mkdirSync(path.join(outdir, 'other/deep'), { recursive: true });
      fs.writeFileSync(path.join(outdir, 'other/deep/x'), '');
    },
    'made an empty folder': () => {
      fs.mkdirSync(path.join(outdir, 'dev/services/empty/inner'), { recursive: true });
    },
    'deleted everything': () => {
      fs.rmSync(outdir, { recursive: true });
    },
    'emptied everything': () => {
      fs.rmSync(outdir, { recursive: true });
      fs.mkdirSync(outdir);
    },
  };

  test.each(Object.entries(touches))('%s', (_, touch) => {
    run(CONTENT);
    const before = snapshot(outdir);
    touch(path.join(outdir, file));
    run(CONTENT);
    expect(snapshot(outdir)).toEqual(before);
    expect(run(CONTENT)).toMatchObject({ written: [], removed: [], rendered: 0 });
  });
});

test('an output folder that is a link is written where it leads', () => {
  fs.mkdirSync(path.join(root, 'real'));
  fs.symlinkSync('real', outdir);
  run(CONTENT);
  run({ ...CONTENT, 'dev/services/payments': { config: 'C', more: 'D' } });
  expect(fs.readlinkSync(outdir)).toBe('real');
  expect(snapshot(path.join(root, 'real'))).toHaveProperty(['dev/services/payments/more.yaml']);
});

describe('refused, leaving everything as it was', () => {
  const attempts: Readonly<Record<string, [() => unknown, string]>> = {
    'a folder twice': [
      () => synthesize([...foldersOf(CONTENT), ...foldersOf(CONTENT)], options()),
      'Two folders are called dev/services/orders',
    ],
    'a path that leads outside': [
      () => run({ 'dev/../../x': { a: 'b' } }),
      '"dev/../../x" is not a folder of the output',
    ],
    'an empty path': [() => run({ '': { a: 'b' } }), '"" is not a folder of the output'],
    'inputs that are not data': [
      () => synthesize([{ path: 'dev/a', inputs: { list: [new Map()] }, build: () => undefined }], options()),
      'dev/a inputs.list.0 is not plain data',
    ],
    'an output folder that holds the project': [
      () => run(CONTENT, { outdir: root }),
      'choose one for the output alone',
    ],
    'an output folder that holds a repository': [
      () => {
        fs.mkdirSync(path.join(root, 'repository/.git'), { recursive: true });
        return run(CONTENT, { outdir: path.join(root, 'repository') });
      },
      'holds .git: an output folder is emptied of everything else',
    ],
    'an output folder that is a file': [
      () => {
        fs.writeFileSync(path.join(root, 'file'), '');
        return run(CONTENT, { outdir: path.join(root, 'file') });
      },
      'is a file, expected a folder',
    ],
  };

  test.each(Object.entries(attempts))('%s', (_, [attempt, message]) => {
    run(CONTENT);
    const before = snapshot(outdir);
    expect(attempt).toThrow(message);
    expect(snapshot(outdir)).toEqual(before);
    expect(fs.readdirSync(path.join(root, 'state'))).toEqual(['memo.json']);
    expect(run(CONTENT)).toMatchObject({ rendered: 0 });
  });

  const same = (place: string, text = ''): Folder => ({
    path: place,
    inputs: { text },
    build: (scope) => {
      const chart = new Chart(scope, 'chart');
      for (const namespace of ['shop', 'other']) {
        new ApiObject(chart, namespace, {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'web', namespace },
          text,
        });
      }
    },
  });

  test('two objects of one identity in an environment, also when one of them was rendered by an earlier run', () => {
    synthesize([same('dev/a'), same('production/a')], options());
    const before = snapshot(outdir);
    const attempt = () => synthesize([same('dev/a'), same('dev/b'), same('production/a')], options());
    expect(attempt).toThrow(
      new UserError('An object may be defined only once in an environment:', [
        { where: 'dev/b/chart.yaml', what: 'apps/Deployment shop/web is also in dev/a/chart.yaml' },
        { where: 'dev/b/chart.yaml', what: 'apps/Deployment other/web is also in dev/a/chart.yaml' },
      ]),
    );
    expect(attempt).toThrow('is also in');
    expect(snapshot(outdir)).toEqual(before);
  });

  test('two charts of one file', () => {
    const folder: Folder = {
      path: 'dev/a',
      build: (scope) => {
        const chart = new Chart(scope, 'b');
        new ApiObject(new Chart(chart, 'c'), 'x', { apiVersion: 'v1', kind: 'ConfigMap' });
      },
    };
    expect(() => synthesize([folder, ...foldersOf({ 'dev/a/b': { c: 'x' } })], options())).toThrow(
      'Two charts would be written to dev/a/b/c.yaml',
    );
  });

  test('a chart that fails after others were rendered', () => {
    run(CONTENT);
    const before = snapshot(outdir);
    const broken: Folder = {
      path: 'dev/z',
      build: () => {
        throw new Error('broken');
      },
    };
    expect(() => synthesize([...foldersOf({ 'dev/a': { x: '1' } }), broken], options())).toThrow('broken');
    expect(snapshot(outdir)).toEqual(before);
  });
});

test('progress counts folders', () => {
  const seen: number[] = [];
  run(CONTENT, { onProgress: (done) => seen.push(done) });
  expect(seen).toEqual([1, 2, 3]);
});

test('the manifests of a folder are those that are written', () => {
  expect(folderManifests(foldersOf(CONTENT)[0]!)).toEqual([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'dev.services.orders.config' }, data: { text: 'a' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'dev.services.orders.workload' }, data: { text: 'b' } },
  ]);
});

test('any cdk8s app is written by the paths of its charts', () => {
  const app = new App();
  const chart = new Chart(new Construct(app, 'group'), 'chart');
  new ApiObject(chart, 'b', { apiVersion: 'v1', kind: 'ConfigMap' });
  new ApiObject(new Chart(app, 'top'), 'a', { apiVersion: 'v1', kind: 'ConfigMap' });
  new Chart(app, 'empty');
  expect(synthesizeApp(app, outdir, path.join(root, 'state')).written).toEqual(['group/chart.yaml', 'top.yaml']);
  expect(synthesizeApp(app, outdir, path.join(root, 'state'))).toMatchObject({
    written: [],
    removed: [],
    unchanged: 2,
  });
});

const PLACES = ['dev/a', 'dev/b', 'dev/b/c', 'dev/d/e', 'production/a', 'production/x/y/z', 'top'];
const CHARTS = fc.dictionary(
  fc.constantFrom('one', 'two', 'three'),
  fc.constantFrom('', 'a', 'b', 'long text\nof lines\n'),
  { maxKeys: 3, noNullPrototype: true },
);
const EDIT = fc.oneof(
  fc.record({ set: fc.constantFrom(...PLACES), charts: CHARTS }),
  fc.record({ drop: fc.constantFrom(...PLACES) }),
  fc.record({ touch: fc.nat(20), how: fc.constantFrom('same size', 'delete', 'replace', 'add', 'add folder') }),
);

function touch(index: number, how: string): void {
  const places = Object.keys(snapshot(outdir) ?? {});
  const place = path.join(outdir, places[index % Math.max(1, places.length)] ?? '.');
  const isFile = fs.statSync(place, { throwIfNoEntry: false })?.isFile() ?? false;
  if (how === 'same size' && isFile) fs.writeFileSync(place, 'x'.repeat(fs.statSync(place).size));
  else if (how === 'delete') fs.rmSync(place, { recursive: true, force: true });
  else if (how === 'replace' && isFile) {
    fs.rmSync(place);
    fs.mkdirSync(place);
  } else if (how === 'add') fs.writeFileSync(isFile ? `${place}.mine` : `${place}-mine`, 'mine');
  else fs.mkdirSync(path.join(isFile ? path.dirname(place) : place, 'mine/inner'), { recursive: true });
}

test('whatever changes in whatever order, the output is that of a run from nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.array(EDIT, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (rounds) => {
      const contents = new Map<string, Record<string, string>>();
      outdir = path.join(fs.mkdtempSync(path.join(root, 'case-')), 'dist');
      const stateDir = `${outdir}-state`;
      for (const edits of rounds) {
        for (const edit of edits) {
          if ('set' in edit) contents.set(edit.set, edit.charts);
          else if ('drop' in edit) contents.delete(edit.drop);
          else touch(edit.touch, edit.how);
        }
        const content = Object.fromEntries(contents);
        run(content, { stateDir });
        const clean = temporaryFolder();
        run(content, { outdir: path.join(clean, 'dist'), stateDir: path.join(clean, 'state') });
        expect(snapshot(outdir) ?? {}).toEqual(snapshot(path.join(clean, 'dist')) ?? {});
        fs.rmSync(clean, { recursive: true });
        expect(run(content, { stateDir })).toMatchObject({ written: [], removed: [], rendered: 0 });
      }
    }),
    { numRuns: 60 },
  );
});
