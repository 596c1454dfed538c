import { getStack } from '@pulumi/pulumi';
import { program } from './program';
import { planOf } from './stack';

/** What `pulumi up` runs: the outputs of the stack are those of the program. */
export const { contract, secretsToFill, nameServers } = program(planOf(getStack()));
