import { report } from '../../src/checks/report';
import type { Check } from '../../src/checks/check';
import type { Violation } from '../../src/checks/violation';

const check: Check = {
  id: 'a-check',
  severity: 'error',
  what: 'What.',
  why: 'Why.',
  remediation: 'Do it.',
  peers: [],
  source: 'here',
  run: () => undefined,
};
const violation: Violation = {
  check: 'a-check',
  severity: 'error',
  kind: 'Service',
  namespace: 'shop',
  name: 'orders',
  file: 'dist/production/services/orders/workload.yaml',
  line: 7,
  path: 'spec.ports[0]',
  message: 'is <wrong>, 100%',
  remediation: 'Do it.',
};
const warning: Violation = {
  ...violation,
  severity: 'warning',
  file: 'dist/production/services/bff/workload.yaml',
  path: '',
  line: 1,
};
const mark =
  (name: string) =>
  (text: string): string =>
    `<${name}>${text}</${name}>`;
const paint = { bold: mark('b'), red: mark('r'), yellow: mark('y'), dim: (text: string): string => text };

test('text groups by folder and says place, fault and remediation', () => {
  expect(report('text', [violation, warning], [check], paint)).toBe(
    [
      '<b>dist/production/services/orders</b>',
      '  <r>error</r> Service orders spec.ports[0]: is <wrong>, 100% (a-check)',
      '    dist/production/services/orders/workload.yaml:7',
      '    Do it.',
      '',
      '<b>dist/production/services/bff</b>',
      '  <y>warning</y> Service orders: is <wrong>, 100% (a-check)',
      '    dist/production/services/bff/workload.yaml:1',
      '    Do it.',
      '',
      '',
    ].join('\n'),
  );
});

test('a file without an object is told by its place alone', () => {
  const unread = { ...violation, kind: '', name: '', path: '', message: 'is no object' };
  expect(report('text', [unread], [check], paint)).toContain('  <r>error</r> is no object (a-check)\n');
  expect(report('github', [unread], [check], paint)).toContain('::is no object. Do it.\n');
  expect(report('sarif', [unread], [check], paint)).toContain('"text": "is no object"');
});

test('json is the violations themselves', () => {
  expect(JSON.parse(report('json', [violation], [check], paint))).toEqual([violation]);
});

test('github escapes what would end an annotation', () => {
  expect(report('github', [violation], [check], paint)).toBe(
    '::error file=dist/production/services/orders/workload.yaml,line=7,title=a-check::Service orders: is <wrong>, 100%25. Do it.\n',
  );
});

test('sarif names rules, levels and places', () => {
  const log = JSON.parse(report('sarif', [warning], [check], paint)) as {
    runs: { tool: { driver: { rules: unknown[] } }; results: unknown[] }[];
  };
  expect(log.runs[0]?.tool.driver.rules).toHaveLength(1);
  expect(log.runs[0]?.results[0]).toMatchObject({
    ruleId: 'a-check',
    level: 'warning',
    locations: [{ physicalLocation: { region: { startLine: 1 } } }],
  });
});

test('junit has a case for each check, failed or not', () => {
  const passing = { ...check, id: 'b-check' };
  const text = report('junit', [violation], [check, passing], paint);
  expect(text).toContain('tests="2" failures="1"');
  expect(text).toContain('<testcase classname="chartwright" name="b-check"></testcase>');
  expect(text).toContain('message="is &lt;wrong&gt;, 100%"');
});
