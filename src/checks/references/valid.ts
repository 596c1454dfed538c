/** How many names a message lists before it says how many more there are. */
const SHOWN = 8;

/** How a message calls the namespace in which something is sought; who says none means that of whoever applies it. */
export const within = (namespace: string): string =>
  namespace === '' ? 'the namespace it is applied to' : `namespace ${namespace}`;

/** The end of a message about a wrong name: what would have been valid. */
export function expected(names: Iterable<string | number>): string {
  const all = [...new Set(names)].map(String).sort();
  if (all.length === 0) return 'there is none';
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '';
  return `expected ${all.slice(0, SHOWN).join(', ')}${more}`;
}
