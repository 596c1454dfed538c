import type { Check } from './check';
import { lineOfPath } from './lines';
import type { Tree } from './tree';
import type { Violation } from './violation';

/** Runs checks over one environment; violations come in the order of files and lines. */
export function judge(tree: Tree, checks: readonly Check[]): readonly Violation[] {
  const violations: Violation[] = [];
  for (const check of checks) {
    check.run(tree, (at, path, message) => {
      const { kind, metadata } = at.manifest;
      violations.push({
        check: check.id,
        severity: check.severity,
        kind,
        namespace: metadata.namespace ?? '',
        name: metadata.name,
        file: at.file,
        line: at.line + lineOfPath(at.text(), path),
        path,
        message,
        remediation: check.remediation,
      });
    });
  }
  return violations.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}
