import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { UserError } from '../model/faults';
import { releaseFault } from '../model/release';
import type { Releases } from '../model/release';

/**
 * Reads `<folder>/<environment>.yaml` for each environment.
 * @throws UserError naming file and entry when one is missing, does not parse or names no pinned image
 */
export function readReleases(folder: string, environments: readonly string[]): Readonly<Record<string, Releases>> {
  return Object.fromEntries(
    environments.map((environment) => [environment, readEnvironment(join(folder, `${environment}.yaml`))]),
  );
}

function readEnvironment(file: string): Releases {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(
      `${file} cannot be read: ${(error as Error).message}; expected the releases of this environment`,
    );
  }
  let content: unknown;
  try {
    content = text.trim() === '' ? {} : load(text);
  } catch (error) {
    throw new UserError(`${file} is no YAML: ${(error as Error).message}`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new UserError(`${file} is no map of microservices to releases`);
  const faults = Object.entries(content).flatMap(([name, release]) => {
    const fault = releaseFault(release);
    return fault === undefined ? [] : [{ where: `${file}: ${name}`, what: fault }];
  });
  if (faults.length > 0) throw new UserError('releases are not pinned', faults);
  return content as Releases;
}
