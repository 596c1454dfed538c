import { MAIN_BRANCH } from '../model/delivery';
import type { Delivery } from '../model/delivery';
import type { EnvironmentSettings } from '../model/environment';
import { ACTIONS } from './actions';
import type { Value } from './expression';
import { GIVEN, IS_MERGED, KEYS } from './service';
import { script } from './shell';
import { nodePackages } from './this-repository';
import { job, needed, output, run, use } from './workflow';
import type { Job, Step } from './workflow';

/** Where the platform repository is checked out beside a service's own code. */
export const PLATFORM = 'platform';

/**
 * Sets `released` to what the environment runs, and `known` to whether the microservice is in it: the first image of a
 * new one is pushed before the fleet can name it. A list that cannot be had is a failure, not an absence.
 */
export const LOOK_UP = `released=$(node bin/chartwright.js release list --env "$ENVIRONMENT" --json | jq --exit-status 'to_entries[0].value')
  known=$(jq --arg name "$MICROSERVICE" 'has($name)' <<< "$released")`;

/**
 * Sets the release of one microservice by one commit on the platform repository's main. Many services do that at once,
 * each from a repository of its own, so no group of GitHub makes them wait: a push that comes second begins again on the
 * new head. An older run that comes late leaves the newer image: tags begin with the number of the run.
 */
const SET_RELEASE = script`
  if ! [[ "$MICROSERVICE" =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$ ]]; then
    echo "::error::no name of a microservice: $MICROSERVICE"
    exit 1
  fi
  if ! [[ "$TAG" =~ ^([0-9]+)-[0-9a-f]{12}$ ]]; then
    echo "::error::no tag of a run and a commit: $TAG"
    exit 1
  fi
  number=\${BASH_REMATCH[1]}
  if ! [[ "$DIGEST" =~ ^sha256:[0-9a-f]{64}$ ]]; then
    echo "::error::no digest: $DIGEST"
    exit 1
  fi
  git config user.name 'Chartwright'
  git config user.email 'chartwright@users.noreply.github.com'
  with_token() {
    git -c "url.https://x-access-token:\${TOKEN}@github.com/.insteadOf=https://github.com/" "$@"
  }
  for try in 1 2 3 4 5 6 7 8 9 10; do
    with_token fetch --quiet "$PLATFORM_URL" ${MAIN_BRANCH}
    git reset --quiet --hard FETCH_HEAD
    ${LOOK_UP.replaceAll('\n', '\n  ')}
    if [ "$known" != true ]; then
      echo "::warning::$MICROSERVICE is not in the fleet yet; begin it with: chartwright new microservice $MICROSERVICE --team <team> --release $TAG@$DIGEST"
      exit 0
    fi
    current=$(jq --raw-output --arg name "$MICROSERVICE" '.[$name].tag' <<< "$released")
    if [[ "$current" =~ ^([0-9]+)-[0-9a-f]{12}$ ]] && ((BASH_REMATCH[1] > number)); then
      echo "::notice::$ENVIRONMENT already has $current of $MICROSERVICE, which is newer than $TAG"
      exit 0
    fi
    node bin/chartwright.js release set "$MICROSERVICE" "$TAG@$DIGEST" --env "$ENVIRONMENT"
    if git diff --quiet -- releases; then
      echo "::notice::$ENVIRONMENT already has $TAG of $MICROSERVICE"
      exit 0
    fi
    git commit --quiet --message "releases: $MICROSERVICE $TAG in $ENVIRONMENT" -- "releases/$ENVIRONMENT.yaml"
    if with_token push --quiet "$PLATFORM_URL" HEAD:refs/heads/${MAIN_BRANCH}; then
      echo "::notice::$ENVIRONMENT gets $TAG of $MICROSERVICE"
      exit 0
    fi
    echo "somebody else came first (try $try)"
    sleep "$((RANDOM % (2 * try))).$((RANDOM % 10))"
  done
  echo "::error::no push to main succeeded in ten tries"
  exit 1
`;

/** A token of the App for the platform repository, to read its charts or to set a release there. */
export function platformToken(
  { organization, platformRepository }: Delivery,
  contents: 'read' | 'write',
): Step<'token'> {
  return use('Get a token for the platform repository', ACTIONS.appToken, {
    id: 'platform',
    with: {
      'client-id': GIVEN.input('platform-app-client-id'),
      'private-key': KEYS.secret('platform-app-private-key'),
      owner: organization,
      repositories: platformRepository,
      'permission-contents': contents,
    },
  });
}

/** The platform repository as its main is now, or at a commit of it, with its dependencies. */
export function checkOutPlatform(
  { organization, platformRepository }: Delivery,
  token: Step<'token'>,
  ref: Value = MAIN_BRANCH,
): readonly Step<never>[] {
  return [
    use('Check out the platform', ACTIONS.checkout, {
      with: {
        'persist-credentials': false,
        repository: `${organization}/${platformRepository}`,
        ref,
        token: output(token, 'token'),
        path: PLATFORM,
      },
    }),
    ...nodePackages(PLATFORM),
  ];
}

/** The App's push starts the platform repository's publish workflow, which a push by the workflow's token would not. */
export function releaseJob(delivery: Delivery, first: EnvironmentSettings, push: Job<'tag' | 'digest'>) {
  const token = platformToken(delivery, 'write');
  return job({
    id: 'release',
    name: `Release in ${first.name}`,
    needs: [push],
    if: IS_MERGED,
    permissions: {},
    timeoutMinutes: 10,
    steps: [
      token,
      ...checkOutPlatform(delivery, token),
      run('Set the release', SET_RELEASE, {
        folder: PLATFORM,
        env: {
          TOKEN: output(token, 'token'),
          PLATFORM_URL: `https://github.com/${delivery.organization}/${delivery.platformRepository}.git`,
          ENVIRONMENT: first.name,
          MICROSERVICE: GIVEN.input('microservice'),
          TAG: needed(push, 'tag'),
          DIGEST: needed(push, 'digest'),
        },
      }),
    ],
  });
}
