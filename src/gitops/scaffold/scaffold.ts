import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError, validNames } from '../../model/faults';
import { isDnsLabel } from '../../model/names';
import type { Release } from '../../model/release';
import { withLock } from '../../synth/lock';
import { identifierOf, withFleetEntry } from './fleet-file';
import { editReleaseFile, readReleaseFile, releaseFile } from '../release/release-file';
import { replaceFile } from '../replace-file';

/** What a new microservice needs to be told. */
export interface NewMicroservice {
  readonly name: string;
  /** Name of a team, as it is or as it is called in code. */
  readonly team: string;
  readonly runtime: 'rust' | 'spring-boot';
  readonly description: string;
  readonly release: Release;
  /** Each gets the release. */
  readonly environments: readonly string[];
}

/** What a new add-on needs to be told. */
export interface NewAddOn {
  readonly name: string;
  readonly why: string;
}

/** Where the files of the project lie. */
export interface ProjectFolders {
  readonly charts: string;
  readonly releases: string;
}

/**
 * Writes the file of a microservice, its releases, and last its line in the fleet: until then nothing refers to it, so
 * that a run cut short changes nothing, and the same run again completes. Returns what was written.
 */
export function newMicroservice(service: NewMicroservice, folders: ProjectFolders): string[] {
  const fleet = readFleet(folders);
  checkName(service.name);
  const team = teamOf(service.team, folders);
  const entry = {
    identifier: identifierOf(service.name),
    from: `./services/${service.name}`,
    list: 'microservices',
  } as const;
  const file = path.join(folders.charts, 'services', `${service.name}.ts`);
  return withLock('.chartwright/new', () => {
    const next = withFleetEntry(fleet.text, fleet.file, entry);
    const released = service.environments.map((environment) => releaseFile(folders.releases, environment));
    released.forEach(readReleaseFile); // what cannot be read is said before anything is written
    writeNew(file, microserviceText(service, team, entry.identifier, fleet.text));
    for (const each of released) editReleaseFile(each, () => ({ [service.name]: service.release }));
    replaceFile(fleet.file, next);
    return [file, ...released, fleet.file];
  });
}

/** Writes the file of an add-on, and then its line in the fleet. Returns what was written. */
export function newAddOn({ name, why }: NewAddOn, folders: ProjectFolders): string[] {
  const fleet = readFleet(folders);
  checkName(name);
  const entry = { identifier: identifierOf(name), from: `./platform/${name}`, list: 'addOns' } as const;
  const file = path.join(folders.charts, 'platform', `${name}.ts`);
  const hasBase = fs.existsSync(path.join(folders.charts, 'platform/kubernetes.ts'));
  return withLock('.chartwright/new', () => {
    const next = withFleetEntry(fleet.text, fleet.file, entry);
    writeNew(file, addOnText(name, why, entry.identifier, hasBase));
    replaceFile(fleet.file, next);
    return [file, fleet.file];
  });
}

function readFleet({ charts }: ProjectFolders): { file: string; text: string } {
  const file = path.join(charts, 'fleet.ts');
  if (!fs.existsSync(file)) throw new UserError(`There is no ${file}: run this in the folder of the project`);
  return { file, text: fs.readFileSync(file, 'utf8') };
}

function checkName(name: string): void {
  if (isDnsLabel(name) && /^[a-z]/.test(name)) return;
  throw new UserError(
    `"${name}" cannot be a name: expected lower case letters, digits and "-", beginning with a letter, at most 63`,
  );
}

/** The identifier of a team in code. */
function teamOf(wanted: string, { charts }: ProjectFolders): string {
  const file = path.join(charts, 'teams.ts');
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  const teams = [...text.matchAll(/export const (\w+) = team\(\s*'([^']+)'/g)].map(([, identifier, name]) => ({
    identifier: identifier!,
    name: name!,
  }));
  const found = teams.find(({ identifier, name }) => name === wanted || identifier === wanted);
  if (found) return found.identifier;
  throw new UserError(`There is no team ${wanted} in ${file}: ${validNames(teams.map(({ name }) => name))}`);
}

/** A file that is there may only be what an interrupted run wrote. */
function writeNew(file: string, text: string): void {
  if (fs.existsSync(file)) {
    if (fs.readFileSync(file, 'utf8') === text) return;
    throw new UserError(`${file} is there already, and is left as it is`);
  }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  replaceFile(file, text);
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&').replace(/\s+/g, ' ')}'`;

/** A comment ends where its text says so. */
const inComment = (text: string): string => text.replace(/\*\//g, '* /').replace(/\s+/g, ' ').replace(/\.?$/, '.');

function microserviceText(service: NewMicroservice, team: string, identifier: string, fleet: string): string {
  const product = /name: '([^']+)'/.exec(fleet)?.[1] ?? 'shop';
  const word = identifier.charAt(0).toUpperCase() + identifier.slice(1);
  const api = `${product}.${service.name.replaceAll('-', '_')}.v1.${word}`;
  const [runtime, port, serves] =
    service.runtime === 'rust'
      ? ['rust', 'grpc', `grpc: grpc(50051, ${quoted(api)})`]
      : ['springBoot', 'http', 'http: http(8080)'];
  return `import { ${port} } from '../../src/model/ports';
import { ${runtime} } from '../../src/model/runtime';
import { microservice } from '../environments';
import { ${team} } from '../teams';

/** ${inComment(service.description)} */
export const ${identifier} = microservice('${service.name}', {
  description: ${quoted(service.description)},
  team${team === 'team' ? '' : `: ${team}`},
  runtime: ${runtime}(),
  serves: { ${serves} },
});
`;
}

function addOnText(name: string, why: string, identifier: string, hasBase: boolean): string {
  return `import { addOn } from '../../src/model/add-on';
${hasBase ? "import { kubernetes } from './kubernetes';\n" : ''}
/** ${inComment(why)} */
export const ${identifier} = addOn('${name}', {
  why: ${quoted(why)},
  namespace: '${name}',
${hasBase ? '  needs: [kubernetes],\n' : ''}});
`;
}
