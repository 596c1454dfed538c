import { Option } from 'commander';
import type { Command } from 'commander';
import { newAddOn, newMicroservice } from '../gitops/scaffold/scaffold';
import type { NewMicroservice } from '../gitops/scaffold/scaffold';
import { UserError } from '../model/faults';
import { releaseFault } from '../model/release';
import type { Context } from './command';
import { parseRelease } from './release';

interface NewFlags {
  readonly charts: string;
  readonly releases: string;
  readonly team: string;
  readonly release: string;
  readonly runtime: NewMicroservice['runtime'];
  readonly description?: string;
  readonly why?: string;
  readonly json?: boolean;
}

/** `chartwright new`: the files of a new microservice or add-on. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  command.addHelpText('afterAll', HELP);
  const add = (name: string, summary: string): Command =>
    command
      .command(name)
      .description(summary)
      .argument('<name>', 'lower case letters, digits and "-"')
      .option('--charts <folder>', 'where the charts lie', 'charts')
      .option('--releases <folder>', 'where the files of releases lie', 'releases')
      .option('--app <file>', 'the program that exports `app` (default: main.ts)')
      .option('--json', 'print the written files as JSON');
  add('microservice', 'one file, one line in the fleet, one release in each environment')
    .requiredOption('--team <name>', 'who owns it, of charts/teams.ts')
    .requiredOption('--release <tag@digest>', 'the image it begins with')
    .addOption(new Option('--runtime <name>', 'what it is written in').choices(['rust', 'spring-boot']).default('rust'))
    .option('--description <text>', 'its purpose in one line')
    .action((name: string, flags: NewFlags) => {
      const { team, runtime, description = `What ${name} is for, in one line` } = flags;
      const release = parseRelease(flags.release);
      const fault = releaseFault(release);
      if (fault !== undefined)
        throw new UserError(`--release ${fault}: expected tag@sha256:digest of an image that was built`);
      const { environments } = context.app();
      report(newMicroservice({ name, team, runtime, description, release, environments }, flags), flags, context);
      exit(0);
    });
  add('add-on', 'one file, and one line in the fleet')
    .option('--why <text>', 'why the platform has it, in one sentence')
    .action((name: string, flags: NewFlags) => {
      report(
        newAddOn({ name, why: flags.why ?? `Why the platform has ${name}, in one sentence` }, flags),
        flags,
        context,
      );
      exit(0);
    });
}

const HELP = `
A release names an image that exists, so there is no placeholder for one: build and push first, then begin with that.

  chartwright new microservice invoices --team commerce --release 0.1.0@sha256:5b27eaa3...
  chartwright new microservice web-shop --team storefront --runtime spring-boot --release 0.1.0@sha256:cfe3...
  chartwright new add-on backup --why "Copies of all volumes every night"

Write what differs from the defaults, run chartwright diff, and then npm run accept, which takes the change into the
snapshots of the tests and into the generated documents.

Exit code: 0 written, 2 could not run.`;

function report(files: readonly string[], flags: NewFlags, context: Context): void {
  const next =
    'Next: describe it there; npx chartwright diff shows what comes of it, npm run accept updates snapshots and docs\n';
  context.print(
    flags.json ? `${JSON.stringify(files)}\n` : `${files.map((file) => `wrote ${file}\n`).join('')}${next}`,
  );
}
