import type { Check } from './check';
import { RUN, SEEN } from './peers-seen';

/** How a class of references fared when its references were broken at random. */
export interface Kills {
  /** Kinds of places at which a reference is broken. */
  readonly ways: number;
  readonly broken: number;
  readonly found: number;
}

/** The whole of docs/checks.md. */
export function documentChecks(checks: readonly Check[], kills: Readonly<Partial<Record<string, Kills>>>): string {
  const sorted = [...checks].sort((a, b) => (a.id < b.id ? -1 : 1));
  return `${[HEAD, ...sorted.map(section), compared(), table(sorted, kills)].join('\n\n')}\n`;
}

const HEAD = `# Checks

\`chartwright check\` judges manifests as plain YAML, ours or anyone's. Each check has a file in \`src/checks\`, a test in
\`test/checks\` and a heading here. This page is generated: \`WRITE_DOCS=1 npx jest test/checks/mutations\` writes it.

What a Helm chart or an operator creates is in no manifest. Its names are known from small tables
(\`chart-objects.ts\`, \`implied.ts\`, \`crd-providers.ts\`, \`offered-metrics.ts\`), for the charts and custom resources that
are in the tree; a reference to anything else is a violation until it is written down there.`;

function section({ id, severity, what, why, remediation, peers, source }: Check): string {
  const elsewhere = peers.length === 0 ? [] : [`- Elsewhere: ${peers.map((peer) => `\`${peer}\``).join(', ')}`];
  return [
    `## ${id}`,
    '',
    what,
    '',
    `- Why: ${why}`,
    `- To clear it: ${remediation}`,
    ...elsewhere,
    `- Source: ${source}`,
    ...(severity === 'warning' ? ['- A warning: it fails a run only with `--strict`.'] : []),
  ].join('\n');
}

function table(checks: readonly Check[], kills: Readonly<Partial<Record<string, Kills>>>): string {
  const rows = checks.flatMap(({ id }) => {
    const row = kills[id];
    if (!row) return [];
    const rate = `${Math.round((100 * row.found) / row.broken)} %`;
    return [[id, String(row.ways), String(row.broken), String(row.found), rate]];
  });
  const cells = [['Class', 'Ways', 'Broken', 'Found', 'Kill rate'], ...rows];
  return [
    '## Broken on purpose',
    '',
    'The shipped fleet of production is broken at one reference at a time, drawn at random (seeded); the check of its class',
    'must find each. Beside it are a ServiceMonitor and a pod with an injected collector and agent, which it has none of.',
    'Ways are the kinds of places that are broken.',
    '',
    ...aligned(cells),
  ].join('\n');
}

/** What was seen of the peers named under "Elsewhere". */
function compared(): string {
  return [
    '## Compared with peers',
    '',
    `Of the rules named under "Elsewhere" these were run (${RUN})`,
    "over the examples of the check's test. Each fires on what the check finds and is silent on what it accepts, except for",
    'what the last column says.',
    '',
    ...aligned([['Check', 'Rule', 'But it'], ...SEEN.map(([check, rule, differs]) => [check, `\`${rule}\``, differs])]),
  ].join('\n');
}

function aligned(cells: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...rows] = cells;
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
