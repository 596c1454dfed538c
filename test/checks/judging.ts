import { load } from 'js-yaml';
import type { Check } from '../../src/checks/check';
import { judge } from '../../src/checks/judge';
import { Tree } from '../../src/checks/tree/tree';
import type { Located } from '../../src/checks/tree/tree';
import type { Manifest } from '../../src/model/manifest';

/** Manifests, one in a line as `located` reads them or as data, and what a check finds in them. */
export interface Case {
  readonly given: readonly (string | object)[];
  readonly found?: readonly string[];
}

type Find = (check: Check, given: Case['given']) => readonly string[];

/**
 * A test for each sentence about a check. A check that was shown nothing wrong, or nothing right, is not known to tell
 * them apart: a table has two manifests of each at least.
 */
export function judgeTable(check: Check, cases: Readonly<Record<string, Case>>, find: Find = findings): void {
  test.each(Object.entries(cases))(`${check.id} %s`, (_, { given, found = [] }) => {
    expect(find(check, given)).toEqual(found);
  });

  test(`${check.id} is shown two manifests that pass and two that fail`, () => {
    const passing = Object.values(cases).flatMap(({ given, found = [] }) => (found.length === 0 ? given : []));
    const failing = Object.values(cases).flatMap(({ found = [] }) => [...new Set(found.map(manifestOf))]);
    expect(passing.length).toBeGreaterThanOrEqual(2);
    expect(failing.length).toBeGreaterThanOrEqual(2);
  });
}

/** `Service orders` of what is found in it. */
const manifestOf = (finding: string): string => finding.split(' ', 2).join(' ');

/** Violations as `Kind name path: message`. */
export function findings(check: Check, given: Case['given']): readonly string[] {
  const tree = new Tree(given.map(located), { kubernetes: '1.35' });
  return judge(tree, [check]).map(({ kind, name, path, message }) => `${kind} ${name} ${path}: ${message}`);
}

/** `apiVersion Kind namespace/name body`, where the body is a flow mapping without its braces; `@file` in front places it. */
export function located(given: string | object): Located {
  if (typeof given === 'object') return placed(given as Manifest, 'manifests.yaml');
  const [, file = 'manifests.yaml', apiVersion = '', kind = '', place = '', body = ''] =
    /^(?:@(\S+) )?(\S+) (\S+) (\S+)(?: ([^]*))?$/.exec(given) ?? [];
  const [name = '', namespace] = place.split('/').reverse();
  const { metadata, ...fields } = load(`{${body}}`) as { metadata?: object };
  const own = namespace === undefined ? { name } : { name, namespace };
  return placed({ apiVersion, kind, metadata: { ...own, ...metadata }, ...fields }, file);
}

const placed = (manifest: Manifest, file: string): Located => ({
  manifest,
  file,
  line: 1,
  text: () => JSON.stringify(manifest, null, 1),
});
