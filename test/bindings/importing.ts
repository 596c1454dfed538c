import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { define } from '../../src/cli/import';

export const fixtures = join(__dirname, 'fixtures');
export const widgetCrd = join(fixtures, 'crds/widgets.example.com/widget.yaml');

/** The options of an import of every fixture. */
export const everything = [
  ...['--crds', join(fixtures, 'crds')],
  ...['--kubernetes', join(fixtures, 'core-v9.8.7.json')],
  ...['--kinds', join(fixtures, 'kinds.ts')],
];

/** A new folder that no other test uses. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'chartwright-import-'));
}

/** A file of kinds, as a user would write it. */
export function kindsFile(selection: unknown): string {
  const file = join(emptyFolder(), 'kinds.ts');
  writeFileSync(file, `export const kinds = ${JSON.stringify(selection)};\n`);
  return file;
}

/** Runs the command: what it printed, and its exit code. */
export function runImport(...options: string[]): { readonly output: string; readonly exitCode: number | undefined } {
  const command = new Command('import').exitOverride();
  let output = '';
  let exitCode: number | undefined;
  define(command, { print: (text) => (output += text) }, (code) => (exitCode = code));
  command.parse(options, { from: 'user' });
  return { output, exitCode };
}

/** Every file below a folder, by path. */
export function filesIn(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}
