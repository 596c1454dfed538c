import type { Fault } from '../model/faults';
import { UserError } from '../model/faults';

/** Every object of every environment, to find two that are one for the API server: the later would overwrite the first. */
export class Identities {
  private readonly places = new Map<string, string>();
  private readonly faults: Fault[] = [];

  /** Takes note of what one file holds. The first folder of its path is the environment. */
  add(path: string, identities: readonly string[]): void {
    const environment = path.slice(0, path.indexOf('/') + 1);
    for (const identity of identities) {
      const key = environment + identity;
      const place = this.places.get(key);
      if (place === undefined) this.places.set(key, path);
      else this.faults.push({ where: path, what: `${identity} is also in ${place}` });
    }
  }

  /** Throws with every pair that was found. */
  check(): void {
    if (this.faults.length > 0)
      throw new UserError('An object may be defined only once in an environment:', this.faults);
  }
}
