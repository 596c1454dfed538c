import { load } from 'js-yaml';
import type { Check } from '../../src/checks/check';
import { judge } from '../../src/checks/judge';
import { Tree } from '../../src/checks/tree';
import type { Located } from '../../src/checks/tree';
import type { Manifest } from '../../src/model/manifest';

/** Manifests, one in a line as `located` reads them, and what a check finds in them. */
export interface Case {
  readonly given: readonly string[];
  readonly found?: readonly string[];
}

/** A test for each sentence about a check. */
export function judgeTable(check: Check, cases: Readonly<Record<string, Case>>): void {
  test.each(Object.entries(cases))(`${check.id} %s`, (_, { given, found = [] }) => {
    expect(findings(check, given)).toEqual(found);
  });
}

/** Violations as `Kind name path: message`. */
export function findings(check: Check, given: readonly string[]): readonly string[] {
  const tree = new Tree(given.map(located), { kubernetes: '1.35' });
  return judge(tree, [check]).map(({ kind, name, path, message }) => `${kind} ${name} ${path}: ${message}`);
}

/** `apiVersion Kind namespace/name body`, where the body is a flow mapping without its braces; `@file` in front places it. */
export function located(line: string): Located {
  const [, file = 'manifests.yaml', apiVersion = '', kind = '', place = '', body = ''] =
    /^(?:@(\S+) )?(\S+) (\S+) (\S+)(?: ([^]*))?$/.exec(line) ?? [];
  const [name = '', namespace] = place.split('/').reverse();
  const { metadata, ...fields } = load(`{${body}}`) as { metadata?: object };
  const own = namespace === undefined ? { name } : { name, namespace };
  const manifest = { apiVersion, kind, metadata: { ...own, ...metadata }, ...fields } as Manifest;
  return { manifest, file, line: 1, text: () => JSON.stringify(manifest, null, 1) };
}
