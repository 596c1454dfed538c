import { MAIN_BRANCH } from '../model/delivery';
import type { Delivery, DeliveryFacts } from '../model/delivery';
import { UserError, validNames } from '../model/faults';
import { computed, either, equal, github, repositorySecret, variable } from './expression';
import type { Call, Workflow } from './workflow';

/** Which workflow a microservice calls; a program of somebody else's has none, since nobody here builds it. */
const FILES = { rust: 'rust-service', 'spring-boot': 'kotlin-service' } as const;

/** Whose workflow is wanted; the runtime is asked of the fleet unless it is not there yet. */
export interface Caller {
  readonly name: string;
  readonly commit: string;
  readonly runtime?: keyof typeof FILES | undefined;
}

/** The file that a microservice's repository commits as `.github/workflows/delivery.yml`. */
export function callerWorkflow({ delivery, microservices }: DeliveryFacts, caller: Caller): Workflow {
  const { name, commit } = caller;
  const known = microservices.find((each) => each.name === name)?.runtime;
  if (known !== undefined && caller.runtime !== undefined && known !== caller.runtime)
    throw new UserError(`${name} is written in ${known}, as the fleet says; leave --runtime ${caller.runtime} out`);
  const runtime = known ?? caller.runtime;
  if (runtime === undefined)
    throw new UserError(`There is no microservice ${name}: ${validNames(microservices.map((each) => each.name))}`);
  if (runtime === 'container')
    throw new UserError(`${name} runs an image that somebody else builds, so there is nothing to deliver`);
  return {
    file: 'delivery',
    name: 'Delivery',
    purpose: `From a commit to ${name} in the first environment: tests, audits, image, release.`,
    on: { push: { branches: [MAIN_BRANCH] }, pullRequest: true },
    // every merge by itself, so that none is dropped; of a pull request only the newest commit
    concurrency: {
      group: computed`delivery-${either(github('event.pull_request.number'), github('sha'))}`,
      cancelInProgress: equal(github('event_name'), 'pull_request'),
    },
    jobs: [callOf(delivery, FILES[runtime], name, commit)],
  };
}

/** A called workflow can have no more than its caller grants; each of its jobs takes a part of this. */
function callOf(
  { organization, platformRepository }: Delivery,
  file: string,
  microservice: string,
  commit: string,
): Call {
  return {
    id: 'delivery',
    name: 'Delivery',
    permissions: {
      contents: ['read', 'to read the code'],
      actions: ['read', 'to name the run that a finding comes from'],
      'security-events': ['write', 'to show what the source audit found'],
      'id-token': ['write', 'to prove to AWS who this is'],
      attestations: ['write', 'to say where the image comes from'],
    },
    calls: {
      uses: `${organization}/${platformRepository}/.github/workflows/${file}.yml`,
      commit,
      comment: MAIN_BRANCH,
    },
    with: { microservice, 'platform-app-client-id': variable('PLATFORM_APP_CLIENT_ID') },
    secrets: {
      'platform-app-private-key': repositorySecret('PLATFORM_APP_PRIVATE_KEY'),
      ...(file === 'kotlin-service' && { 'nvd-api-key': repositorySecret('NVD_API_KEY') }),
    },
  };
}
