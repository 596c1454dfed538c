/** Words of PromQL that stand where a metric could: https://prometheus.io/docs/prometheus/latest/querying/operators/. */
const WORDS = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'inf',
  'nan',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'start',
  'end',
  'atan2',
]);

const known = new Map<string, readonly string[]>();

/**
 * Metrics that an expression of PromQL reads. Text, labels and durations are taken out first; what is left of names and
 * is neither called nor a word is a metric.
 */
export function metricsIn(expression: string): readonly string[] {
  let found = known.get(expression);
  if (!found) known.set(expression, (found = read(expression)));
  return found;
}

function read(expression: string): readonly string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""')
    .replace(/\{__name__=""[^}]*\}/g, '')
    .replace(/\$\{[^}]*\}|\$\w+/g, '1')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ');
  const names = [...bare.matchAll(/(?<![\w.:])([a-zA-Z_:][\w:]*)(?!\w|\s*\()/g)].map((match) => match[1]!);
  return [...new Set(names)].filter((name) => !WORDS.has(name.toLowerCase()));
}
