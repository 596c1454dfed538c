import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { checks as allChecks } from '../checks';
import type { Check } from '../checks/check';
import { judge } from '../checks/judge';
import { readTree } from '../checks/reading/read';
import { FORMATS, report } from '../checks/report';
import type { Format } from '../checks/report';
import { Tree } from '../checks/tree/tree';
import type { Violation } from '../checks/violation';
import { readWaivers, waive, waivedText } from '../checks/waivers';
import { UserError, validNames } from '../model/faults';
import type { Context } from './command';
import { coloursFor } from './colours';
import { userSchemas } from './user-schemas';
import { DEFAULT_KUBERNETES, WAIVERS } from './verify';
import { count } from './words';

interface CheckFlags {
  readonly only?: readonly string[];
  readonly format: Format;
  readonly kubernetes: string;
  readonly schemas?: readonly string[];
  readonly strict?: boolean;
  readonly waivers?: string;
  readonly list?: boolean;
  readonly explain?: string;
}

/** `chartwright check`: judges manifests, ours or others', as plain YAML. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  command
    .argument(
      '[path...]',
      'folders or files of manifests; each is judged as one cluster (default: every folder of dist)',
    )
    .option('--only <check...>', 'only these checks')
    .addOption(new Option('--format <format>', 'how to print violations').choices(FORMATS).default('text'))
    .option('--kubernetes <minor>', 'the Kubernetes the manifests are meant for', DEFAULT_KUBERNETES)
    .option('--schemas <path...>', 'files or folders of CustomResourceDefinitions, for kinds that are not known')
    .option('--strict', 'warnings fail the run, too: a kind without a schema among them')
    .option('--waivers <file>', `what stays, and why (default: ${WAIVERS}, for the environments of dist)`)
    .option('--list', 'list the checks')
    .option('--explain <check>', 'say what a check looks for, why, and how to clear it')
    .addHelpText('after', HELP)
    .action((paths: readonly string[], flags: CheckFlags) => {
      exit(run(paths, flags, context));
    });
}

const HELP = `
  chartwright check                                    every environment in dist
  chartwright check dist/production --format sarif     for code scanning
  chartwright check ../before/dist                     each environment of another synth
  chartwright check ../other-repository/manifests      any YAML will do
  chartwright check dist/dev --only schema secret-value
  chartwright check --explain service-target-port

Options that take several words take all up to the next option: name the paths first.
Exit code: 0 nothing found, or warnings without --strict, 1 violations, 2 could not run.`;

function run(paths: readonly string[], flags: CheckFlags, context: Context): number {
  if (flags.list) return print(context, allChecks.map(({ id, what }) => `${id.padEnd(34)} ${what}\n`).join(''));
  if (flags.explain !== undefined) return print(context, explain(chosen([flags.explain])[0]!));
  const checks = flags.only ? chosen(flags.only) : allChecks;
  const trees = paths.length > 0 ? paths.flatMap(clustersIn) : environmentFolders('dist');
  let manifests = 0;
  const found = trees.flatMap((path): readonly Violation[] => {
    const { located, unreadable } = readTree([path]);
    manifests += located.length;
    const target = { kubernetes: flags.kubernetes, schemas: userSchemas(flags.schemas ?? [], located) };
    return [...unreadable, ...judge(new Tree(located, target), checks)];
  });
  if (manifests === 0 && found.length === 0) throw new UserError(`there is no manifest in ${trees.join(', ')}`);
  const { violations, waived } = withoutWaived(found, waiverFile(paths, flags), checks);
  context.print(report(flags.format, violations, checks, coloursFor(context.environment)));
  context.warn(waived);
  context.warn(`${count(manifests, 'manifest')}, ${count(checks.length, 'check')}, ${counted(violations)}\n`);
  const failing = violations.filter(({ severity }) => flags.strict || severity === 'error');
  return failing.length > 0 ? 1 : 0;
}

function counted(violations: readonly Violation[]): string {
  const errors = violations.filter(({ severity }) => severity === 'error').length;
  const kinds = `${count(errors, 'error')}, ${count(violations.length - errors, 'warning')}`;
  return violations.length === 0 ? '0 violations' : `${count(violations.length, 'violation')} (${kinds})`;
}

/** Waivers are about what this repository renders, not about any folder. */
function waiverFile(paths: readonly string[], { waivers }: CheckFlags): string | undefined {
  if (waivers !== undefined && !existsSync(waivers)) throw new UserError(`there is no file ${waivers}`);
  return waivers ?? (paths.length === 0 && existsSync(WAIVERS) ? WAIVERS : undefined);
}

function withoutWaived(
  found: readonly Violation[],
  file: string | undefined,
  checks: readonly Check[],
): { readonly violations: readonly Violation[]; readonly waived: string } {
  if (file === undefined) return { violations: found, waived: '' };
  const ids = allChecks.map(({ id }) => id);
  const chosenIds = new Set(checks.map(({ id }) => id));
  const waivers = readWaivers(file, readFileSync(file, 'utf8'), ids).filter(({ check }) => chosenIds.has(check));
  const { left, accepted } = waive(found, waivers, file);
  return { violations: left, waived: waivedText(accepted) };
}

function print(context: Context, text: string): number {
  context.print(text);
  return 0;
}

function chosen(ids: readonly string[]): readonly Check[] {
  return ids.map((id) => {
    const check = allChecks.find((each) => each.id === id);
    if (!check) throw new UserError(`there is no check ${id}: ${validNames(allChecks.map((each) => each.id))}`);
    return check;
  });
}

function explain(check: Check): string {
  const { id, what, why, remediation, peers, source } = check;
  const elsewhere = peers.length === 0 ? '' : `\nElsewhere: ${peers.join(', ')}`;
  return `${id}\n\n${what}\n${why}\n\nTo clear it: ${remediation}${elsewhere}\nSource: ${source}\n`;
}

/** A folder of environments, as synth writes it, holds a cluster each: together their objects would all be defined twice. */
function clustersIn(path: string): readonly string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
  const folders = environmentFolders(path);
  return folders.length > 0 && folders.every((each) => existsSync(join(each, 'argocd'))) ? folders : [path];
}

function environmentFolders(output: string): readonly string[] {
  if (statSync(output, { throwIfNoEntry: false }) === undefined)
    throw new UserError(`there is no ${output}: run chartwright synth, or name a folder`);
  return readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(output, entry.name))
    .sort();
}
