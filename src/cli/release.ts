import type { Command } from 'commander';
import { microservicesOf } from '../gitops/release/microservices';
import { editReleaseFile, readReleaseFile, releaseFile } from '../gitops/release/release-file';
import type { ReleaseChange } from '../gitops/release/release-file';
import { releaseHistory } from '../gitops/release/release-history';
import type { HistoryEntry } from '../gitops/release/release-history';
import type { Fault } from '../model/faults';
import { UserError, validNames } from '../model/faults';
import { releaseFault } from '../model/release';
import type { Release, Releases } from '../model/release';
import type { Context } from './command';

interface ReleaseFlags {
  readonly env?: readonly string[];
  readonly releases: string;
  readonly json?: boolean;
  readonly limit?: string;
}

type Exit = (code: number) => void;

/** `chartwright release`: which image each microservice runs in an environment. */
export function define(command: Command, context: Context, exit: Exit): void {
  command.addHelpText('afterAll', HELP);
  const add = (words: string, summary: string): Command =>
    command
      .command(words)
      .description(summary)
      .option('--env <name...>', 'in these environments')
      .option('--releases <folder>', 'where the files of releases lie', 'releases')
      .option('--app <file>', 'the program that exports `app` (default: main.ts)')
      .option('--json', 'print the result as JSON');
  add('set', 'set the release of one microservice or several')
    .argument('<microservice release...>', 'pairs: a microservice, and its release as tag@digest')
    .action((words: string[], flags: ReleaseFlags) => {
      set(words, flags, context);
      exit(0);
    });
  add('list', 'show what runs where').action((flags: ReleaseFlags) => {
    list(flags, context);
    exit(0);
  });
  add('history', 'show which releases came when, from the commits of the project')
    .argument('[microservice]', 'only this one')
    .option('--limit <number>', 'at most so many', '20')
    .action((microservice: string | undefined, flags: ReleaseFlags) => {
      history(microservice, flags, context);
      exit(0);
    });
}

const HELP = `
The releases of an environment lie in releases/<environment>.yaml, tag and digest of each microservice. Only what is set
changes: comments and order stay. Several runs at once wait for one another.

  chartwright release set orders 1.4.2@sha256:5b27eaa3... --env dev
  chartwright release set orders 1.4.2@sha256:5b27... catalog 1.2.0@sha256:cfe3... --env dev staging
  chartwright release list
  chartwright release history orders --env production

Exit code: 0 done, 2 could not run.`;

function set(words: readonly string[], flags: ReleaseFlags, context: Context): void {
  const app = context.app();
  if (!flags.env) throw new UserError(`Say where by --env: ${validNames(app.environments)}`);
  const environments = chosen(flags, context);
  const wanted = pairsOf(words);
  const faults = environments.flatMap((environment) => {
    const released = Object.keys(readReleaseFile(releaseFile(flags.releases, environment)));
    return unknownNames(Object.keys(wanted), environment, microservicesOf(app, environment, released));
  });
  if (faults.length > 0) throw new UserError('There is no such microservice:', faults);
  const changes = environments.map((environment) => ({
    environment,
    changes: editReleaseFile(releaseFile(flags.releases, environment), () => wanted),
  }));
  if (flags.json) context.print(`${JSON.stringify(changes)}\n`);
  else context.print(changes.map((each) => changesText(each.environment, each.changes)).join(''));
}

/** `orders 1.4.2@sha256:... catalog 1.2.0@sha256:...` */
function pairsOf(words: readonly string[]): Releases {
  if (words.length % 2 !== 0) {
    throw new UserError(
      `Expected pairs of a microservice and its release as tag@digest, but nothing follows ${words.at(-1)!}`,
    );
  }
  const releases: Record<string, Release> = {};
  const faults: Fault[] = [];
  for (let index = 0; index < words.length; index += 2) {
    const name = words[index]!;
    const release = parseRelease(words[index + 1]!);
    const what = name in releases ? 'is set twice' : releaseFault(release);
    if (what !== undefined) faults.push({ where: name, what });
    releases[name] = release;
  }
  if (faults.length > 0) throw new UserError('The releases cannot be set:', faults);
  return releases;
}

/** `1.4.2@sha256:...` as tag and digest; whoever wants to know judges them. */
export function parseRelease(text: string): Release {
  const at = text.indexOf('@');
  return { tag: at < 0 ? text : text.slice(0, at), digest: at < 0 ? '' : text.slice(at + 1) };
}

function unknownNames(names: readonly string[], environment: string, known: ReadonlySet<string>): Fault[] {
  const unknown = names.filter((name) => !known.has(name));
  return unknown.map((name) => ({ where: environment, what: `has no microservice ${name}: ${validNames(known)}` }));
}

function changesText(environment: string, changes: readonly ReleaseChange[]): string {
  if (changes.length === 0) return `${environment}: nothing changed\n`;
  const lines = changes.map(
    ({ microservice, from, to }) => `${environment}: ${microservice} ${shown(from)} -> ${shown(to)}\n`,
  );
  return lines.join('');
}

function shown(release: Release | undefined): string {
  return release === undefined ? 'none' : `${release.tag}@${release.digest.slice(0, 19)}`;
}

function chosen(flags: ReleaseFlags, context: Context): readonly string[] {
  const { environments } = context.app();
  const unknown = flags.env?.filter((name) => !environments.includes(name)) ?? [];
  if (unknown.length === 0) return flags.env ?? environments;
  throw new UserError(`There is no environment ${unknown.join(', ')}: ${validNames(environments)}`);
}

function list(flags: ReleaseFlags, context: Context): void {
  const environments = chosen(flags, context);
  const releases = environments.map((name) => [name, readReleaseFile(releaseFile(flags.releases, name))] as const);
  if (flags.json) {
    context.print(`${JSON.stringify(Object.fromEntries(releases))}\n`);
    return;
  }
  const names = [...new Set(releases.flatMap(([, each]) => Object.keys(each)))].sort();
  const rows = names.map((name) => [name, ...releases.map(([, each]) => each[name]?.tag ?? '-')]);
  context.print(table([['', ...environments], ...rows]));
}

function history(microservice: string | undefined, flags: ReleaseFlags, context: Context): void {
  const limit = Number(flags.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new UserError(`--limit is ${flags.limit ?? ''}, expected a number of 1 or more`);
  const entries = chosen(flags, context)
    .flatMap((name) => releaseHistory(releaseFile(flags.releases, name), name, context.environment))
    .filter((entry) => microservice === undefined || entry.microservice === microservice)
    .sort((left, right) => Date.parse(right.date) - Date.parse(left.date))
    .slice(0, limit);
  const none = `No commit sets a release${microservice === undefined ? '' : ` of ${microservice}`}.\n`;
  const text = entries.length === 0 ? none : table(entries.map(historyRow));
  context.print(flags.json ? `${JSON.stringify(entries)}\n` : text);
}

function historyRow({ date, environment, microservice, from, to, commit, author, subject }: HistoryEntry): string[] {
  const change = `${from?.tag ?? 'none'} -> ${to?.tag ?? 'none'}`;
  return [date.slice(0, 16).replace('T', ' '), environment, microservice, change, commit.slice(0, 12), author, subject];
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
