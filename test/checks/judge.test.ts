import type { Check } from '../../src/checks/check';
import { judge } from '../../src/checks/judge';
import { Tree } from '../../src/checks/tree/tree';
import { located } from './judging';

const everything: Check = {
  id: 'everything',
  severity: 'warning',
  what: '',
  why: '',
  remediation: 'Do it.',
  peers: [],
  source: '',
  run: (tree, report) => {
    for (const at of tree.located) report(at, 'spec.list[1]', 'is wrong');
  },
};

test('a violation is at the line of its path, in the order of files and lines', () => {
  const manifests = ['@b.yaml v1 X n/one spec: {list: [a, b]}', '@a.yaml v1 X two spec: {list: [a, b]}'].map(located);
  expect(judge(new Tree(manifests, { kubernetes: '1.35' }), [everything])).toEqual([
    expect.objectContaining({ check: 'everything', severity: 'warning', file: 'a.yaml', name: 'two', namespace: '' }),
    expect.objectContaining({ file: 'b.yaml', line: 11, namespace: 'n', remediation: 'Do it.', path: 'spec.list[1]' }),
  ]);
});

test('a check that stumbles over a field of another type is a violation, neither a crash nor a pass', () => {
  const stumbling: Check = {
    ...everything,
    run: (tree) => {
      for (const { manifest } of tree.located) (manifest.spec as { list: string[] }).list.forEach(() => undefined);
    },
  };
  const [violation, ...others] = judge(new Tree([located('v1 X n/one spec: {list: text}')], { kubernetes: '1.35' }), [
    stumbling,
    everything,
  ]);
  expect(others).toHaveLength(1);
  expect(violation).toMatchObject({ check: 'everything', severity: 'error', file: 'manifests.yaml', name: '' });
  expect(violation!.message).toMatch(/^could not be judged: .* is not a function/);
});
