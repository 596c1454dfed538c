import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema } from '../../../src/checks/schema/schema';
import { changed, saidOf } from '../saying';

interface Recorded {
  readonly manifest: { readonly kind: string };
  /** Place, whether the API server took it, and the value; without one the place is removed. */
  readonly changes: readonly (readonly [place: string, taken: boolean, value?: unknown])[];
}

/**
 * What a kube-apiserver 1.36 said of changed manifests (server-side apply, strict field validation). Left out are those
 * where we differ on purpose: a null in a list, and a number beyond 32 bits, which it takes and cuts down.
 */
const recorded = JSON.parse(readFileSync(join(__dirname, 'verdicts.json'), 'utf8')) as readonly Recorded[];

test.each(recorded.map((each) => [each.manifest.kind, each] as const))(
  'the API server and we agree on a %s',
  (_kind, { manifest, changes }) => {
    expect(saidOf(schema, [manifest])).toEqual([]);
    for (const [place, taken, value] of changes) {
      const said = saidOf(schema, [changed(manifest, place, value)]);
      expect({ place, value, taken: said.length === 0 }).toEqual({ place, value, taken });
    }
  },
);
