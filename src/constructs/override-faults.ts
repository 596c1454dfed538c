import type { Fault } from '../model/faults';
import { validNames } from '../model/faults';
import type { Fleet } from '../model/fleet';
import { existsIn } from '../model/graph';
import type { ResolvedMicroservice } from '../model/resolved';
import { manifestKeys } from './microservice-charts';

/**
 * Overrides that change nothing, because no environment has a manifest of that key. One that only some environments have
 * is right: they may scale or be entered in different ways. So a microservice is judged when all its environments are here.
 * @param resolved microservices by environment, of those that are rendered
 */
export function overrideFaults(
  { environments, microservices }: Fleet,
  resolved: ReadonlyMap<string, readonly ResolvedMicroservice[]>,
): readonly Fault[] {
  return microservices.flatMap(({ name, props }): readonly Fault[] => {
    const wanted = Object.keys(props.overrides ?? {});
    const homes = Object.keys(environments).filter((environment) => existsIn({ name: environment }, props));
    if (wanted.length === 0 || !homes.every((environment) => resolved.has(environment))) return [];
    const present = homes.flatMap((environment) => resolved.get(environment)!.filter((each) => each.name === name));
    const known = new Set(['application', ...present.flatMap(manifestKeys)]);
    return wanted
      .filter((key) => !known.has(key))
      .map((key) => ({
        where: `${name}.overrides.${key}`,
        what: `changes nothing: ${homes.join(', ')} have no such manifest of ${name}; ${validNames(known)}`,
      }));
  });
}
