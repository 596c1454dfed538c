import { Option } from 'commander';
import type { Command } from 'commander';
import { around, fleetMap } from '../map/fleet-map';
import type { FleetMap, Place } from '../map/fleet-map';
import { dot, mermaid } from '../map/pictures';
import { mapText, placeText } from '../map/text';
import { UserError, validNames } from '../model/faults';
import type { Context } from './command';
import { microservicesOf } from './resolved';

const FORMATS = ['text', 'mermaid', 'dot', 'json'] as const;

interface MapFlags {
  readonly env: string;
  readonly format: (typeof FORMATS)[number];
  readonly hops: string;
}

/** `chartwright map`: who talks to whom, and who feels it when one is down. */
export function define(command: Command, context: Context, exit: (code: number) => void): void {
  command
    .argument('[place]', 'a microservice, store, topic or outside host; all of the fleet unless given')
    .requiredOption('--env <name>', 'the environment')
    .addOption(new Option('--format <format>', 'how to print it').choices(FORMATS).default('text'))
    .option('--hops <number>', 'in a picture of one place, how far away the others may be', '1')
    .option('--app <file>', 'the program that exports `app` (default: main.ts)')
    .addHelpText('after', HELP)
    .action((name: string | undefined, { env, format, hops }: MapFlags) => {
      const map = fleetMap([...microservicesOf(context.app(), env).values()]);
      const centre = name === undefined ? undefined : placeOf(map, name, env);
      context.print(printed(map, centre, format, numberOf(hops)));
      exit(0);
    });
}

const HELP = `
Nothing is looked up in a cluster: these are the declared edges, which are the only ones that network policies and the
mesh let through. "Without it" names who fails, directly or through others, and who reads a topic that then nobody writes.

  chartwright map --env production                          a line for each microservice
  chartwright map orders --env production                   its edges, and who feels that it is down
  chartwright map postgres/orders --env production          the same for a store, a topic, an outside host
  chartwright map --env production --format mermaid         a picture for a page in Markdown
  chartwright map orders --env production --format dot --hops 2 | dot -Tsvg > orders.svg
  chartwright map --env production --format json            places and links

Exit code: 0 printed, 2 could not run.`;

function placeOf({ places }: FleetMap, name: string, environment: string): Place {
  const place = places.find((each) => each.name === name);
  if (place) return place;
  const microservices = places.filter(({ kind }) => kind === 'microservice').map((each) => each.name);
  const others = places.filter(({ kind }) => kind !== 'microservice').map((each) => each.name);
  throw new UserError(
    `There is no ${name} in ${environment}: ${validNames(microservices)}, or of ${others.sort().join(', ')}`,
  );
}

function numberOf(hops: string): number {
  if (!/^\d{1,3}$/.test(hops)) throw new UserError(`--hops is ${hops}: expected a number such as 2`);
  return Number(hops);
}

function printed(map: FleetMap, centre: Place | undefined, format: MapFlags['format'], hops: number): string {
  if (format === 'text') return centre ? placeText(map, centre) : mapText(map);
  const shown = centre ? around(map, centre, hops) : map;
  if (format === 'mermaid') return mermaid(shown);
  return format === 'dot' ? dot(shown) : `${jsonOf(shown)}\n`;
}

function jsonOf({ places, links }: FleetMap): string {
  const end = ({ kind, name }: Place): object => ({ kind, name });
  return JSON.stringify({ places, links: links.map((link) => ({ ...link, from: end(link.from), to: end(link.to) })) });
}
