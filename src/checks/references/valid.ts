/** How many names a message lists before it says how many more there are. */
const SHOWN = 8;

/** The end of a message about a wrong name: what would have been valid. */
export function expected(names: Iterable<string | number>): string {
  const all = [...new Set(names)].map(String).sort();
  if (all.length === 0) return 'there is none';
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '';
  return `expected ${all.slice(0, SHOWN).join(', ')}${more}`;
}
