import type { Git } from './git';
import { withoutPassword } from './store';

/** The commit that manifests were rendered from. */
export interface Source {
  readonly commit: string;
  readonly author: string;
  readonly date: string;
  readonly subject: string;
  /** Files of the project that are not as committed. */
  readonly modified: boolean;
  readonly repository?: string;
}

const SOURCE = 'Chartwright-source';

/** The commit the project is at; undefined where it is in no git repository, or has no commit yet. */
export function readSource(project: Git): Source | undefined {
  const line = project.find(['log', '-1', '--no-show-signature', '--format=%H%x00%an <%ae>%x00%aI%x00%s']);
  if (line === undefined) return undefined;
  const [commit, author, date, subject] = line.split('\0') as [string, string, string, string];
  const modified = project.run(['status', '--porcelain', '--untracked-files=normal', '--', '.']) !== '';
  const address = project.find(['config', '--get', 'remote.origin.url']);
  return { commit, author, date, subject, modified, ...(address && { repository: withoutPassword(address) }) };
}

/** The trailers of a commit: ours, to find the source again, and those that Argo CD shows. */
export function trailersOf(source: Source | undefined, environments: readonly string[]): string[] {
  const names = environments.map((name) => `Chartwright-environment: ${name}`);
  if (source === undefined) return [...names, `${SOURCE}: none`];
  return [
    ...names,
    `${SOURCE}: ${source.commit}`,
    `${SOURCE}-state: ${source.modified ? 'modified' : 'clean'}`,
    `Argocd-reference-commit-sha: ${source.commit}`,
    `Argocd-reference-commit-author: ${source.author}`,
    `Argocd-reference-commit-date: ${source.date}`,
    `Argocd-reference-commit-subject: ${source.subject}`,
    ...(source.repository ? [`Argocd-reference-commit-repourl: ${source.repository}`] : []),
  ];
}

/** The source that this file was last published from, if its commit says so. */
export function publishedSource(git: Git, head: string, path: string): string | undefined {
  const found = git.find(['log', '-1', `--format=%(trailers:key=${SOURCE},valueonly)`, head, '--', path]);
  return found !== undefined && /^[0-9a-f]{40,64}$/.test(found) ? found : undefined;
}

/** Whether the project is at a commit that came before this one, so that publishing would undo what it brought. */
export function isOlder(project: Git, source: Source, than: string): boolean {
  if (source.commit === than) return false;
  if (project.try(['cat-file', '-e', `${than}^{commit}`]).code !== 0) return false;
  return project.try(['merge-base', '--is-ancestor', source.commit, than]).code === 0;
}

/** Who commits, and with which key, as the project's settings say; somebody must be named. */
export function committerSettings(project: Git): { readonly settings: string[]; readonly sign: boolean } {
  const list =
    project.find(['config', '-z', '--get-regexp', '^(user|author|committer|gpg)\\.|^commit\\.gpgsign$']) ?? '';
  const settings = list
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => entry.replace('\n', '='));
  const names = new Set(settings.map((setting) => setting.slice(0, setting.indexOf('='))));
  const isNamed = names.has('user.email') || names.has('committer.email') || project.environment['GIT_COMMITTER_EMAIL'];
  if (!isNamed) settings.push('user.name=Chartwright', 'user.email=chartwright@localhost');
  const sign = settings.findLast((setting) => /^commit\.gpgsign(=|$)/.test(setting));
  return { settings, sign: sign !== undefined && /^commit\.gpgsign(=(true|yes|on|1))?$/i.test(sign) };
}
