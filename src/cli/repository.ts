import type { Command } from 'commander';
import type { Layout } from '../gitops/repository/layout';
import type { StoreOptions } from '../gitops/repository/store';
import { UserError } from '../model/faults';
import type { Context } from './command';

/** Options by which commands find the GitOps repository. */
export interface RepositoryFlags {
  readonly repo?: string;
  readonly branch?: string;
  readonly branchPerEnvironment?: boolean;
}

/** Adds them to a command. */
export function addRepositoryOptions(command: Command): Command {
  return command
    .option(
      '--repo <url>',
      'the GitOps repository, URL or path (default: CHARTWRIGHT_REPO, or .chartwright/gitops.git)',
    )
    .option('--branch <name>', 'its branch; {environment} in it gives each environment its own (default: main)')
    .option('--branch-per-environment', 'short for --branch {environment}');
}

/** Where the GitOps repository is. */
export function repositoryOf(flags: RepositoryFlags, context: Pick<Context, 'environment'>): StoreOptions {
  const repo = flags.repo ?? context.environment['CHARTWRIGHT_REPO'];
  if (repo === undefined || repo === '') return { environment: context.environment };
  if (repo.startsWith('-')) throw new UserError(`"${repo}" is neither the URL nor the path of a repository`);
  return { repo, environment: context.environment };
}

/** How environments lie in it. */
export function layoutOf({ branch, branchPerEnvironment }: RepositoryFlags): Layout {
  if (branch !== undefined && branchPerEnvironment) {
    throw new UserError('Pass --branch or --branch-per-environment: the latter is short for --branch {environment}');
  }
  const chosen = branchPerEnvironment ? '{environment}' : branch;
  return chosen === undefined ? {} : { branch: chosen };
}
