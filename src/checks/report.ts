import type { Check } from './check';
import type { Violation } from './violation';

/** Formats a machine or a person reads. */
export const FORMATS = ['text', 'json', 'github', 'sarif', 'junit'] as const;
export type Format = (typeof FORMATS)[number];

/** How text is marked on a terminal; plain everywhere else. */
export interface Paint {
  bold(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  dim(text: string): string;
}

/** Writes violations in one format. */
export function report(
  format: Format,
  violations: readonly Violation[],
  checks: readonly Check[],
  paint: Paint,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(violations, null, 2)}\n`;
    case 'github':
      return violations.map(annotation).join('');
    case 'sarif':
      return `${JSON.stringify(sarif(violations, checks), null, 2)}\n`;
    case 'junit':
      return junit(violations, checks);
    case 'text':
      return text(violations, paint);
  }
}

/** Grouped by the folder that belongs to one microservice or add-on, so that its owner finds what is theirs. */
function text(violations: readonly Violation[], paint: Paint): string {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const group = violation.file.split('/').slice(0, -1).join('/');
    groups.set(group, [...(groups.get(group) ?? []), violation]);
  }
  return [...groups]
    .map(([group, members]) => `${paint.bold(group)}\n${members.map((each) => entry(each, paint)).join('')}\n`)
    .join('');
}

function entry(violation: Violation, paint: Paint): string {
  const { severity, kind, name, path, file, line, message, check, remediation } = violation;
  const mark = severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const where = [kind, name, path].filter((part) => part !== '').join(' ');
  const what = where === '' ? message : `${where}: ${message}`;
  return `  ${mark} ${what} ${paint.dim(`(${check})`)}\n    ${paint.dim(`${file}:${line}`)}\n    ${remediation}\n`;
}

/** What it is about, if a file has an object at all. */
function subject({ kind, name }: Violation): string {
  return kind === '' ? '' : `${kind} ${name}: `;
}

/** https://docs.github.com/actions/reference/workflow-commands: properties escape `,` and `:` beside the message's own. */
function annotation(violation: Violation): string {
  const data = (value: string): string => value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  const property = (value: string): string => data(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
  const { severity, file, line, check, message, remediation } = violation;
  return `::${severity} file=${property(file)},line=${line},title=${property(check)}::${data(`${subject(violation)}${message}. ${remediation}`)}\n`;
}

/** Static Analysis Results Interchange Format 2.1.0, as code scanning takes it. */
function sarif(violations: readonly Violation[], checks: readonly Check[]): object {
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'chartwright',
            rules: checks.map((check) => ({
              id: check.id,
              shortDescription: { text: check.what },
              fullDescription: { text: check.why },
              help: { text: check.remediation },
            })),
          },
        },
        results: violations.map((violation) => ({
          ruleId: violation.check,
          level: violation.severity,
          message: { text: `${subject(violation)}${violation.message}` },
          locations: [
            { physicalLocation: { artifactLocation: { uri: violation.file }, region: { startLine: violation.line } } },
          ],
        })),
      },
    ],
  };
}

/** One test case for each check, as CI systems show them. */
function junit(violations: readonly Violation[], checks: readonly Check[]): string {
  const ids = [...new Set([...checks.map(({ id }) => id), ...violations.map(({ check }) => check)])];
  const cases = ids.map((id) => {
    const failures = violations.filter(({ check }) => check === id);
    const body = failures
      .map(
        (each) =>
          `<failure message="${xml(each.message)}">${xml(`${each.file}:${each.line} ${each.kind} ${each.name} ${each.path}`)}</failure>`,
      )
      .join('');
    return `  <testcase classname="chartwright" name="${xml(id)}">${body}</testcase>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="chartwright check" tests="${ids.length}" failures="${violations.length}">\n${cases.join('')}</testsuite>\n`;
}

const xml = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
