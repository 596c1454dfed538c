import type { Violation } from '../../src/checks/violation';
import { readWaivers, waive, waivedText } from '../../src/checks/waivers';

const violation = (name: string, check = 'host-access'): Violation => ({
  check,
  severity: 'error',
  kind: 'DaemonSet',
  namespace: 'nodes',
  name,
  file: 'dist/dev/platform/nodes/agent.yaml',
  line: 1,
  path: 'spec.template.spec.hostPID',
  message: 'hostPID is true',
  remediation: 'Remove the field.',
});
const text = (match: string): string =>
  `- check: host-access\n  match: ${match}\n  reason: reads logs\n  owner: platform\n`;
const read = (yaml: string): ReturnType<typeof readWaivers> => readWaivers('w.yaml', yaml, ['host-access']);

test('accepts what it matches, and says so', () => {
  const waivers = read(text('{ kind: DaemonSet, name: "node-*" }'));
  const { left, accepted } = waive(
    [violation('node-logs'), violation('other'), violation('node-a', 'else')],
    waivers,
    'w.yaml',
  );
  expect(left.map(({ name }) => name)).toEqual(['other', 'node-a']);
  expect(waivedText(accepted)).toBe('waived host-access once: reads logs (platform)\n');
});

test('one that accepts nothing any more is a violation', () => {
  const { left, accepted } = waive([], read(text('{ name: gone }')), 'w.yaml');
  expect(left).toMatchObject([
    { check: 'unused-waiver', file: 'w.yaml', message: 'accepts nothing of host-access any more, for {"name":"gone"}' },
  ]);
  expect(waivedText(accepted)).toBe('');
});

test.each([
  ['a: [', 'w.yaml is no YAML: '],
  ['a: b', 'w.yaml: expected a list of waivers'],
  ['- check: host-access\n  match: {name: a}\n  owner: x', 'w.yaml: waiver 1 has no reason'],
  ['- check: host-access\n  match: {name: a}\n  reason: x', 'w.yaml: waiver 1 has no owner'],
  [text('{}'), 'w.yaml: waiver 1 matches everything: say what it is about'],
  [text('{ label: x }'), 'w.yaml: waiver 1 matches label: expected one of file, kind, name, namespace, path'],
  ['- check: other\n  reason: x\n  owner: y', 'w.yaml: waiver 1 is about check other: expected one of host-access'],
  ['- until: tomorrow', 'w.yaml: waiver 1 has until: expected one of check, match, owner, reason'],
])('refuses %j', (yaml, message) => {
  expect(() => read(yaml)).toThrow(message);
});

test('an empty file has none', () => {
  expect(read('')).toEqual([]);
});
