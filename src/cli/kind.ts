import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Command } from 'commander';
import { manifestsOf, renderEnvironments } from '../gitops/repository/rendered';
import { planKind } from '../kind/plan';
import type { KindPlan, RenderedFleet } from '../kind/plan';
import { UserError } from '../model/faults';
import type { Manifest } from '../model/manifest';
import { emitAll } from '../synth/yaml';
import type { Context } from './command';
import { microservicesOf } from './resolved';

interface KindFlags {
  readonly env: string;
  readonly out: string;
  readonly postgres: string;
  readonly redis: string;
  readonly kafka: string;
  readonly password: string;
}

/** `chartwright kind`: what a cluster of one machine gets so that a microservice can be tried end to end. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  command
    .argument('<microservice>', 'the one to try; those it calls come along')
    .requiredOption('--env <name>', 'the environment whose manifests are tried')
    .requiredOption('--out <folder>', 'a new folder for the plan')
    .requiredOption('--postgres <address>', 'of the PostgreSQL that stands in for the databases')
    .requiredOption('--redis <address>', 'of the Redis that stands in for the caches')
    .requiredOption('--kafka <address>', 'of the Kafka that stands in for the brokers')
    .option('--password <text>', 'what the stand-ins accept', 'end-to-end')
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .addHelpText('after', HELP)
    .action((microservice: string, flags: KindFlags) => {
      const plan = planKind(renderedFleet(context, flags.env), microservice, flags);
      writePlan(plan, flags.out);
      context.print(report(plan, flags.out));
      exit(0);
    });
}

const HELP = `
The environment's own manifests of a microservice and of all that it calls, callees first, in Argo CD's waves. What a
single machine lacks is replaced, and said:
  - data stores by stand-ins, which pods find under the names of the environment (host aliases)
  - secrets by what the stand-ins accept
  - kinds without a controller by definitions that accept anything, so that their objects apply as they are
  - network policies are left out: they open the port of a mesh proxy that does not run here

The folder gets NN-<step>.yaml to apply one after the other, NN-<step>.wait with what to wait for after each
(namespace, object, condition), images.txt (repository and digest of the callees), databases.txt and ports.txt.
docs/delivery.md tells how the workflows use it.

  chartwright kind orders --env dev --out plan --postgres 172.18.0.3 --redis 172.18.0.4 --kafka 172.18.0.5

Exit code: 0 planned, 2 could not run.`;

/** The manifests of an environment by microservice, with what each was made from. */
function renderedFleet(context: Context, environment: string): RenderedFleet {
  const app = context.app();
  const [rendered] = renderEnvironments(app, [environment]);
  const files = [...rendered!.files];
  const inFolder = (prefix: string): Manifest[] =>
    files.flatMap(([file, text]) => (file.startsWith(prefix) ? manifestsOf(text) : []));
  const microservices = [...microservicesOf(app, environment)].map(
    ([name, resolved]) => [name, { resolved, manifests: inFolder(`services/${name}/`) }] as const,
  );
  return { microservices: new Map(microservices), platform: inFolder('platform/') };
}

/** A folder that has something already could hold steps of another plan. */
function writePlan(plan: KindPlan, folder: string): void {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0)
    throw new UserError(`${folder} is not empty: a plan needs a folder of its own`);
  fs.mkdirSync(folder, { recursive: true });
  const write = (name: string, lines: readonly string[]): void => {
    fs.writeFileSync(path.join(folder, name), lines.map((line) => `${line}\n`).join(''));
  };
  plan.steps.forEach(({ manifests, awaits }, index) => {
    const name = stepName(plan, index);
    fs.writeFileSync(path.join(folder, `${name}.yaml`), emitAll(manifests));
    write(
      `${name}.wait`,
      awaits.map(({ namespace, object, condition }) => `${namespace} ${object} ${condition}`),
    );
  });
  write(
    'images.txt',
    plan.images.map((image) => image.join(' ')),
  );
  write('databases.txt', plan.databases);
  write(
    'ports.txt',
    plan.ports.map(({ namespace, service, name, port }) => `${namespace} ${service} ${name} ${port}`),
  );
}

/** Numbered, so that the order of names is the order of steps. */
const stepName = ({ steps }: KindPlan, index: number): string =>
  `${String(index + 1).padStart(String(steps.length).length, '0')}-${steps[index]!.name}`;

function report(plan: KindPlan, folder: string): string {
  const steps = plan.steps.map(
    ({ manifests, awaits }, index) =>
      `${stepName(plan, index)}: ${manifests.length} objects${awaits.length === 0 ? '' : `, then wait for ${awaits.length}`}`,
  );
  return [
    `plan in ${folder}:`,
    ...steps.map((line) => `  ${line}`),
    ...plan.notes.map((note) => `note: ${note}`),
    '',
  ].join('\n');
}
