import type { Command } from 'commander';
import { reasonOf } from '../map/reasons';
import { UserError, validNames } from '../model/faults';
import { placedManifests } from '../synth/folder';
import type { PlacedManifest } from '../synth/folder';
import type { Context } from './command';
import { microservicesOf } from './resolved';
import { count } from './words';

interface ExplainFlags {
  readonly env: string;
  readonly json?: boolean;
}

/** An object of a microservice, and why it is there. */
interface Explained {
  readonly file: string;
  /** Under which `overrides` adjusts it. */
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
}

/** `chartwright explain`: what is made of a microservice, out of which of its words, and under which key it may be adjusted. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  command
    .argument('<microservice>', 'its name')
    .requiredOption('--env <name>', 'the environment')
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .option('--json', 'print an array of {file, key, kind, name, reason}')
    .addHelpText('after', HELP)
    .action((name: string, { env, json }: ExplainFlags) => {
      const explained = explain(context, name, env);
      context.print(json ? `${JSON.stringify(explained)}\n` : textOf(name, env, explained));
      exit(0);
    });
}

const HELP = `
Each object is shown with the key under which the microservice's own file may adjust it, and with the property that it
comes from.

  chartwright explain orders --env production
  overrides: { deployment: { reason: 'loads a model', patch: { spec: { progressDeadlineSeconds: 900 } } } }

Exit code: 0 printed, 2 could not run.`;

function explain(context: Context, name: string, environment: string): readonly Explained[] {
  const app = context.app();
  const microservices = microservicesOf(app, environment);
  const microservice = microservices.get(name);
  if (!microservice)
    throw new UserError(`There is no microservice ${name} in ${environment}: ${validNames([...microservices.keys()])}`);
  const folders = new Map([...app.folders([environment])].map((folder) => [folder.path, folder]));
  const placed = (path: string): readonly PlacedManifest[] => placedManifests(folders.get(`${environment}/${path}`)!);
  const application = placed('argocd').filter(({ file }) => file === `${name}.yaml`);
  return [
    ...placed(`services/${name}`).map((each) => ({ ...each, key: each.id })),
    ...application.map((each) => ({ ...each, key: 'application', file: `argocd/${each.file}` })),
  ].map(({ file, key, manifest: { kind, metadata } }) => ({
    file,
    key,
    kind,
    name: metadata.name,
    reason: reasonOf(key, microservice),
  }));
}

function textOf(name: string, environment: string, explained: readonly Explained[]): string {
  const keys = Math.max(...explained.map(({ key }) => key.length));
  const object = ({ kind, name: own }: Explained): string => `${kind} ${own}`;
  const objects = Math.max(...explained.map((each) => object(each).length));
  const files = [...new Set(explained.map(({ file }) => file))];
  const lines = files.flatMap((file) => [
    file,
    ...explained
      .filter((each) => each.file === file)
      .map((each) => `  ${each.key.padEnd(keys)}  ${object(each).padEnd(objects)}  ${each.reason}`.trimEnd()),
  ]);
  return [`${name} in ${environment}: ${count(explained.length, 'object')}`, ...lines, ''].join('\n');
}
