import type { Delivery } from '../model/delivery';
import { ACTIONS } from './actions';
import { computed, github, repositorySecret, variable } from './expression';
import { script } from './shell';
import { gitopsToken, project, WITH_GITOPS_TOKEN } from './this-repository';
import { inputs, job, output, run, use } from './workflow';
import type { Inputs, Workflow } from './workflow';

/** Moves tag and digest. Names become arguments, never code: they are read into an array. */
function moveReleases(gitops: string): ReturnType<typeof script> {
  return script`
    ${WITH_GITOPS_TOKEN}
    read -r -a words <<< "$MICROSERVICES"
    node bin/chartwright.js promote "\${words[@]}" "$FROM" "$TO" --repo "https://github.com/\${GITHUB_REPOSITORY_OWNER}/${gitops}.git"
  `;
}

/** A branch of its own for each run, so that none waits for another. */
const OPEN_PULL_REQUEST = script`
  if git diff --quiet -- releases; then
    echo "::notice::$TO already runs what $FROM runs"
    exit 0
  fi
  git config user.name 'Chartwright'
  git config user.email 'chartwright@users.noreply.github.com'
  git switch --quiet --create "promote-\${TO}-\${RUN}"
  git commit --quiet --message "releases: promote from \${FROM} to \${TO}" -- releases
  git -c "url.https://x-access-token:\${GH_TOKEN}@github.com/.insteadOf=https://github.com/" \\
    push --quiet "https://github.com/\${GITHUB_REPOSITORY}.git" HEAD
  gh pr create --fill --head "promote-\${TO}-\${RUN}"
`;

type Names = 'microservices' | 'from' | 'to';

function promoteJob({ gitopsRepository, platformRepository }: Delivery, given: Inputs<Names>) {
  const gitops = gitopsToken(gitopsRepository, 'read');
  const platform = use('Get a token for this repository', ACTIONS.appToken, {
    id: 'platform',
    with: {
      // not the App of the services: that one is kept to the releases of the first environment
      'client-id': variable('GITOPS_APP_CLIENT_ID'),
      'private-key': repositorySecret('GITOPS_APP_PRIVATE_KEY'),
      owner: github('repository_owner'),
      repositories: platformRepository,
      'permission-contents': 'write',
      'permission-pull-requests': 'write',
    },
  });
  const ends = { FROM: given.input('from'), TO: given.input('to') };
  return job({
    id: 'promote',
    name: 'Open a pull request',
    permissions: { contents: ['read', 'to read the releases'] },
    timeoutMinutes: 10,
    steps: [
      ...project(),
      gitops,
      run('Move the releases', moveReleases(gitopsRepository), {
        env: { GITOPS_TOKEN: output(gitops, 'token'), MICROSERVICES: given.input('microservices'), ...ends },
      }),
      // by the App: a pull request that the workflow's own token opens starts no workflow, so nothing would test it
      platform,
      run('Open the pull request', OPEN_PULL_REQUEST, {
        env: { GH_TOKEN: output(platform, 'token'), RUN: github('run_id'), ...ends },
      }),
    ],
  });
}

/** Lets an environment run what another one runs, by a pull request that somebody approves. */
export function promote(delivery: Delivery, environments: readonly string[]): Workflow {
  const given = inputs({
    microservices: { description: 'Names, separated by spaces; --all for every one', required: true, type: 'string' },
    from: {
      description: 'Environment that has proven it',
      required: true,
      type: 'choice',
      options: environments.slice(0, -1),
    },
    to: {
      description: 'Environment that shall run it',
      required: true,
      type: 'choice',
      options: environments.slice(1),
    },
  });
  return {
    file: 'promote',
    name: 'Promote',
    purpose: 'Lets an environment run what another one runs, by a pull request that somebody approves.',
    on: { dispatch: given },
    // each run by itself: a group of all would drop the second of three
    concurrency: { group: computed`promote-${github('run_id')}`, cancelInProgress: false },
    jobs: [promoteJob(delivery, given)],
  };
}
