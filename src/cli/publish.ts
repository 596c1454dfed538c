import type { Command } from 'commander';
import { total } from '../gitops/publish/message';
import { publish } from '../gitops/publish/publish';
import type { PublishedEnvironment, PublishResult } from '../gitops/publish/publish';
import { renderEnvironments } from '../gitops/repository/rendered';
import { openStore } from '../gitops/repository/store';
import type { RenderedEnvironment } from '../gitops/repository/rendered';
import { DEFAULT_KUBERNETES, verify } from './verify';
import type { Context } from './command';
import { addRepositoryOptions, layoutOf, repositoryOf } from './repository';
import type { RepositoryFlags } from './repository';

interface PublishFlags extends RepositoryFlags {
  readonly env?: readonly string[];
  readonly next?: boolean;
  readonly dryRun?: boolean;
  readonly init?: boolean;
  readonly overwrite?: readonly string[];
  readonly allowOlder?: boolean;
  readonly message?: string;
  readonly check: boolean;
  readonly kubernetes: string;
  readonly json?: boolean;
}

/** `chartwright publish`: one commit in the GitOps repository that makes it what is rendered. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  addRepositoryOptions(command)
    .option('--env <name...>', 'only these environments; the others stay as they are')
    .option('--next', 'push to <environment>-next, for a pull request to promote it')
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--init', 'create the branch, or begin on one that holds other files')
    .option('--overwrite <path...>', 'write these paths although somebody edited them')
    .option('--allow-older', 'publish from a commit older than the published one: a rollback')
    .option('--message <text>', 'first line of the commit message')
    .option('--no-check', 'publish what the checks would refuse: for an emergency')
    .option('--kubernetes <minor>', 'the Kubernetes that the checks are about', DEFAULT_KUBERNETES)
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', HELP)
    .action((flags: PublishFlags) => {
      const result = run(flags, context);
      context.print(flags.json ? `${JSON.stringify(result)}\n` : report(result, flags.dryRun ?? false));
      for (const { warning } of result.environments) if (warning) context.warn(`warning: ${warning}\n`);
      exit(isClean(result) ? 0 : 1);
    });
}

const HELP = `
Only files that an earlier publish wrote, and that nobody edited since, are changed or removed; what stands in the
way is reported, and then nothing is published. Nothing is committed when nothing changed. Whoever publishes at the
same time is waited for.

  chartwright publish --dry-run                       what would change
  chartwright publish                                 into .chartwright/gitops.git, made on first use
  chartwright publish --repo git@host:shop/gitops.git --env production
  chartwright publish --branch-per-environment --next
                                                      branches dev-next, staging-next, production-next
  git clone .chartwright/gitops.git                   look at what was published

Exit code: 0 published or up to date, 1 the checks failed, or files of others are in the way or among ours, 2 could not
run.`;

function run(flags: PublishFlags, context: Context): PublishResult {
  const environments = renderEnvironments(context.app(), flags.env);
  const store = openStore(repositoryOf(flags, context));
  const { next, dryRun, init, overwrite, allowOlder, message } = flags;
  const options = { next, dryRun, init, overwrite, allowOlder, message, ...layoutOf(flags) };
  const judge = flags.check ? { verify: (each: RenderedEnvironment) => verify(each, flags.kubernetes) } : {};
  return publish(store, environments, { ...options, ...judge, environment: context.environment });
}

function isClean({ environments, violations }: PublishResult): boolean {
  const others = environments.some((each) => each.conflicts.length + each.foreign.length > 0);
  return !others && violations.every(({ severity }) => severity === 'warning');
}

function report(result: PublishResult, dryRun: boolean): string {
  const lines = result.violations.map(({ where, what, severity }) => `${severity ?? 'error'}: [${where}] ${what}`);
  if (result.environments.length === 0) lines.push('Nothing was published: the checks failed.');
  lines.push(...result.environments.flatMap((each) => [headline(each, result, dryRun), ...details(each)]));
  if (result.environments.some(({ conflicts }) => conflicts.length > 0)) {
    lines.push(
      'Nothing was published. Undo those edits in the GitOps repository, or pass --overwrite with their paths.',
    );
  }
  return `${lines.join('\n')}\n`;
}

function headline(each: PublishedEnvironment, { repository, commits }: PublishResult, dryRun: boolean): string {
  const commit = commits[each.branch];
  const isTouched = each.added.length + each.changed.length + each.removed.length > 0;
  const done = commit === undefined || !isTouched ? 'up to date' : `commit ${commit.slice(0, 12)}`;
  const verb = dryRun && isTouched ? 'would publish' : done;
  const state = each.conflicts.length > 0 ? 'not published' : verb;
  return `${each.environment}: ${total([each])}, ${each.unchanged} unchanged; ${state} (${each.branch} of ${repository})`;
}

function details(each: PublishedEnvironment): string[] {
  return [
    ...each.conflicts.map(({ path, reason }) => `  ! ${path} ${reason}`),
    ...each.foreign.map(
      (path) => `  ! ${path} is not ours, but Argo CD reads it with the rest: remove it or move it away`,
    ),
  ];
}
