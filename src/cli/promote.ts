import type { Command } from 'commander';
import { microservicesOf } from '../gitops/release/microservices';
import { parityOf } from '../gitops/diff/parity';
import type { Difference } from '../gitops/diff/parity';
import { promotable, publishedReleases } from '../gitops/release/promote';
import { editReleaseFile, readReleaseFile, releaseFile } from '../gitops/release/release-file';
import type { ReleaseChange } from '../gitops/release/release-file';
import { openStore } from '../gitops/repository/store';
import { UserError, validNames } from '../model/faults';
import type { Context } from './command';
import { addRepositoryOptions, layoutOf, repositoryOf } from './repository';
import type { RepositoryFlags } from './repository';

interface PromoteFlags extends RepositoryFlags {
  readonly all?: boolean;
  readonly parity?: boolean;
  readonly dryRun?: boolean;
  readonly releases: string;
  readonly json?: boolean;
}

/** `chartwright promote`: what runs in one environment shall run in the next. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  addRepositoryOptions(command)
    .argument(
      '<microservice from to...>',
      'microservices, then the environment they come from, then the one they go to',
    )
    .option('--all', 'all microservices of the target environment')
    .option('--parity', 'promote nothing: say where the two environments differ, and why')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--releases <folder>', 'where the files of releases lie', 'releases')
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action((words: string[], flags: PromoteFlags) => {
      exit(flags.parity ? parity(words, flags, context) : promote(words, flags, context));
    });
}

const HELP = `
Tag and digest move, nothing else, and only what the source environment has published. Then publish the target.

  chartwright promote orders dev staging
  chartwright promote orders catalog staging production --dry-run
  chartwright promote --all staging production
  chartwright promote --parity staging production      where they differ, by the declaration that makes them

Exit code: 0 done, or no undeclared difference, 1 --parity found a difference that nothing declares, 2 could not run.`;

function promote(words: readonly string[], flags: PromoteFlags, context: Context): number {
  const [from, to] = environmentsOf(words, context);
  const file = releaseFile(flags.releases, to);
  const known = microservicesOf(context.app(), to, Object.keys(readReleaseFile(file)));
  const releases = readReleaseFile(releaseFile(flags.releases, from));
  const names = flags.all ? [...known].filter((name) => name in releases) : words.slice(0, -2);
  if (names.length === 0)
    throw new UserError('Name the microservices to promote before the environments, or pass --all');
  if (flags.all && words.length > 2) throw new UserError('Pass --all or the names of microservices, not both');
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new UserError(`${to} has no microservice ${unknown.join(', ')}: ${validNames(known)}`);
  const wanted = Object.fromEntries(names.flatMap((name) => (releases[name] ? [[name, releases[name]]] : [])));
  const published = publishedReleases(openStore(repositoryOf(flags, context)), layoutOf(flags), from, wanted);
  const moved = promotable(names, { environment: from, releases, published });
  const changes = flags.dryRun ? changesOf(file, moved) : editReleaseFile(file, () => moved);
  context.print(flags.json ? `${JSON.stringify(changes)}\n` : report(changes, to, flags.dryRun ?? false));
  return 0;
}

function environmentsOf(words: readonly string[], context: Context): [string, string] {
  const [from, to] = words.slice(-2);
  const { environments } = context.app();
  if (from === undefined || to === undefined) throw new UserError('Name two environments: where from, and where to');
  const unknown = [from, to].filter((name) => !environments.includes(name));
  if (unknown.length > 0)
    throw new UserError(`There is no environment ${unknown.join(', ')}: ${validNames(environments)}`);
  if (from === to) throw new UserError(`${from} is both where from and where to`);
  return [from, to];
}

function changesOf(file: string, releases: ReturnType<typeof promotable>): ReleaseChange[] {
  const before = readReleaseFile(file);
  return Object.entries(releases)
    .map(([microservice, release]) => ({ microservice, from: before[microservice], to: release }))
    .filter(({ from, to }) => from?.digest !== to.digest || from.tag !== to.tag);
}

function report(changes: readonly ReleaseChange[], to: string, dryRun: boolean): string {
  if (changes.length === 0) return `${to}: nothing changed\n`;
  const lines = changes.map((each) => `${to}: ${each.microservice} ${each.from?.tag ?? 'none'} -> ${each.to.tag}\n`);
  return `${lines.join('')}${dryRun ? 'Nothing was written.' : `Publish it: chartwright publish --env ${to}`}\n`;
}

function parity(words: readonly string[], flags: PromoteFlags, context: Context): number {
  const [left, right] = environmentsOf(words, context);
  const parts = new Set(words.slice(0, -2).map((name) => `services/${name}`));
  const found = parityOf(context.app(), left, right).filter(({ part }) => parts.size === 0 || parts.has(part));
  context.print(flags.json ? `${JSON.stringify(found)}\n` : parityText(found, left, right));
  return found.some(({ reason }) => reason === undefined) ? 1 : 0;
}

const EXAMPLES = 3;

function parityText(found: readonly Difference[], left: string, right: string): string {
  if (found.length === 0) return `${left} and ${right} are the same\n`;
  const reasons = new Map<string, Difference[]>();
  for (const each of found) reasons.set(each.reason ?? '', [...(reasons.get(each.reason ?? '') ?? []), each]);
  const sorted = [...reasons].sort(([one], [other]) => (one < other ? -1 : 1));
  const lines = sorted.flatMap(([reason, differences]) => {
    const parts = new Set(differences.map(({ part }) => part)).size;
    const shown = reason === '' ? differences : differences.slice(0, EXAMPLES);
    const rest = differences.length - shown.length;
    return [
      `${reason === '' ? 'nothing declares' : `because of ${reason}`}: ${differences.length} in ${parts} part${parts === 1 ? '' : 's'}`,
      ...shown.map((difference) => `  ${differenceText(difference)}`),
      ...(rest > 0 ? [`  and ${rest} more`] : []),
    ];
  });
  return `${left} and ${right} differ at ${found.length} places\n${lines.join('\n')}\n`;
}

function differenceText({ part, object, path, left, right }: Difference): string {
  if (path === undefined) return `${part}: ${object} is only in ${left === undefined ? 'the second' : 'the first'}`;
  return `${part}: ${object} ${path}: ${short(left)} | ${short(right)}`;
}

function short(value: unknown): string {
  const text =
    value === undefined ? '-' : typeof value === 'string' ? value.replace(/\n/g, ' ') : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
