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

/** By what is left of an expression without its texts: microservices ask the same of different names. */
const known = new Map<string, readonly string[]>();

/**
 * Metrics that an expression of PromQL reads. Text, labels and durations are taken out first; what is left of names and
 * is neither called nor a word is a metric.
 */
export function metricsIn(expression: string): readonly string[] {
  const textless = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""');
  let found = known.get(textless);
  if (!found) known.set(textless, (found = read(textless)));
  return found;
}

function read(textless: string): readonly string[] {
  const bare = textless
    .replace(/\{__name__=""[^}]*\}/g, '')
    .replace(/\$\{[^}]*\}|\$\w+/g, '1')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, ' ');
  const names = [...bare.matchAll(/(?<![\w.:])([a-zA-Z_:][\w:]*)(?!\w|\s*\()/g)].map((match) => match[1]!);
  return [...new Set(names)].filter((name) => !WORDS.has(name.toLowerCase()));
}
