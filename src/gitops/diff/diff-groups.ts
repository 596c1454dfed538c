import type { EnvironmentDiff, ObjectChange } from './diff';
import type { Effect } from './effects';
import { EFFECTS } from './effects';
import { pathText } from './field-changes';

/** The same change at one object or many: most likely one cause. */
export interface ChangeGroup {
  readonly effect: Effect;
  readonly kind: string;
  /** What happened, with `{name}` for what each object is called. */
  readonly what: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly objects: readonly string[];
  readonly parts: readonly string[];
}

/** Groups the changes of an environment, the worst first, then what concerns the most objects. */
export function groupsOf({ objects }: EnvironmentDiff): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const object of objects) {
    for (const cause of causesOf(object)) {
      const shared = generalCause(cause, object.name);
      const key = JSON.stringify([
        shared.effect,
        shared.kind,
        shared.what,
        shared.before ?? null,
        shared.after ?? null,
      ]);
      const group = groups.get(key);
      groups.set(key, {
        // What is true of one object alone is told in its own words.
        ...(group ? shared : cause),
        objects: [...(group?.objects ?? []), object.identity],
        parts: [...new Set([...(group?.parts ?? []), object.part])],
      });
    }
  }
  return [...groups.values()].sort(
    (left, right) =>
      EFFECTS.indexOf(right.effect) - EFFECTS.indexOf(left.effect) || right.objects.length - left.objects.length,
  );
}

type Cause = Omit<ChangeGroup, 'objects' | 'parts'>;

function causesOf({ kind, effect, change, note, fields }: ObjectChange): Cause[] {
  if (change !== 'changed') return [{ effect, kind, what: note === undefined ? change : `${change}; ${note}` }];
  const causes = fields.map((field): Cause => {
    const what = pathText(field.path) + (field.order ? ' (order)' : '');
    const before = field.before === undefined ? {} : { before: field.before };
    return {
      effect: field.effect,
      kind,
      what,
      ...before,
      ...(field.after === undefined ? {} : { after: field.after }),
    };
  });
  return note === undefined ? causes : [...causes, { effect: 'orphaned', kind, what: note }];
}

function generalCause(cause: Cause, name: string): Cause {
  const word = new RegExp(`(?<![A-Za-z0-9])${name.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![A-Za-z0-9])`, 'g');
  const general = (text: string): string => text.replace(word, '{name}');
  const value = (found: unknown): unknown => {
    // A hash follows from something else that is shown, and differs at each object.
    if (typeof found === 'string') return /^[0-9a-f]{8,}$/.test(found) ? '(hash)' : general(found);
    return JSON.parse(general(JSON.stringify(found))) as unknown;
  };
  return {
    ...cause,
    what: cause.what.includes(': ') ? general(cause.what) : cause.what.replace(/\[[^\]]*\]/g, general),
    ...('before' in cause && { before: value(cause.before) }),
    ...('after' in cause && { after: value(cause.after) }),
  };
}
