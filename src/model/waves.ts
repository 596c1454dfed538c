import type { AddOn, PlannedAddOn } from './add-on';
import type { Environment } from './environment';
import { UserError } from './faults';
import type { Fleet } from './fleet';
import { existsIn } from './graph';

/** The add-ons of an environment, numbered. */
export function wavesOf(fleet: Pick<Fleet, 'addOns'>, environment: Pick<Environment, 'name'>): readonly PlannedAddOn[] {
  return planWaves(fleet.addOns.filter((each) => existsIn(environment, each)));
}

/**
 * Numbers the add-ons so that each comes after all it needs, with as few waves as that allows.
 * The last add-on has wave -1, so that microservices keep Argo CD's default wave 0.
 */
export function planWaves(addOns: readonly AddOn[]): readonly PlannedAddOn[] {
  const depths = new Map<AddOn, number>();
  const path: AddOn[] = [];
  const depthOf = (addOn: AddOn): number => {
    const known = depths.get(addOn);
    if (known !== undefined) return known;
    const start = path.indexOf(addOn);
    if (start >= 0) {
      const cycle = [...path.slice(start), addOn].map((each) => each.name).join(' -> ');
      throw new UserError('add-ons need one another in a circle', [
        { where: addOn.name, what: `needs itself: ${cycle}` },
      ]);
    }
    path.push(addOn);
    const depth = addOn.needs.reduce((deepest, need) => Math.max(deepest, depthOf(need) + 1), 0);
    path.pop();
    depths.set(addOn, depth);
    return depth;
  };
  const absent = addOns.flatMap((each) =>
    each.needs
      .filter((need) => !addOns.includes(need))
      .map((need) => ({
        where: each.name,
        what: `needs ${need.name}, which is not among the add-ons of the fleet in this environment`,
      })),
  );
  if (absent.length > 0) throw new UserError('add-ons are missing', absent);
  const deepest = addOns.reduce((most, addOn) => Math.max(most, depthOf(addOn)), 0);
  return addOns
    .map((addOn) => ({ addOn, wave: depthOf(addOn) - deepest - 1 }))
    .sort((a, b) => a.wave - b.wave || (a.addOn.name < b.addOn.name ? -1 : 1));
}
