import type { DeliveryFacts } from '../model/delivery';
import type { Fault } from '../model/faults';
import type { Folder } from './folder';

/** What `main.ts` exports as `app`: everything that is deployed, for the commands to render or to judge. */
export interface PlatformApp {
  readonly environments: readonly string[];
  /** The folders of these environments, of all unless given. Throws a UserError with all faults at once. */
  folders(only?: readonly string[]): Iterable<Folder>;
  /** What does not stop a run unless it is `--strict`. */
  warnings?(only?: readonly string[]): readonly Fault[];
  /** What the workflows of GitHub are made from. */
  delivery?(): DeliveryFacts;
}
