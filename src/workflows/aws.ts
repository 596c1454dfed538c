import { ACTIONS } from './actions';
import { computed, github } from './expression';
import type { Computed, Expression } from './expression';
import { output, use } from './workflow';
import type { Step } from './workflow';

/** An account, and the role there that is taken. */
interface Place {
  readonly account: string | Expression;
  readonly region: string | Expression;
  readonly role: Computed;
}

/** Keys to one environment's account, as outputs: only steps that are given them have them. */
export function awsKeys({ account, region, role }: Place, id = 'aws', name = 'Get keys to AWS') {
  return use(name, ACTIONS.awsCredentials, {
    id,
    with: {
      'role-to-assume': role,
      'aws-region': region,
      'allowed-account-ids': account,
      'role-session-name': computed`github-${github('run_id')}`,
      'output-credentials': true,
      'output-env-credentials': false,
    },
  });
}

/**
 * Proof to AWS of who this is. Whatever runs in a job that has it can take every role that trusts its branch, so such a
 * job runs no code of a service.
 */
export const ID_TOKEN = ['write', 'to prove to AWS who this is'] as const;

type Keys = Step<'aws-access-key-id' | 'aws-secret-access-key' | 'aws-session-token'>;

/** Variables by which the AWS CLI finds the keys. */
export const keysIn = (keys: Keys, region: string | Expression) => ({
  AWS_ACCESS_KEY_ID: output(keys, 'aws-access-key-id'),
  AWS_SECRET_ACCESS_KEY: output(keys, 'aws-secret-access-key'),
  AWS_SESSION_TOKEN: output(keys, 'aws-session-token'),
  AWS_REGION: region,
});
