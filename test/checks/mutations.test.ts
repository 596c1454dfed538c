import * as fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { checks } from '../../src/checks';
import { documentChecks } from '../../src/checks/docs';
import type { Kills } from '../../src/checks/docs';
import type { Located } from '../../src/checks/tree/tree';
import type { Violation } from '../../src/checks/violation';
import { guests } from './guests';
import { BREAKERS, breaksOf } from './mutations';
import type { Break } from './mutations';
import { shippedTree, violationsIn } from './shipped-tree';

const good = [
  ...shippedTree('production'),
  ...guests.map((manifest): Located => ({ manifest, file: 'dist/guests.yaml', line: 1, text: () => '' })),
];
const manifests = good.map(({ manifest }) => manifest);
const classes = checks.filter(({ id }) => id in BREAKERS);
const measured: Record<string, Kills> = {};
const RUNS = 60;
const PAGE = 'docs/checks.md';

test('every class of references that is broken has its check', () => {
  expect(classes.map(({ id }) => id).sort()).toEqual(Object.keys(BREAKERS).sort());
});

test.each(classes.map((check) => [check.id, check] as const))('%s finds each of its references broken', (id, check) => {
  const ways = breaksOf(id, manifests);
  // a way that breaks nothing would make the rate look better than it is
  expect(ways.filter((breaks) => breaks.length === 0)).toEqual([]);
  const before = new Set(violationsIn(good, [check]).map(spelled));
  const survivors: string[] = [];
  // a way first, then a place, so that rare places are broken as often as those that every microservice has
  const breaks = fc.constantFrom(...ways).chain((places) => fc.constantFrom(...places));
  let broken = 0;
  fc.assert(
    fc.property(breaks, (each) => {
      broken += 1;
      const { kind, metadata } = manifests[each.index]!;
      if (!violationsIn(brokenTree(each), [check]).some((violation) => !before.has(spelled(violation))))
        survivors.push(`${kind} ${metadata.name}: ${each.breaks}`);
    }),
    { numRuns: RUNS, seed: 5 },
  );
  measured[id] = { ways: ways.length, broken, found: broken - survivors.length };
  expect(survivors).toEqual([]);
});

test('what is broken was whole', () => {
  const found = violationsIn(good, classes).filter(({ file }) => file === 'dist/guests.yaml');
  expect(found.map(spelled)).toEqual([]);
});

test('docs/checks.md is written from the registry and from what was measured here', () => {
  const page = documentChecks(checks, measured);
  if (process.env.WRITE_DOCS) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});

function brokenTree({ index, apply }: Break): readonly Located[] {
  const copy = structuredClone(manifests[index]!);
  apply(copy);
  return good.with(index, { ...good[index]!, manifest: copy });
}

const spelled = ({ kind, name, path, message }: Violation): string => [kind, name, path, message].join(' ');
