import { UserError, validNames } from '../model/faults';
import type { Violation } from './violation';
import { load } from './reading/whole-parser';

/** A violation that somebody answers for, with the reason why it stays. */
export interface Waiver {
  readonly check: string;
  /** Parts that a violation must have; `*` stands for any text, and a part left out for everything. */
  readonly match: Partial<Readonly<Record<MatchField, string>>>;
  readonly reason: string;
  /** The team that answers for it. */
  readonly owner: string;
}

const MATCHED = ['kind', 'namespace', 'name', 'path', 'file'] as const;
type MatchField = (typeof MATCHED)[number];
const FIELDS = ['check', 'match', 'reason', 'owner'] as const;

/** What is left of violations, which waivers accepted how many, and what waivers themselves are guilty of. */
export interface Waived {
  readonly left: readonly Violation[];
  readonly accepted: ReadonlyMap<Waiver, number>;
}

/**
 * Reads a file of waivers.
 * @throws UserError naming the entry that lacks something, or has something unknown
 */
export function readWaivers(file: string, text: string, checkIds: readonly string[]): readonly Waiver[] {
  const value = text.trim() === '' ? [] : parsed(file, text);
  if (!Array.isArray(value)) throw new UserError(`${file}: expected a list of waivers`);
  return value.map((entry: unknown, index) => {
    const where = `${file}: waiver ${index + 1}`;
    const waiver = (entry ?? {}) as Record<string, unknown>;
    for (const field of Object.keys(waiver))
      if (!FIELDS.includes(field as never)) throw new UserError(`${where} has ${field}: ${validNames(FIELDS)}`);
    for (const field of ['check', 'reason', 'owner'])
      if (typeof waiver[field] !== 'string' || waiver[field].trim() === '')
        throw new UserError(`${where} has no ${field}`);
    if (!checkIds.includes(waiver['check'] as string))
      throw new UserError(`${where} is about check ${String(waiver['check'])}: ${validNames(checkIds)}`);
    const match = (waiver['match'] ?? {}) as Record<string, string>;
    for (const field of Object.keys(match))
      if (!MATCHED.includes(field as never)) throw new UserError(`${where} matches ${field}: ${validNames(MATCHED)}`);
    if (Object.keys(match).length === 0) throw new UserError(`${where} matches everything: say what it is about`);
    return { ...waiver, match } as unknown as Waiver;
  });
}

function parsed(file: string, text: string): unknown {
  try {
    return load(text);
  } catch (error) {
    throw new UserError(`${file} is no YAML: ${(error as Error).message}`);
  }
}

/** Takes away what is waived; a waiver that accepts nothing any more is a violation of its own. */
export function waive(violations: readonly Violation[], waivers: readonly Waiver[], file: string): Waived {
  const accepted = new Map<Waiver, number>(waivers.map((waiver) => [waiver, 0]));
  const left = violations.filter((violation) => {
    const waiver = waivers.find((each) => accepts(each, violation));
    if (waiver) accepted.set(waiver, accepted.get(waiver)! + 1);
    return waiver === undefined;
  });
  const unused = waivers.filter((waiver) => accepted.get(waiver) === 0).map((waiver) => unusedWaiver(waiver, file));
  return { left: [...left, ...unused], accepted };
}

function accepts({ check, match }: Waiver, violation: Violation): boolean {
  return check === violation.check && MATCHED.every((field) => fits(match[field], violation[field]));
}

function fits(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined || pattern === text) return true;
  if (!pattern.includes('*')) return false;
  const expression = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${expression.join('.*')}$`).test(text);
}

const unusedWaiver = ({ check, match }: Waiver, file: string): Violation => ({
  check: 'unused-waiver',
  severity: 'error',
  kind: '',
  namespace: '',
  name: '',
  file,
  line: 1,
  path: '',
  message: `accepts nothing of ${check} any more, for ${JSON.stringify(match)}`,
  remediation: 'Remove the waiver: it would hide the next mistake.',
});

/** One line for each waiver that was used. */
export function waivedText(accepted: Waived['accepted']): string {
  return [...accepted]
    .filter(([, count]) => count > 0)
    .map(
      ([{ check, reason, owner }, count]) =>
        `waived ${check} ${count === 1 ? 'once' : `${count} times`}: ${reason} (${owner})\n`,
    )
    .join('');
}
