/* eslint-disable @typescript-eslint/no-require-imports -- a command is loaded when it is called, and jest cannot import() */
import { Command, CommanderError, Help } from 'commander';
import type { Option } from 'commander';
import { UserError } from '../model/faults';
import type { CommandModule, Context } from './command';

interface Entry {
  readonly name: string;
  readonly summary: string;
  load(): CommandModule;
}

/** In the order of a change's way to a cluster, as the help shows them. A new command is one entry here. */
const COMMANDS: readonly Entry[] = [
  {
    name: 'new',
    summary: 'begin a microservice or an add-on',
    load: () => require('./new') as CommandModule,
  },
  {
    name: 'synth',
    summary: 'write the manifests of every environment',
    load: () => require('./synth') as CommandModule,
  },
  {
    name: 'check',
    summary: 'judge manifests: references, schema, security, secrets',
    load: () => require('./check') as CommandModule,
  },
  {
    name: 'diff',
    summary: 'say what publishing would change, and what that does to what runs',
    load: () => require('./diff') as CommandModule,
  },
  {
    name: 'publish',
    summary: 'bring the GitOps repository to what is rendered, by one commit',
    load: () => require('./publish') as CommandModule,
  },
  {
    name: 'plan',
    summary: 'say in which order Argo CD will apply what is published',
    load: () => require('./plan') as CommandModule,
  },
  {
    name: 'explain',
    summary: 'say what is made of a microservice, and why',
    load: () => require('./explain') as CommandModule,
  },
  {
    name: 'map',
    summary: 'say who talks to whom, and who feels it when one is down',
    load: () => require('./map') as CommandModule,
  },
  {
    name: 'release',
    summary: 'say which image each microservice runs in an environment',
    load: () => require('./release') as CommandModule,
  },
  {
    name: 'promote',
    summary: 'let an environment run what another one runs',
    load: () => require('./promote') as CommandModule,
  },
  {
    name: 'workflows',
    summary: 'write the workflows of GitHub, for this repository and for the services',
    load: () => require('./workflows') as CommandModule,
  },
  {
    name: 'kind',
    summary: 'plan a microservice and those it calls for a cluster of one machine',
    load: () => require('./kind') as CommandModule,
  },
  {
    name: 'import',
    summary: 'generate types and schemas from CRDs and the definitions of Kubernetes',
    load: () => require('./import') as CommandModule,
  },
];

const HELP = `
A change on its way to a cluster:

  $EDITOR charts/services/orders.ts       describe what is different
  chartwright synth                       render it into dist/
  chartwright check                       judge what was rendered
  chartwright diff --env production       what would that do to what runs?
  chartwright publish                     one commit, which Argo CD syncs
  chartwright promote orders dev staging  the next environment runs what this one proved

Within this repository it is npx chartwright. chartwright <command> --help has more, with examples. Exit code: 0 clean,
1 findings, 2 could not run.`;

/** Runs the command line; resolves to the exit code. */
export async function main(words: readonly string[], context: Context, version: string): Promise<number> {
  let exitCode = 0;
  const program = programOf(words, context, version, (code) => (exitCode = code));
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    context.warn(error instanceof UserError ? `${error.message}\n` : `${stackOf(error)}\n`);
    return 2;
  }
}

function programOf(words: readonly string[], context: Context, version: string, exit: (code: number) => void): Command {
  const program = new Command('chartwright')
    .description('One typed description per microservice; the plain Kubernetes YAML that Argo CD syncs from git.')
    .version(version)
    .addHelpText('after', HELP)
    .showHelpAfterError('(--help tells what is expected)')
    .configureHelp({ optionDescription: described })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        context.print(text);
      },
      writeErr: (text) => {
        context.warn(text);
      },
    });
  const called = words.find((word) => !word.startsWith('-'));
  for (const entry of COMMANDS) {
    const command = program.command(entry.name).description(entry.summary);
    if (entry.name === called || (called === 'help' && words.includes(entry.name))) {
      entry.load().define(command, context, exit);
    }
  }
  return program;
}

/** As the library says it, and that an option cannot be left out. */
function described(option: Option): string {
  const text = new Help().optionDescription(option);
  return option.mandatory ? `${text} (required)` : text;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
