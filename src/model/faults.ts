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

/** Things to do of which each may meet a mistake of the user: the mistakes are told together, when all was tried. */
export class Mistakes {
  private readonly messages: string[] = [];

  /** What the task gives, or undefined if the user has something to mend. */
  meet<T>(task: () => T): T | undefined {
    try {
      return task();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.messages.push(error.message);
      return undefined;
    }
  }

  /** @throws UserError with everything that was met */
  tell(): void {
    if (this.messages.length > 0) throw new UserError(this.messages.join('\n'));
  }
}

/** The faults of several environments, each told once with the environments that have it before its place. */
export function faultsByPlace(found: readonly (readonly [environment: string, fault: Fault])[]): readonly Fault[] {
  const places = new Map<string, { readonly fault: Fault; readonly environments: string[] }>();
  for (const [environment, fault] of found) {
    const key = JSON.stringify([fault.where, fault.what]);
    const same = places.get(key);
    if (same) same.environments.push(environment);
    else places.set(key, { fault, environments: [environment] });
  }
  return [...places.values()].map(({ fault, environments }) => ({
    ...fault,
    where: `${environments.join(', ')}: ${fault.where}`,
  }));
}

/** "expected one of a, b, c", in the order of the alphabet. */
export function validNames(names: Iterable<string>): string {
  const sorted = [...names].sort();
  return sorted.length === 0 ? 'there are none' : `expected one of ${sorted.join(', ')}`;
}
