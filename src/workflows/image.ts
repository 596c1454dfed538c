import { pushRoleName, registryHost, repositoryName, roleArn } from '../model/delivery';
import type { EnvironmentSettings } from '../model/environment';
import { ACTIONS } from './actions';
import { computed, github } from './expression';
import type { Computed, Expression } from './expression';
import { goTools } from './integration';
import { GIVEN, IS_MERGED, named } from './service';
import { script } from './shell';
import { GO_TOOLS, IMAGES, TRIVY } from './tools';
import { cell, job, needed, output, run, use } from './workflow';
import type { Job, Matrix, Step } from './workflow';

/** The image as a folder in OCI layout: what was built, scanned and tested is pushed byte by byte. */
export const LAYOUT = 'image';

/**
 * The tag grows with every run of the service's workflow, so that a release can tell whether it is the newer one; the
 * commit is in it for people. The digest is that of the whole index, with its SBOM and provenance.
 */
export const NAME_IMAGE = script<'tag' | 'digest'>`
  digest=$(jq --exit-status --raw-output '.manifests | if length == 1 then .[0].digest else error("not one image") end' ${LAYOUT}/index.json)
  echo "tag=$RUN-\${COMMIT:0:12}" >> "$GITHUB_OUTPUT"
  echo "digest=$digest" >> "$GITHUB_OUTPUT"
`;

/** Builds and scans, without any key: whatever a Dockerfile runs can reach neither AWS nor GitHub. */
export function buildJob() {
  const name = run('Name the image', NAME_IMAGE, {
    id: 'name',
    env: { RUN: github('run_number'), COMMIT: github('sha') },
  });
  return job({
    id: 'image',
    name: 'Image: build and scan',
    permissions: { contents: ['read', 'to read the code'] },
    timeoutMinutes: 30,
    outputs: { tag: output(name, 'tag'), digest: output(name, 'digest') },
    steps: [
      use('Check out', ACTIONS.checkout, { with: { 'persist-credentials': false } }),
      use('Set up BuildKit', ACTIONS.setupBuildx, { with: { 'driver-opts': `image=${IMAGES.buildkit}` } }),
      use('Build', ACTIONS.buildImage, {
        with: {
          context: '.',
          outputs: `type=oci,dest=${LAYOUT},tar=false`,
          provenance: 'mode=max',
          sbom: `generator=${IMAGES.sbom}`,
          labels: computed`org.opencontainers.image.source=https://github.com/${github('repository')}
org.opencontainers.image.revision=${github('sha')}
org.opencontainers.image.title=${GIVEN.input('microservice')}`,
        },
      }),
      use('Scan', ACTIONS.trivy, {
        with: {
          'scan-type': 'image',
          input: LAYOUT,
          version: TRIVY,
          severity: 'CRITICAL,HIGH',
          'ignore-unfixed': true,
          'exit-code': 1,
          cache: false,
        },
      }),
      name,
      use('Keep the image for the next jobs', ACTIONS.uploadArtifact, {
        with: { name: LAYOUT, path: LAYOUT, 'if-no-files-found': 'error', 'retention-days': 1, 'compression-level': 0 },
      }),
    ],
  });
}

/** Keys to one environment's account, as outputs: only steps that are given them have them. */
export function awsKeys(account: string | Expression, region: string | Expression, role: Computed) {
  return use('Get keys to AWS', ACTIONS.awsCredentials, {
    id: 'aws',
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

type Keys = Step<'aws-access-key-id' | 'aws-secret-access-key' | 'aws-session-token'>;

/** Variables by which the AWS CLI finds the keys. */
export const keysIn = (keys: Keys, region: string | Expression) => ({
  AWS_ACCESS_KEY_ID: output(keys, 'aws-access-key-id'),
  AWS_SECRET_ACCESS_KEY: output(keys, 'aws-secret-access-key'),
  AWS_SESSION_TOKEN: output(keys, 'aws-session-token'),
  AWS_REGION: region,
});

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
export const PUSH = script<'digest'>`
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
export const COPY = script`
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
export const LOG_IN_TO_SOURCE = script`
  export PATH="$RUNNER_TEMP/bin:$PATH"
  aws ecr get-login-password | crane auth login "$SOURCE" --username AWS --password-stdin
`;

const ID_TOKEN = ['write', 'to prove to AWS who this is'] as const;

/** Pushes to the first environment's registry, and attests where the image comes from. Runs no code of the service. */
export function pushJob(first: EnvironmentSettings, image: Job<'tag' | 'digest'>, gates: readonly Pick<Job, 'id'>[]) {
  const keys = awsKeys(
    first.account,
    first.region,
    named((microservice) => roleArn(first, pushRoleName(microservice))),
  );
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
  const source = awsKeys(
    first.account,
    first.region,
    named((microservice) => roleArn(first, pushRoleName(microservice))),
  );
  const account = cell(matrix, 'account');
  const role = named((microservice) => roleArn({ account: account.yaml }, pushRoleName(microservice)));
  const target = use('Get keys to the other account', ACTIONS.awsCredentials, {
    id: 'target',
    with: {
      'role-to-assume': role,
      'aws-region': cell(matrix, 'region'),
      'allowed-account-ids': account,
      'role-session-name': computed`github-${github('run_id')}`,
      'output-credentials': true,
      'output-env-credentials': false,
    },
  });
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
          ...keysIn(target, cell(matrix, 'region')),
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
