/** Something the user wrote that cannot be: where, what is wrong, what is expected. */
export interface Fault {
  /** Dotted place in the user's words: `orders.scale.production.max`. */
  readonly where: string;
  /** What is wrong and what is expected, in one sentence. */
  readonly what: string;
  /** A warning does not stop a run unless it is `strict`. */
  readonly severity?: 'error' | 'warning';
}

/** The user's mistake, or several: shown as messages only, never with a stack. Exit code 2. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly faults: readonly Fault[] = [],
  ) {
    super([message, ...faults.map((fault) => `  [${fault.where}] ${fault.what}`)].join('\n'));
    this.name = 'UserError';
  }
}

/** "expected one of a, b, c", nearest names first when one was misspelt. */
export function validNames(names: Iterable<string>): string {
  const sorted = [...names].sort();
  return sorted.length === 0 ? 'there are none' : `expected one of ${sorted.join(', ')}`;
}
