import type { DeliveryFacts } from '../model/delivery';
import { pullRoleName, registryHost, roleArn } from '../model/delivery';
import type { EnvironmentSettings } from '../model/environment';
import { ACTIONS } from './actions';
import { awsKeys, ID_TOKEN, keysIn } from './aws';
import { equal } from './expression';
import { goTools } from './integration';
import { checkOutPlatform, LOOK_UP, PLATFORM, platformToken } from './release';
import { firstOf, GIVEN, IS_OURS, named } from './service';
import { script } from './shell';
import { GO_TOOLS } from './tools';
import { job, onlyIf, output, run, use } from './workflow';
import type { Job } from './workflow';

/** The callees' images as folders in OCI layout, one for each. */
export const CALLEES = 'callees';

/** Asks once, for both jobs: whether there is anything to try, and at which commit of the platform. */
const IS_KNOWN = script<'known' | 'commit'>`
  ${LOOK_UP}
  if [ "$known" != true ]; then
    echo "::warning::$MICROSERVICE is not in the fleet yet, so nothing is tried end to end"
  fi
  echo "known=$known" >> "$GITHUB_OUTPUT"
  echo "commit=$(git rev-parse HEAD)" >> "$GITHUB_OUTPUT"
`;

/** Asks the plan whom the microservice calls, and fetches what those run, by digest. */
function fetchCallees(environment: EnvironmentSettings): ReturnType<typeof script> {
  const host = registryHost(environment);
  return script`
    export PATH="$RUNNER_TEMP/bin:$PATH"
    node bin/chartwright.js kind "$MICROSERVICE" --env ${environment.name} --out "$RUNNER_TEMP/plan" \\
      --postgres 127.0.0.1 --redis 127.0.0.1 --kafka 127.0.0.1
    mkdir ../${CALLEES}
    cp "$RUNNER_TEMP/plan/images.txt" ../${CALLEES}/
    aws ecr get-login-password | crane auth login ${host} --username AWS --password-stdin
    while read -r repository digest; do
      crane pull --format oci "${host}/$repository@$digest" "../${CALLEES}/$repository"
    done < "$RUNNER_TEMP/plan/images.txt"
  `;
}

/** Fetches what the microservice calls, beside the build of its own image. */
export function calleesJob(facts: DeliveryFacts): Job<'known' | 'commit'> {
  const first = firstOf(facts);
  const token = platformToken(facts.delivery, 'read');
  const known = run('Look it up in the fleet', IS_KNOWN, {
    id: 'fleet',
    folder: PLATFORM,
    env: { ENVIRONMENT: first.name, MICROSERVICE: GIVEN.input('microservice') },
  });
  const role = named((microservice) => roleArn(first, pullRoleName(microservice)));
  const keys = awsKeys({ ...first, role });
  return job({
    id: 'callees',
    name: 'Images of the callees',
    if: IS_OURS,
    permissions: { 'id-token': ID_TOKEN },
    timeoutMinutes: 10,
    outputs: { known: output(known, 'known'), commit: output(known, 'commit') },
    steps: [
      token,
      ...checkOutPlatform(facts.delivery, token),
      known,
      ...onlyIf(equal(output(known, 'known'), 'true'), [
        run('Install crane', goTools(GO_TOOLS.crane)),
        keys,
        run('Fetch them', fetchCallees(first), {
          folder: PLATFORM,
          env: { ...keysIn(keys, first.region), MICROSERVICE: GIVEN.input('microservice') },
        }),
        use('Keep them for the tests', ACTIONS.uploadArtifact, {
          with: {
            name: CALLEES,
            path: CALLEES,
            'if-no-files-found': 'error',
            'retention-days': 1,
            'compression-level': 0,
          },
        }),
      ]),
    ],
  });
}
