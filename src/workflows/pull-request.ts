import type { Delivery } from '../model/delivery';
import { computed, equal, github } from './expression';
import { script } from './shell';
import { gitopsToken, project, WITH_GITOPS_TOKEN } from './this-repository';
import { job, output, run } from './workflow';
import type { Workflow } from './workflow';

/** By which the comment is found again: another workflow may write as the same robot. */
const MARK = '<!-- chartwright diff -->';

/** GitHub takes 65,536 characters; the rest is room for the sentence that says where all of it is. */
const LONGEST = 60_000;

/** The comment's text: what `diff` says, cut at the end of a line where it is too long. */
function commentText(gitops: string): ReturnType<typeof script> {
  return script`
    ${WITH_GITOPS_TOKEN}
    {
      echo '${MARK}'
      echo '## What publishing this would change'
      echo
      node bin/chartwright.js diff --markdown --repo "https://github.com/\${GITHUB_REPOSITORY_OWNER}/${gitops}.git"
    } > whole.md
    cat whole.md >> "$GITHUB_STEP_SUMMARY"
    cp whole.md comment.md
    if [ "$(wc -c < whole.md)" -gt ${LONGEST} ]; then
      head -c ${LONGEST} whole.md | sed '$d' > comment.md
      printf '\n</details>\n\n_Cut here: [all of it](%s)_\n' "$RUN" >> comment.md
    fi
  `;
}

/** Writes the comment, or changes the one that an earlier run wrote. */
const COMMENT = script`
  comments="repos/$GITHUB_REPOSITORY/issues"
  mine='.[] | select(.user.login == "github-actions[bot]" and (.body | startswith("${MARK}"))) | .id'
  id=$(gh api --paginate "$comments/$NUMBER/comments" --jq "$mine" | sed -n 1p)
  if [ -n "$id" ]; then
    gh api --silent --method PATCH "$comments/comments/$id" --field body=@comment.md
  else
    gh api --silent --method POST "$comments/$NUMBER/comments" --field body=@comment.md
  fi
`;

const test = job({
  id: 'test',
  name: 'Tests, checks and synth',
  permissions: { contents: ['read', 'to read the change'] },
  timeoutMinutes: 30,
  steps: [
    ...project(),
    run('Test', script`npm test`),
    run('Check the manifests', script`node bin/chartwright.js check --format github`),
  ],
});

function diff({ gitopsRepository }: Delivery) {
  const token = gitopsToken(gitopsRepository, 'read');
  return job({
    id: 'diff',
    name: 'What publishing would change',
    // a fork's pull request has no access to the GitOps repository
    if: equal(github('event.pull_request.head.repo.full_name'), github('repository')),
    permissions: {
      contents: ['read', 'to read the change'],
      'pull-requests': ['write', 'to keep one comment up to date'],
    },
    timeoutMinutes: 10,
    steps: [
      ...project(),
      token,
      run('Compare with what is published', commentText(gitopsRepository), {
        env: {
          GITOPS_TOKEN: output(token, 'token'),
          RUN: computed`https://github.com/${github('repository')}/actions/runs/${github('run_id')}`,
        },
      }),
      run('Say it in one comment', COMMENT, {
        env: { GH_TOKEN: github('token'), NUMBER: github('event.pull_request.number') },
      }),
    ],
  });
}

/** What a change must pass, and what publishing it would do to each cluster. */
export const pullRequest = (delivery: Delivery): Workflow => ({
  file: 'pull-request',
  name: 'Pull request',
  purpose: 'What a change must pass, and what publishing it would do to each cluster.',
  on: { pullRequest: true },
  // only the newest commit of a pull request matters
  concurrency: { group: computed`pull-request-${github('event.pull_request.number')}`, cancelInProgress: true },
  jobs: [test, diff(delivery)],
});
