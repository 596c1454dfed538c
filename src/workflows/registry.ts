import { pushRoleName, registryHost, repositoryName, roleArn } from '../model/delivery';
import type { EnvironmentSettings } from '../model/environment';
import { ACTIONS } from './actions';
import { awsKeys, ID_TOKEN, keysIn } from './aws';
import { computed } from './expression';
import type { Computed } from './expression';
import { LAYOUT } from './image';
import { goTools } from './integration';
import { IS_MERGED, named } from './service';
import { script } from './shell';
import { GO_TOOLS } from './tools';
import { cell, job, needed, output, run, use } from './workflow';
import type { Job, Matrix } from './workflow';

/** Puts the tools of this job first, and logs in to a registry of ECR. */
const LOG_IN = `export PATH="$RUNNER_TEMP/bin:$PATH"
  aws ecr get-login-password | crane auth login "$REGISTRY" --username AWS --password-stdin`;

/** Sets \`found\` to the digest that the tag has, or to nothing. Any answer but "there is no such image" is a failure. */
const FIND_TAG = `found=""
  if ! found=$(aws ecr describe-images --repository-name "$REPOSITORY" --image-ids "imageTag=$TAG" \\
    --query 'imageDetails[0].imageDigest' --output text 2> answer.txt); then
    if ! grep --quiet ImageNotFoundException answer.txt; then
      cat answer.txt >&2
      exit 1
    fi
    found=""
  fi`;

/**
 * Pushes the layout. Tags are immutable: one that is there already was pushed by an earlier try of the same run, from
 * the same commit, and stays. What is released is what the registry has.
 */
const PUSH = script<'digest'>`
  ${LOG_IN}
  ${FIND_TAG}
  if [ -n "$found" ]; then
    echo "::notice::$REPOSITORY:$TAG is there already, as $found"
  else
    crane push ${LAYOUT} "$REGISTRY/$REPOSITORY:$TAG"
    found=$(crane digest "$REGISTRY/$REPOSITORY:$TAG")
    if [ "$found" != "$DIGEST" ]; then
      echo "::error::the registry has $found, but $DIGEST was tested"
      exit 1
    fi
  fi
  echo "digest=$found" >> "$GITHUB_OUTPUT"
`;

/** Copies by digest from the registry of the first environment, so that later ones run the very same bytes. */
const COPY = script`
  ${LOG_IN}
  ${FIND_TAG}
  if [ -n "$found" ] && [ "$found" != "$DIGEST" ]; then
    echo "::error::$REPOSITORY:$TAG is there already, but as $found, not $DIGEST"
    exit 1
  fi
  if [ -z "$found" ]; then
    crane copy "$SOURCE/$REPOSITORY@$DIGEST" "$REGISTRY/$REPOSITORY:$TAG"
  fi
`;

/** Lets crane read from a registry. */
const LOG_IN_TO_SOURCE = script`
  export PATH="$RUNNER_TEMP/bin:$PATH"
  aws ecr get-login-password | crane auth login "$SOURCE" --username AWS --password-stdin
`;

const pushRole = (account: Pick<EnvironmentSettings, 'account'>): Computed =>
  named((microservice) => roleArn(account, pushRoleName(microservice)));

/** Pushes to the first environment's registry, and attests where the image comes from. Runs no code of the service. */
export function pushJob(first: EnvironmentSettings, image: Job<'tag' | 'digest'>, gates: readonly Pick<Job, 'id'>[]) {
  const keys = awsKeys({ ...first, role: pushRole(first) });
  const push = run('Push', PUSH, {
    id: 'push',
    env: {
      ...keysIn(keys, first.region),
      REGISTRY: registryHost(first),
      REPOSITORY: named(repositoryName),
      TAG: needed(image, 'tag'),
      DIGEST: needed(image, 'digest'),
    },
  });
  return job({
    id: 'push',
    name: 'Image: push',
    needs: [image, ...gates],
    if: IS_MERGED,
    permissions: {
      'id-token': ID_TOKEN,
      attestations: ['write', 'to say where the image comes from'],
    },
    timeoutMinutes: 10,
    outputs: { tag: needed(image, 'tag'), digest: output(push, 'digest') },
    steps: [
      use('Fetch the image', ACTIONS.downloadArtifact, { with: { name: LAYOUT, path: LAYOUT } }),
      run('Install crane', goTools(GO_TOOLS.crane)),
      keys,
      push,
      use('Attest', ACTIONS.attest, {
        with: {
          'subject-name': named((microservice) => `${registryHost(first)}/${repositoryName(microservice)}`),
          'subject-digest': output(push, 'digest'),
          'push-to-registry': true,
          'create-storage-record': false,
        },
      }),
    ],
  });
}

/** Brings the image to the later environments ahead of its promotion, beside the release: dev waits for none of it. */
export function copyJob(
  first: EnvironmentSettings,
  later: readonly EnvironmentSettings[],
  push: Job<'tag' | 'digest'>,
) {
  const matrix: Matrix<'environment' | 'account' | 'region' | 'registry'> = {
    include: later.map((each) => ({
      environment: each.name,
      account: each.account,
      region: each.region,
      registry: registryHost(each),
    })),
  };
  const source = awsKeys({ ...first, role: pushRole(first) });
  const account = cell(matrix, 'account');
  const region = cell(matrix, 'region');
  const target = awsKeys(
    { account, region, role: pushRole({ account: account.yaml }) },
    'target',
    'Get keys to the other account',
  );
  return job({
    id: 'copy',
    name: computed`Image: copy to ${cell(matrix, 'environment')}`,
    needs: [push],
    if: IS_MERGED,
    matrix,
    permissions: { 'id-token': ID_TOKEN },
    timeoutMinutes: 10,
    steps: [
      run('Install crane', goTools(GO_TOOLS.crane)),
      source,
      run('Log in where it is', LOG_IN_TO_SOURCE, {
        env: { ...keysIn(source, first.region), SOURCE: registryHost(first) },
      }),
      target,
      run('Copy', COPY, {
        env: {
          ...keysIn(target, region),
          SOURCE: registryHost(first),
          REGISTRY: cell(matrix, 'registry'),
          REPOSITORY: named(repositoryName),
          TAG: needed(push, 'tag'),
          DIGEST: needed(push, 'digest'),
        },
      }),
    ],
  });
}
