import type { Check } from './check';
import { lineOfPath, placesIn } from './reading/lines';
import type { Place } from './reading/place';
import type { Located, Tree } from './tree/tree';
import type { Violation } from './violation';

/** Runs checks over one environment; violations come in the order of files and lines. */
export function judge(tree: Tree, checks: readonly Check[]): readonly Violation[] {
  const violations: Violation[] = [];
  for (const check of checks) {
    try {
      check.run(tree, (at, path, message) => {
        const { kind, metadata } = at.manifest;
        violations.push({
          check: check.id,
          severity: check.severity,
          kind,
          namespace: metadata.namespace ?? '',
          name: metadata.name,
          file: at.file,
          line: at.line + lineIn(at, path),
          path,
          message,
          remediation: check.remediation,
        });
      });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      violations.push(stumble(check, tree, error));
    }
  }
  return violations.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}

const places = new WeakMap<Located, Place>();

/** Lines before a place in a manifest's document, which is read a second time, for its places, if it has a violation. */
function lineIn(at: Located, own: string): number {
  const path = [at.inside, own].filter(Boolean).join(own.startsWith('[') ? '' : '.');
  if (path === '') return 0;
  let place = places.get(at);
  if (place === undefined) places.set(at, (place = placesIn(at.text())));
  return lineOfPath(place, path);
}

/** Manifests are anyone's: a list where a text belongs stops a check, and what was not judged has not passed. */
function stumble({ id }: Check, tree: Tree, error: TypeError): Violation {
  return {
    check: id,
    severity: 'error',
    kind: '',
    namespace: '',
    name: '',
    file: tree.located[0]?.file ?? '',
    line: 1,
    path: '',
    message: `could not be judged: ${error.message}`,
    remediation: 'Clear the violations of schemas first: some field has another type than its kind says.',
  };
}
