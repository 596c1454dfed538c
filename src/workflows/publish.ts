import { MAIN_BRANCH } from '../model/delivery';
import type { Delivery } from '../model/delivery';
import { computed, github } from './expression';
import { script } from './shell';
import { gitopsToken, project, WITH_GITOPS_TOKEN } from './this-repository';
import { cell, job, output, run } from './workflow';
import type { Workflow } from './workflow';

/** Publishes one environment; the checks were passed in the step before, and `publish` asks them again. */
function publishEnvironment(gitops: string): ReturnType<typeof script> {
  return script`
    ${WITH_GITOPS_TOKEN}
    git config --global user.name 'Chartwright'
    git config --global user.email 'chartwright@users.noreply.github.com'
    node bin/chartwright.js publish --env "$ENVIRONMENT" --repo "https://github.com/\${GITHUB_REPOSITORY_OWNER}/${gitops}.git"
  `;
}

/**
 * One job for each environment. The first goes ahead; the protection rules of the others ask a person. A job that waits
 * for its turn is replaced by a newer one, which renders all that the older one would have: nothing is lost by it.
 */
function publishJob({ gitopsRepository }: Delivery, environments: readonly string[]) {
  const matrix = { include: environments.map((environment) => ({ environment })) };
  const environment = cell(matrix, 'environment');
  const token = gitopsToken(gitopsRepository, 'write');
  return job({
    id: 'publish',
    name: computed`Publish ${environment}`,
    matrix,
    environment,
    concurrency: { group: computed`publish-${environment}`, cancelInProgress: false },
    permissions: { contents: ['read', 'to read what is rendered'] },
    timeoutMinutes: 15,
    steps: [
      // publish refuses to go back to an older commit, and needs the history to know
      ...project({ history: true }),
      run(
        'Render and check',
        script`
          node bin/chartwright.js synth
          node bin/chartwright.js check --format github
        `,
      ),
      token,
      run('Publish', publishEnvironment(gitopsRepository), {
        env: { GITOPS_TOKEN: output(token, 'token'), ENVIRONMENT: environment },
      }),
    ],
  });
}

/** Brings the GitOps repository to what main renders; Argo CD does the rest. */
export const publish = (delivery: Delivery, environments: readonly string[]): Workflow => ({
  file: 'publish',
  name: 'Publish',
  purpose: 'Brings the GitOps repository to what main renders; Argo CD does the rest.',
  on: { push: { branches: [MAIN_BRANCH] } },
  concurrency: { group: computed`publish-${github('sha')}`, cancelInProgress: false },
  jobs: [publishJob(delivery, environments)],
});
