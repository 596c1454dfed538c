import * as fs from 'node:fs';
import { Option } from 'commander';
import type { Command } from 'commander';
import { folderState, Parsed, publishedState, renderedManifests } from '../gitops/diff/against';
import type { State } from '../gitops/diff/against';
import { diffEnvironment } from '../gitops/diff/diff';
import { causesOf } from '../gitops/diff/causes';
import type { EnvironmentDiff } from '../gitops/diff/diff';
import { groupsOf } from '../gitops/diff/diff-groups';
import { diffMarkdown, diffText } from '../gitops/diff/diff-report';
import type { Paint } from '../gitops/diff/diff-report';
import { EFFECTS, worst } from '../gitops/diff/effects';
import type { Effect } from '../gitops/diff/effects';
import { renderEnvironments } from '../gitops/repository/rendered';
import { openStore } from '../gitops/repository/store';
import { UserError } from '../model/faults';
import { coloursFor } from './colours';
import type { Context } from './command';
import { addRepositoryOptions, layoutOf, repositoryOf } from './repository';
import type { RepositoryFlags } from './repository';

interface DiffFlags extends RepositoryFlags {
  readonly env?: readonly string[];
  readonly against?: string;
  readonly failOn?: Effect;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

/** `chartwright diff`: what publishing would change, and what that does to what runs. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  addRepositoryOptions(command)
    .option('--env <name...>', 'only these environments')
    .option('--against <place>', 'compare with this folder of synth, or this branch or commit of the GitOps repository')
    .addOption(new Option('--fail-on <effect>', 'exit 1 from this effect on').choices(EFFECTS))
    .option('--markdown', 'print Markdown, for a pull request')
    .option('--json', 'print JSON, for scripts')
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .addHelpText('after', HELP)
    .action((flags: DiffFlags) => {
      const diffs = diff(flags, context);
      context.print(report(diffs, flags, context));
      const found = worst(diffs.map((each) => each.worst));
      const isBeyond = flags.failOn !== undefined && EFFECTS.indexOf(found) >= EFFECTS.indexOf(flags.failOn);
      exit(isBeyond && diffs.some(({ objects }) => objects.length > 0) ? 1 : 0);
    });
}

const HELP = `
Effects, from the least to the worst:
  none       the order of items that has no meaning
  metadata   labels and annotations of the object itself
  created    new objects
  in-place   the object changes, its pods go on
  restart    the pod template changes: pods are replaced one after the other
  pruned     objects that are not rendered any more: Argo CD deletes them
  orphaned   a selector that finds nothing any more
  recreate   an immutable field: the API server refuses the change until somebody deletes the object
  data-loss  a volume claim, a template of one, a definition of custom resources, a Namespace

  chartwright diff                                   what publish would change
  chartwright diff --env production --fail-on recreate
  chartwright diff --markdown > comment.md           for a pull request
  chartwright diff --against dist                    since the last synth
  chartwright diff --against main~1                  since the publish before

Exit code: 0 no difference, or none that --fail-on names, 1 --fail-on was reached, 2 could not run.`;

function diff(flags: DiffFlags, context: Context): EnvironmentDiff[] {
  if (flags.markdown && flags.json) throw new UserError('Pass --markdown or --json, not both');
  const parsed = new Parsed();
  const environments = renderEnvironments(context.app(), flags.env);
  const state = stateOf(flags, context, parsed);
  return environments.map((environment) => {
    const before = state.manifests(environment.name);
    if (before === undefined && !flags.json) {
      context.warn(`${environment.name} is not in ${state.name} yet: all of it would be created\n`);
    }
    return diffEnvironment(environment.name, before ?? [], renderedManifests(environment, parsed));
  });
}

function stateOf(flags: DiffFlags, context: Context, parsed: Parsed): State {
  const { against } = flags;
  if (against !== undefined && fs.statSync(against, { throwIfNoEntry: false })?.isDirectory())
    return folderState(against, parsed);
  return publishedState(openStore(repositoryOf(flags, context)), layoutOf(flags), parsed, against);
}

function report(diffs: readonly EnvironmentDiff[], flags: DiffFlags, context: Context): string {
  if (flags.markdown) return diffMarkdown(diffs);
  if (!flags.json) return diffText(diffs, paintOf(context));
  const environments = diffs.map((each) => ({ ...each, causes: causesOf(groupsOf(each), each) }));
  return `${JSON.stringify({ worst: worst(diffs.map((each) => each.worst)), environments })}\n`;
}

function paintOf({ environment }: Context): Paint {
  const colours = coloursFor(environment);
  const paints: Readonly<Record<Effect, (text: string) => string>> = {
    none: colours.dim,
    metadata: colours.dim,
    created: colours.green,
    'in-place': colours.cyan,
    restart: colours.yellow,
    pruned: colours.magenta,
    orphaned: colours.red,
    recreate: colours.red,
    'data-loss': (text) => colours.bold(colours.red(text)),
  };
  return (effect, text) => paints[effect](text);
}
