import { delivery } from '../charts/delivery';
import { environments } from '../charts/environments';
import type { EnvironmentName } from '../charts/environments';
import { fleet } from '../charts/fleet';
import { cloudNeeds } from '../src/model/cloud';
import { UserError, validNames } from '../src/model/faults';
import type { Plan } from './program';
import { settings } from './settings';

/**
 * The plan of the stack of this name: a stack is an environment.
 * @throws UserError when there is no such environment, or its fleet has faults
 */
export function planOf(stack: string): Plan {
  const names = Object.keys(environments);
  if (!isEnvironment(stack)) throw new UserError(`The stack ${stack} is no environment; ${validNames(names)}`);
  return {
    fleet: fleet.name,
    needs: cloudNeeds(fleet, environments[stack]),
    settings: settings[stack],
    delivery,
    // changes are tested with what runs in the first environment
    tested: stack === names[0],
  };
}

const isEnvironment = (name: string): name is EnvironmentName => name in environments;
