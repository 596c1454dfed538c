/** What is wrong at a place of a manifest. */
export interface SchemaFault {
  readonly path: string;
  readonly message: string;
}

/** Where a validator is, and what it has found so far. */
export class Visit {
  /** Those below the depth are left over. */
  private readonly segments: (string | number)[] = [];
  private depth = 0;
  readonly faults: SchemaFault[] = [];

  enter(segment: string | number): void {
    this.segments[this.depth] = segment;
    this.depth += 1;
  }

  leave(): void {
    this.depth -= 1;
  }

  /** Reports here, or at a field below. */
  fault(message: string, below = ''): void {
    const here = this.segments.slice(0, this.depth).map(printed).join('');
    const path = below === '' || below.startsWith('[') ? here + below : `${here}.${below}`;
    this.faults.push({ path: path.replace(/^\./, ''), message });
  }
}

const printed = (segment: string | number): string =>
  typeof segment === 'number' ? `[${segment}]` : /[.[\]]/.test(segment) ? `["${segment}"]` : `.${segment}`;

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'undefined' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** The nearest names first; all of them where there are few. */
export function nearest(name: string, valid: Iterable<string>): string {
  const names = [...valid];
  if (names.length === 0) return 'none is expected';
  const close = names
    .map((each) => ({ each, distance: distance(name.toLowerCase(), each.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.each < b.each ? -1 : 1));
  const [best] = close;
  if (best !== undefined && best.distance <= Math.max(1, name.length / 3)) return `did you mean ${best.each}?`;
  const listed = names.sort().slice(0, 12).join(', ');
  return `expected one of ${listed}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
