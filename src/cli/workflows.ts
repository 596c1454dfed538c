import * as fs from 'node:fs';
import * as path from 'node:path';
import { Option } from 'commander';
import type { Command } from 'commander';
import { Git } from '../gitops/repository/git';
import { readSource } from '../gitops/repository/source';
import type { DeliveryFacts } from '../model/delivery';
import { UserError } from '../model/faults';
import { callerFile, workflowFiles } from '../workflows';
import type { Context } from './command';

interface WorkflowFlags {
  readonly check?: boolean;
  readonly caller?: string;
  readonly commit?: string;
  readonly runtime?: 'rust' | 'spring-boot';
}

/** `chartwright workflows`: the files of .github/workflows, and the one that a service's repository commits. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  command
    .option('--check', 'write nothing; exit 1 if a file is not as it would be written')
    .option('--caller <microservice>', "print the workflow that this microservice's own repository commits")
    .option('--commit <sha>', 'the commit of this repository that the caller names (default: where it is now)')
    .addOption(
      new Option('--runtime <name>', 'what a microservice is written in that is not in the fleet yet').choices([
        'rust',
        'spring-boot',
      ]),
    )
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .addHelpText('after', HELP)
    .action((flags: WorkflowFlags) => {
      const facts = factsOf(context);
      if (flags.caller !== undefined) {
        context.print(
          callerFile(facts, { name: flags.caller, commit: commitOf(flags, context), runtime: flags.runtime }),
        );
        exit(0);
      } else exit(write(workflowFiles(facts), flags.check ?? false, context));
    });
}

const HELP = `
Actions, tools and images are pinned once, in src/workflows/actions.ts and tools.ts; everything else follows from
charts/delivery.ts and charts/environments.ts. docs/delivery.md tells what the workflows do, and what they need.

  chartwright workflows                  write .github/workflows
  chartwright workflows --check          for a pipeline: are they as written here?
  chartwright workflows --caller orders > ../orders/.github/workflows/delivery.yml
  chartwright workflows --caller invoices --runtime rust

Exit code: 0 written or as they should be, 1 --check found a difference, 2 could not run.`;

function factsOf(context: Context): DeliveryFacts {
  const facts = context.app().delivery?.();
  if (facts === undefined) throw new UserError('The app does not say how it is delivered: give it `delivery`');
  return facts;
}

function commitOf({ commit }: WorkflowFlags, context: Context): string {
  const named = commit ?? readSource(new Git(context.environment, { folder: '.' }))?.commit;
  if (named === undefined) throw new UserError('This project has no commit yet: name one by --commit');
  if (!/^[0-9a-f]{40}$/.test(named)) throw new UserError(`--commit is ${named}, expected 40 hexadecimal digits`);
  return named;
}

function write(files: ReadonlyMap<string, string>, isCheck: boolean, context: Context): number {
  const different = [...files].filter(([file, text]) => !fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text);
  for (const [file, text] of different) {
    if (isCheck) {
      context.print(`${file} is not as \`chartwright workflows\` writes it\n`);
      continue;
    }
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    context.print(`wrote ${file}\n`);
  }
  if (different.length === 0) context.print(`${files.size} workflows, all as they should be\n`);
  return isCheck && different.length > 0 ? 1 : 0;
}
