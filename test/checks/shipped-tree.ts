import { fleet } from '../../charts/fleet';
import type { Check } from '../../src/checks/check';
import { judge } from '../../src/checks/judge';
import { Tree } from '../../src/checks/tree/tree';
import type { Located } from '../../src/checks/tree/tree';
import type { Violation } from '../../src/checks/violation';
import type { Fleet } from '../../src/model/fleet';
import type { Manifest } from '../../src/model/manifest';
import { fixedReleases, renderedFolders } from '../fixtures/rendering';

const releases = fixedReleases(fleet);

/** The shipped fleet of an environment as `dist` holds it, rendered in memory; or another fleet. */
export function shippedTree(environment: string, rendered: Fleet = fleet): readonly Located[] {
  return [...renderedFolders(rendered, releases, environment)].flatMap(([path, manifests]) =>
    // through JSON, as a file would give it: what is undefined is not there
    (JSON.parse(JSON.stringify(manifests)) as Manifest[]).map((manifest) => ({
      manifest,
      file: `dist/${path}/manifests.yaml`,
      line: 1,
      text: () => '',
    })),
  );
}

/** What checks find in manifests. */
export const violationsIn = (located: readonly Located[], checks: readonly Check[]): readonly Violation[] =>
  judge(new Tree(located, { kubernetes: '1.35' }), checks);
