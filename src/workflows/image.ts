import { ACTIONS } from './actions';
import { computed, github } from './expression';
import { GIVEN } from './service';
import { script } from './shell';
import { IMAGES, TRIVY } from './tools';
import { job, output, run, use } from './workflow';

/** The image as a folder in OCI layout: what was built, scanned and tested is pushed byte by byte. */
export const LAYOUT = 'image';

/**
 * The tag grows with every run of the service's workflow, so that a release can tell whether it is the newer one; the
 * commit is in it for people. The digest is that of the whole index, with its SBOM and provenance.
 */
const NAME_IMAGE = script<'tag' | 'digest'>`
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
