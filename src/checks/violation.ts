/** An error fails the run; a warning does so only when asked to. */
export type Severity = 'error' | 'warning';

/** What a check found: where, what is wrong, and the edit that clears it. */
export interface Violation {
  readonly check: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly file: string;
  /** First line of the file is 1. */
  readonly line: number;
  /** Place in the manifest: `spec.ports[0].targetPort`; empty for the whole of it. */
  readonly path: string;
  readonly message: string;
  readonly remediation: string;
}
