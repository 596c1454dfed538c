import { join } from 'node:path';
import { UserError } from '../model/faults';
import { releaseFault } from '../model/release';
import type { Releases } from '../model/release';
import { readMapFile } from './map-file';

/**
 * Reads `<folder>/<environment>.yaml`.
 * @throws UserError naming file and entry when it is missing, does not parse or names no pinned image
 */
export function readReleases(folder: string, environment: string): Releases {
  const file = join(folder, `${environment}.yaml`);
  const content = readMapFile(file, 'a map of microservices to the releases of this environment');
  const faults = Object.entries(content).flatMap(([name, release]) => {
    const fault = releaseFault(release);
    return fault === undefined ? [] : [{ where: `${file}: ${name}`, what: fault }];
  });
  if (faults.length > 0) throw new UserError('releases are not pinned', faults);
  return content as Releases;
}
