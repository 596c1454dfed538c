import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../../../src/checks/check';
import { judge } from '../../../src/checks/judge';
import { readTexts, readTree } from '../../../src/checks/reading/read';
import { Tree } from '../../../src/checks/tree/tree';
import { unreadable } from '../../../src/checks/unreadable';

const folder = mkdtempSync(join(tmpdir(), 'chartwright-read-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let count = 0;
function read(text: string, name = 'a.yaml'): { names: string[]; faults: string[] } {
  const path = join(folder, String(count++));
  mkdirSync(path);
  writeFileSync(join(path, name), text);
  const { located, unreadable } = readTree([path]);
  return {
    names: located.map(({ manifest, line }) => `${manifest.metadata.name} ${line}`),
    faults: unreadable.map(({ line, message }) => `${line}: ${message}`),
  };
}

const manifest = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

test('documents are found with the lines they begin at', () => {
  expect(read(`${manifest('a')}---\n${manifest('b')}--- # and\n---\n${manifest('c')}`)).toEqual({
    names: ['a 1', 'b 6', 'c 12'],
    faults: [],
  });
});

test('between two markers there may be nothing', () => {
  expect(read(`---\n\n---\n${manifest('a')}---\n  \n---\n`)).toEqual({ names: ['a 4'], faults: [] });
});

test('JSON is read, and a List is what it holds', () => {
  const item = (name: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  expect(
    read(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item('a'), item('b')] }), 'a.json').names,
  ).toEqual(['a 1', 'b 1']);
});

test('what a List holds has its own place in it', () => {
  const items = ['a', 'b'].map((name) => `- ${manifest(name).trimEnd().replaceAll('\n', '\n  ')}\n`).join('');
  const { located: held } = readTexts([['a.yaml', `apiVersion: v1\nkind: List\nitems:\n${items}`]]);
  const everywhere: Check = {
    ...unreadable,
    run: (tree, report) => {
      tree.located.forEach((at) => {
        report(at, 'metadata', '');
      });
    },
  };
  expect(judge(new Tree(held, { kubernetes: '1.35' }), [everywhere]).map(({ line }) => line)).toEqual([6, 10]);
});

test.each([
  [`${manifest('a')}---\na: [\n`, ['a 1'], 'deficient indentation'],
  ['apiVersion: v1\nkind: Pod\nmetadata: {}\n', [], '1: has no metadata.name'],
  ['a: 1\n', [], '1: has no apiVersion and kind'],
  ['- 1\n', [], '1: is no object'],
  ['text\n', [], '1: is no object'],
])('%j is a finding with its line, and the rest is read', (text, names, fault) => {
  const found = read(text);
  expect(found.names).toEqual(names);
  expect(found.faults).toHaveLength(1);
  expect(found.faults[0]).toContain(fault);
});

test('other files and hidden folders are left alone', () => {
  const path = join(folder, 'mixed');
  mkdirSync(join(path, '.git'), { recursive: true });
  writeFileSync(join(path, 'notes.md'), 'no manifest');
  writeFileSync(join(path, '.git', 'a.yaml'), 'no manifest');
  writeFileSync(join(path, 'a.yml'), manifest('a'));
  expect(readTree([path])).toMatchObject({ files: 1, unreadable: [] });
  expect(readTree([join(path, 'a.yml')]).located).toHaveLength(1);
});

test('a path that does not exist is an error', () => {
  expect(() => readTree([join(folder, 'nowhere')])).toThrow(
    'nowhere does not exist; expected a folder of manifests, or a file',
  );
});
