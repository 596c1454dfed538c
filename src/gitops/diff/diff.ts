import type { Manifest } from '../../model/manifest';
import { identityOf } from '../../model/manifest';
import { effectOfChange, effectOfRemoval, worst } from './effects';
import type { Effect } from './effects';
import { fieldChanges } from './field-changes';
import type { FieldChange } from './field-changes';
import { orphanedSelectors } from './selectors';
import { wordsLacking } from './words';
import type { Words } from './words';

/** A manifest and the file it lies in, within its environment. */
export interface PlacedManifest {
  readonly path: string;
  readonly manifest: Manifest;
}

/** A changed field and what that does. */
export interface ClassifiedChange extends FieldChange {
  readonly effect: Effect;
}

/** An object that is other than before. */
export interface ObjectChange {
  readonly identity: string;
  readonly kind: string;
  readonly name: string;
  /** Folder that an Application reads: `services/orders`. */
  readonly part: string;
  readonly change: 'created' | 'changed' | 'removed';
  readonly effect: Effect;
  readonly fields: readonly ClassifiedChange[];
  readonly note?: string;
}

/** What publishing would change in an environment. */
export interface EnvironmentDiff extends Words {
  readonly environment: string;
  readonly worst: Effect;
  readonly objects: readonly ObjectChange[];
}

/** Compares object by object; files, and the order of objects in them, do not matter. */
export function diffEnvironment(
  environment: string,
  before: readonly PlacedManifest[],
  after: readonly PlacedManifest[],
): EnvironmentDiff {
  const earlier = new Map(before.map((placed) => [identityOf(placed.manifest), placed]));
  const later = new Map(after.map((placed) => [identityOf(placed.manifest), placed]));
  const orphans = orphanedSelectors(manifestsIn(before), manifestsIn(after));
  const objects = [...new Set([...earlier.keys(), ...later.keys()])].flatMap((identity): ObjectChange[] => {
    const [from, to] = [earlier.get(identity), later.get(identity)];
    if (to === undefined) return [removal(identity, from!)];
    if (from === undefined) return [{ ...named(identity, to), change: 'created', effect: 'created', fields: [] }];
    return changeOf(identity, from, to, orphans.get(identity));
  });
  const sorted = objects.sort(
    (left, right) => compare(left.part, right.part) || compare(left.identity, right.identity),
  );
  const words = wordsOf(sorted, manifestsIn(before), manifestsIn(after));
  return { environment, worst: worst(sorted.map(({ effect }) => effect)), objects: sorted, ...words };
}

/** Words of what changed that are nowhere on the other side. */
function wordsOf(objects: readonly ObjectChange[], before: readonly Manifest[], after: readonly Manifest[]): Words {
  const fields = objects.flatMap((object) => object.fields);
  const texts = (values: readonly unknown[]): string[] =>
    values.filter((value) => value !== undefined).map((value) => JSON.stringify(value));
  const names = (change: ObjectChange['change']): string[] =>
    objects.filter((object) => object.change === change).map(({ identity }) => identity);
  return {
    appeared: wordsLacking([...texts(fields.map((field) => field.after)), ...names('created')], texts(before)),
    gone: wordsLacking([...texts(fields.map((field) => field.before)), ...names('removed')], texts(after)),
  };
}

function manifestsIn(placed: readonly PlacedManifest[]): Manifest[] {
  return placed.map(({ manifest }) => manifest);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function named(identity: string, { path, manifest }: PlacedManifest) {
  return {
    identity,
    kind: manifest.kind,
    name: manifest.metadata.name,
    part: path.slice(0, Math.max(path.lastIndexOf('/'), 0)),
  };
}

function removal(identity: string, placed: PlacedManifest): ObjectChange {
  const effect = effectOfRemoval(placed.manifest);
  const note = effect === 'none' ? { note: 'stays in the cluster, because of Prune=false' } : {};
  return { ...named(identity, placed), change: 'removed', effect, fields: [], ...note };
}

function changeOf(identity: string, from: PlacedManifest, to: PlacedManifest, wanted?: string): ObjectChange[] {
  const fields = fieldChanges(from.manifest, to.manifest).map((change): ClassifiedChange => {
    return { ...change, effect: effectOfChange(from.manifest, to.manifest, change) };
  });
  if (fields.length === 0 && wanted === undefined) return [];
  const orphaned = wanted === undefined ? [] : (['orphaned'] as const);
  const effect = worst([...fields.map((field) => field.effect), ...orphaned]);
  const note = wanted === undefined ? {} : { note: `selects nothing any more: there is no ${wanted}` };
  return [{ ...named(identity, to), change: 'changed', effect, fields, ...note }];
}
