import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { app } from '../../main';
import { callerFile, workflowFiles } from '../../src/workflows';

export const HOME = path.resolve(__dirname, '../..');

/** A step as the file has it. */
export interface StepInFile {
  readonly name: string;
  readonly id?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}

/** A job as the file has it. */
export interface JobInFile {
  readonly uses?: string;
  readonly if?: string;
  readonly needs?: readonly string[];
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly services?: Readonly<Record<string, { readonly image: string }>>;
  readonly secrets?: unknown;
  readonly steps?: readonly StepInFile[];
  readonly strategy?: { readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] } };
}

/** A workflow as the file has it. */
export interface WorkflowInFile {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency: { readonly group: string; readonly 'cancel-in-progress': unknown };
  readonly jobs: Readonly<Record<string, JobInFile>>;
}

export const facts = app.delivery!();
export const COMMIT = 'c0ffee'.padEnd(40, '0');

/** The text of every file that this repository has, and of both kinds of callers. */
export const texts: ReadonlyMap<string, string> = new Map([
  ...workflowFiles(facts),
  ['caller of orders', callerFile(facts, { name: 'orders', commit: COMMIT })],
  ['caller of bff', callerFile(facts, { name: 'bff', commit: COMMIT })],
]);

export const committed = (file: string): string => fs.readFileSync(path.join(HOME, file), 'utf8');

export const workflow = (file: string): WorkflowInFile =>
  parse(texts.get(file.includes(' ') ? file : `.github/workflows/${file}.yml`)!) as WorkflowInFile;

/** Every job of every file, by both names. */
export const jobs: readonly (readonly [string, JobInFile])[] = [...texts].flatMap(([file, text]) =>
  Object.entries((parse(text) as WorkflowInFile).jobs).map(([id, job]) => [`${file}: ${id}`, job] as const),
);

/** The script of one step, as a runner would start it. */
export function scriptOf(file: string, job: string, step: string): string {
  const found = workflow(file).jobs[job]?.steps?.find(({ name }) => name === step)?.run;
  if (found === undefined) throw new Error(`${file} has no script ${step} in ${job}`);
  return found;
}
