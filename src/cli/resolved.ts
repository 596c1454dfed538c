import { UserError, validNames } from '../model/faults';
import type { ResolvedMicroservice } from '../model/resolved';
import type { PlatformApp } from '../synth/app';

/**
 * The microservices of an environment with every reference followed, by name.
 * @throws UserError when there is no such environment, or the fleet has faults
 */
export function microservicesOf(app: PlatformApp, environment: string): ReadonlyMap<string, ResolvedMicroservice> {
  if (!app.environments.includes(environment))
    throw new UserError(`There is no environment ${environment}: ${validNames(app.environments)}`);
  const folders = [...app.folders([environment])].filter(({ path }) => path.split('/')[1] === 'services');
  return new Map(folders.map(({ path, inputs }) => [path.split('/')[2]!, inputs as ResolvedMicroservice]));
}
