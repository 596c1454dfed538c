import { getStack, RunError } from '@pulumi/pulumi';
import { UserError } from '../src/model/faults';
import type { Outputs } from './outputs';
import { program } from './program';
import { planOf } from './stack';

/** What `pulumi up` runs: the outputs of the stack are those of the program. */
export const { contract, secretsToFill, nameServers } = run();

/** A mistake in the description is shown as such, without a stack. */
function run(): Outputs {
  try {
    return program(planOf(getStack()));
  } catch (error) {
    throw error instanceof UserError ? new RunError(error.message) : error;
  }
}
