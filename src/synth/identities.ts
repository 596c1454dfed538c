import type { Fault } from '../model/faults';
import { UserError } from '../model/faults';

/** Every object of every environment, to find two that are one for the API server: the later would overwrite the first. */
export class Identities {
  private readonly environments = new Map<string, Map<string, string>>();
  private readonly faults: Fault[] = [];

  /** Takes note of what one file holds. The first folder of its path is the environment. */
  add(path: string, identities: readonly string[]): void {
    const places = this.placesIn(path.slice(0, path.indexOf('/') + 1));
    for (const identity of identities) {
      const place = places.get(identity);
      if (place === undefined) places.set(identity, path);
      else this.faults.push({ where: path, what: `${identity} is also in ${place}` });
    }
  }

  /** Throws with every pair that was found. */
  check(): void {
    if (this.faults.length > 0)
      throw new UserError('An object may be defined only once in an environment:', this.faults);
  }

  private placesIn(environment: string): Map<string, string> {
    const places = this.environments.get(environment) ?? new Map<string, string>();
    this.environments.set(environment, places);
    return places;
  }
}
