import type { Command } from 'commander';
import { UserError, validNames } from '../model/faults';
import type { Fault } from '../model/faults';
import type { PlatformApp } from '../synth/app';
import type { SynthResult } from '../synth/synthesize';
import { synthesize } from '../synth/synthesize';
import type { Context } from './command';
import { count } from './words';

interface SynthFlags {
  readonly env?: readonly string[];
  readonly output?: string;
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** `chartwright synth`: renders what changed, and writes what differs. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  command
    .option('--env <name...>', 'only these environments; the others stay as they are')
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .option('--output <folder>', 'where to write (default: dist, or CDK8S_OUTDIR)')
    .option('--strict', 'treat warnings as findings, and write nothing then')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action((flags: SynthFlags) => {
      exit(synth(flags, context));
    });
}

const HELP = `
Only what changed is rendered, and the output is replaced in one step: a run that fails leaves it as it was. Types are not
looked at: npm run types does that, and so does npm test. npx cdk8s synth writes the same bytes.

  chartwright synth                                every environment, into dist
  chartwright synth --env dev staging
  chartwright synth --output ../before             beside dist, to compare with
  chartwright synth --strict --json                for a pipeline

Exit code: 0 written, 1 warnings with --strict, 2 could not run.`;

function synth(flags: SynthFlags, context: Context): number {
  const started = performance.now();
  const app = context.app();
  checkEnvironments(app, flags.env ?? []);
  const warnings = app.warnings?.(flags.env) ?? [];
  for (const fault of warnings) context.warn(warning(fault));
  if (flags.strict && warnings.length > 0) return 1;
  const outdir = flags.output ?? context.environment['CDK8S_OUTDIR'] ?? 'dist';
  const result = synthesize(app.folders(flags.env), {
    outdir,
    codeKey: context.codeKey,
    ...(flags.env && { only: flags.env }),
    ...(context.isTerminal && { onProgress: progress(context) }),
  });
  if (context.isTerminal) context.warn(CLEAR_LINE);
  context.print(report(result, flags, outdir, seconds(started)));
  if (warnings.length === 0)
    context.rememberRun(outdir, report(untouched(result), flags, outdir, '{seconds}'), result.stamps);
  return 0;
}

function checkEnvironments(app: PlatformApp, names: readonly string[]): void {
  const unknown = names.filter((name) => !app.environments.includes(name));
  if (unknown.length > 0) {
    throw new UserError(`There is no environment ${unknown.join(', ')}: ${validNames(app.environments)}`);
  }
}

function warning(fault: Fault): string {
  return `warning: [${fault.where}] ${fault.what}\n`;
}

/** What the same run gives when it finds everything as it left it. */
function untouched(result: SynthResult): SynthResult {
  const unchanged = result.unchanged + result.written.length;
  return { ...result, written: [], removed: [], unchanged, rendered: 0, memoized: result.rendered + result.memoized };
}

function report(result: SynthResult, flags: SynthFlags, outdir: string, time: string): string {
  const { written, removed, unchanged, rendered, memoized } = result;
  if (flags.json) return `${JSON.stringify({ written, removed, unchanged, rendered, memoized })}\n`;
  return (
    `${outdir}: ${count(rendered, 'folder')} rendered, ${memoized} unchanged; ` +
    `${count(written.length, 'file')} written, ${removed.length} removed, ${unchanged} unchanged (${time} s)\n`
  );
}

function seconds(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(2);
}

const CLEAR_LINE = '\r\u001b[K';

/** At most some ten lines a second, or the terminal takes more time than the rendering. */
function progress(context: Context): (foldersDone: number) => void {
  let shown = performance.now();
  return (foldersDone) => {
    if (performance.now() - shown < 100) return;
    shown = performance.now();
    context.warn(`${CLEAR_LINE}${count(foldersDone, 'folder')}`);
  };
}
