/** Text of a bash script; `Output` are the names it writes to `GITHUB_OUTPUT`. */
export interface Script<Output extends string = string> {
  readonly text: string;
  /** Never there: it carries the type. */
  readonly writes?: (name: Output) => void;
}

/**
 * A bash script that stops at the first failure, also of a pipe or of a variable that is not set. Only constants can be
 * inserted: what a run is about comes by environment variables, so that a title of a pull request cannot become code.
 */
export function script<Output extends string = never>(
  texts: TemplateStringsArray,
  ...parts: readonly (string | number)[]
): Script<Output> {
  const lines = texts
    .map((text, index) => text + String(parts[index] ?? ''))
    .join('')
    .replace(/^\n/, '')
    .trimEnd()
    .split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)![0].length);
  const indent = Math.min(...indents);
  return { text: `set -euo pipefail\n${lines.map((line) => line.slice(indent)).join('\n')}\n` };
}
