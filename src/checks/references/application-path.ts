import { applicationsOf } from './applications';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import type { Application } from '../../../imports/argo';
import { expected } from './valid';

/** An Application deploys something. */
export const applicationPath: Check = {
  id: 'application-path',
  severity: 'error',
  what: 'The path of every Application whose repository is the one of this tree holds manifests.',
  why: 'Argo CD takes an empty path for an empty application, and with pruning on deletes what it had deployed.',
  remediation: 'Set spec.source.path to the folder of the manifests, as it is in the repository.',
  peers: ['argocd app manifests'],
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/directory/',
  run: (tree, report) => {
    const applications = applicationsOf(tree);
    const repositoryOf = (each: (typeof applications)[number]): string | undefined =>
      claimed<Application>(each.at).spec?.source?.repoURL;
    const own = new Set(applications.filter(({ manifests }) => manifests.length > 0).map(repositoryOf));
    const paths = applications.flatMap(({ path, manifests }) =>
      path !== undefined && manifests.length > 0 ? [path] : [],
    );
    for (const each of applications)
      if (each.path !== undefined && each.manifests.length === 0 && own.has(repositoryOf(each)))
        report(each.at, 'spec.source.path', `is ${each.path}, where no manifest is: ${expected(paths)}`);
  },
};
