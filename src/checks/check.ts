import type { Located, Tree } from './tree/tree';
import type { Severity } from './violation';

/** Says that something is wrong at a path of a manifest. */
export type Report = (at: Located, path: string, message: string) => void;

/** A rule over the manifests of one environment. Its id names its file, its test and its heading in docs/checks.md. */
export interface Check {
  readonly id: string;
  readonly severity: Severity;
  /** What it looks for, in one sentence. */
  readonly what: string;
  /** Why that matters: what would happen in the cluster. */
  readonly why: string;
  /** The edit that clears a violation. */
  readonly remediation: string;
  /** The same rule elsewhere: `kube-score pod-probes`, `kube-linter dangling-service`. */
  readonly peers: readonly string[];
  /** Where the rule comes from. */
  readonly source: string;
  readonly run: (tree: Tree, report: Report) => void;
}
