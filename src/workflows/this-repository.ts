import { ACTIONS } from './actions';
import { github, repositorySecret, variable } from './expression';
import { script } from './shell';
import { use, run } from './workflow';
import type { Action, Step } from './workflow';

const NODE = 24;

/** The project with what its lock file names. `history` for commands that compare commits. */
export function project(options: { readonly history?: true } = {}): readonly Step<never>[] {
  return [
    use('Check out', ACTIONS.checkout, {
      with: { 'persist-credentials': false, ...(options.history && { 'fetch-depth': 0 }) },
    }),
    ...nodePackages(),
  ];
}

/** Node and the dependencies of the project in a folder of the job. No cache: what is published was fetched as locked. */
export function nodePackages(folder?: string): readonly Step<never>[] {
  return [
    use('Set up Node', ACTIONS.setupNode, { with: { 'node-version': NODE, 'package-manager-cache': false } }),
    run('Install', script`npm ci`, folder === undefined ? {} : { folder }),
  ];
}

type AppToken = typeof ACTIONS.appToken extends Action<infer With, string> ? With : never;

/** A token of the GitHub App that may do this in the GitOps repository, for an hour and for that repository only. */
export function gitopsToken(repository: string, contents: 'read' | 'write'): Step<'token'> {
  const inputs: AppToken = {
    'client-id': variable('GITOPS_APP_CLIENT_ID'),
    'private-key': repositorySecret('GITOPS_APP_PRIVATE_KEY'),
    owner: github('repository_owner'),
    repositories: repository,
    'permission-contents': contents,
  };
  return use('Get a token for the GitOps repository', ACTIONS.appToken, { id: 'gitops', with: inputs });
}

/** Lets git use the token for one repository, for as long as the machine lives, without a file in the project. */
export const WITH_GITOPS_TOKEN = `git config --global url."https://x-access-token:\${GITOPS_TOKEN}@github.com/\${GITHUB_REPOSITORY_OWNER}/".insteadOf "https://github.com/\${GITHUB_REPOSITORY_OWNER}/"`;
