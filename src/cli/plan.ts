import type { Command } from 'commander';
import { Parsed, publishedState, renderedManifests } from '../gitops/diff/against';
import { planOf } from '../gitops/plan/plan';
import type { Plan, PlannedApplication, PlannedStep } from '../gitops/plan/plan';
import { renderEnvironments } from '../gitops/repository/rendered';
import { openStore } from '../gitops/repository/store';
import { UserError } from '../model/faults';
import type { Context } from './command';
import { addRepositoryOptions, layoutOf, repositoryOf } from './repository';
import type { RepositoryFlags } from './repository';
import { count } from './words';

interface PlanFlags extends RepositoryFlags {
  readonly env?: readonly string[];
  readonly application?: string;
  readonly json?: boolean;
}

/** `chartwright plan`: the order in which Argo CD will apply what is published. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  addRepositoryOptions(command)
    .option('--env <name...>', 'only these environments')
    .option('--application <name>', 'only this Application, with every object')
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .option('--json', 'print the whole plan as JSON')
    .addHelpText('after', HELP)
    .action((flags: PlanFlags) => {
      const parsed = new Parsed();
      const environments = renderEnvironments(context.app(), flags.env);
      const state = publishedState(openStore(repositoryOf(flags, context)), layoutOf(flags), parsed);
      const plans = environments.map((each) =>
        planOf(each.name, renderedManifests(each, parsed), state.manifests(each.name) ?? []),
      );
      context.print(
        flags.json ? `${JSON.stringify(plans)}\n` : plans.map((plan) => textOf(plan, flags.application)).join('\n'),
      );
      exit(plans.some(({ refused }) => refused.length > 0) ? 1 : 0);
    });
}

const HELP = `
Argo CD applies an Application phase by phase (PreSync, Sync, PostSync), wave by wave, and within a wave by kind and
name. With more than one step it waits until the objects of a step are healthy, and pauses 2 s before the next. The
seconds shown are those pauses: what the waves cost at least. Waves between Applications hold for a first install only:
later every Application syncs by itself, as soon as its folder changes.

  chartwright plan --env production
  chartwright plan --env production --application orders

Exit code: 0 nothing stands against it, 1 something would stop a sync, 2 could not run.`;

function textOf(plan: Plan, only: string | undefined): string {
  const applications = plan.waves.flatMap((wave) => wave.applications);
  if (only !== undefined) {
    const found = applications.find(({ name }) => name === only);
    if (!found)
      throw new UserError(
        `${plan.environment} has no Application ${only}: expected one of ${applications.map(({ name }) => name).join(', ')}`,
      );
    return `${plan.environment}: ${headline(found)}\n${found.steps.map((step) => `  ${stepText(step, Infinity)}\n`).join('')}${prunesText(found.prunes)}`;
  }
  const lines = [
    `${plan.environment}: ${count(applications.length, 'Application')} in ${count(plan.waves.length, 'wave')}, at least ${plan.seconds} s`,
  ];
  if (!plan.applicationsHaveHealth && applications.length > 0) {
    lines.push('  no wave waits for the Applications of the one before: Argo CD has no health check for them');
  }
  for (const { wave, objects, applications: together } of plan.waves) {
    const others = objects.filter((identity) => !identity.includes('/Application '));
    lines.push(`  wave ${wave}${others.length > 0 ? `: ${listed(others, SHOWN)}` : ''}`);
    for (const application of together) {
      lines.push(`    ${headline(application)}`, ...application.steps.map((step) => `      ${stepText(step, SHOWN)}`));
      if (application.prunes.length > 0) lines.push(`      prunes ${listed(application.prunes, SHOWN)}`);
    }
  }
  if (plan.prunes.length > 0) lines.push(`  prunes ${listed(plan.prunes, SHOWN)}`);
  lines.push(...plan.refused.map((reason) => `  ! ${reason}`));
  return `${lines.join('\n')}\n`;
}

const SHOWN = 4;

function headline({ name, part, elsewhere, steps, seconds }: PlannedApplication): string {
  if (part === undefined) return `${name} (${(elsewhere ?? '').trim()})`;
  return steps.length > 1 ? `${name} (${part}), at least ${seconds} s` : `${name} (${part})`;
}

function stepText({ phase, wave, objects, waitsFor }: PlannedStep, most: number): string {
  const waits = waitsFor.length > 0 ? `; waits for ${listed(waitsFor, most)}` : '';
  return `${phase} wave ${wave}: ${count(objects.length, 'object')}: ${listed(objects, most)}${waits}`;
}

function prunesText(prunes: readonly string[]): string {
  return prunes.length > 0 ? `  prunes ${prunes.join(', ')}\n` : '';
}

function listed(names: readonly string[], most: number): string {
  return names.length > most ? `${names.slice(0, most).join(', ')} and ${names.length - most} more` : names.join(', ');
}
