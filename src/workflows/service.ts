import type { DeliveryFacts } from '../model/delivery';
import { MAIN_BRANCH } from '../model/delivery';
import type { EnvironmentSettings } from '../model/environment';
import { both, Computed, computed, either, equal, github } from './expression';
import { inputs, secrets } from './workflow';
import type { Workflow } from './workflow';

/** What a microservice's repository hands over; its caller workflow is printed by `chartwright workflows --caller`. */
export const GIVEN = inputs({
  microservice: {
    description: 'Name in the fleet, of the repository and of the image',
    required: true,
    type: 'string',
  },
  'platform-app-client-id': {
    description: 'Client id of the GitHub App that reads charts and sets releases',
    required: true,
    type: 'string',
  },
});

export const KEYS = secrets({
  'platform-app-private-key': { description: 'Private key of that GitHub App; a fork has none', required: false },
  'nvd-api-key': { description: 'For the vulnerability database; without it its download is slow', required: false },
});

/** Only what is merged is pushed and released: never a pull request, and never another branch. */
export const IS_MERGED = both(equal(github('event_name'), 'push'), equal(github('ref'), `refs/heads/${MAIN_BRANCH}`));

/** A fork's pull request gets no keys, so that it can read neither the charts nor the callees' images. */
export const IS_OURS = either(
  equal(github('event_name'), 'push'),
  equal(github('event.pull_request.head.repo.full_name'), github('repository')),
);

/** Where merged code runs without anybody asking: the first environment. */
export function firstOf({ environments }: DeliveryFacts): EnvironmentSettings {
  const [first] = environments;
  if (first === undefined) throw new Error('there is no environment to deliver to');
  return first;
}

/** The frame of a workflow that services call. */
export function serviceWorkflow(props: Pick<Workflow, 'file' | 'name' | 'purpose' | 'jobs'>): Workflow {
  return {
    ...props,
    on: { call: { inputs: GIVEN, secrets: KEYS } },
    // every merge by itself, so that none is dropped; of a pull request only the newest commit
    concurrency: {
      group: computed`${GIVEN.input('microservice')}-${either(github('event.pull_request.number'), github('sha'))}`,
      cancelInProgress: equal(github('event_name'), 'pull_request'),
    },
  };
}

/** A name that a rule gives to each microservice, for the one that the workflow is called for. */
export function named(rule: (microservice: string) => string): Computed {
  const name = GIVEN.input('microservice');
  return new Computed(rule(name.yaml), name.references);
}
