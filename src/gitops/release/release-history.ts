import * as path from 'node:path';
import { parse } from 'yaml';
import type { Release } from '../../model/release';
import { UserError } from '../../model/faults';
import { Git } from '../repository/git';
import { readTexts } from '../repository/published';

/** One release that came with one commit. */
export interface HistoryEntry {
  readonly environment: string;
  readonly microservice: string;
  readonly from?: Release;
  /** Absent where the microservice was taken out. */
  readonly to?: Release;
  readonly commit: string;
  readonly date: string;
  readonly author: string;
  readonly subject: string;
}

/** What the commits of the project did to a file of releases, newest first. */
export function releaseHistory(
  file: string,
  environment: string,
  variables: Readonly<Record<string, string | undefined>>,
): HistoryEntry[] {
  const git = new Git(variables, { folder: path.dirname(file) });
  const name = `./${path.basename(file)}`;
  const { code, out } = git.try(['log', '--no-show-signature', '--format=%H%x00%aI%x00%an%x00%s', '--', name]);
  if (code !== 0) throw new UserError(`${file} has no history: the project has no commit in git yet`);
  const commits = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\0') as [string, string, string, string]);
  const ids = idsOf(
    git,
    commits.map(([commit]) => `${commit}:${name}`),
  );
  const texts = readTexts(
    git,
    ids.filter((id) => id !== undefined),
  );
  const states = ids.map((id) => (id === undefined ? {} : releasesOf(texts.get(id)!)));
  return commits.flatMap(([commit, date, author, subject], index) =>
    changesBetween(states[index + 1] ?? {}, states[index]!).map((change) => ({
      environment,
      ...change,
      commit,
      date,
      author,
      subject,
    })),
  );
}

function idsOf(git: Git, names: readonly string[]): (string | undefined)[] {
  if (names.length === 0) return [];
  const lines = git.run(['cat-file', '--batch-check=%(objectname) %(objecttype)'], { input: `${names.join('\n')}\n` });
  return lines.split('\n').map((line) => /^(\S+) blob$/.exec(line)?.[1]);
}

type Texts = Readonly<Record<string, Release | undefined>>;

/** What was committed once may be anything. */
function releasesOf(text: string): Texts {
  try {
    const content = parse(text) as unknown;
    return typeof content === 'object' && content !== null ? (content as Texts) : {};
  } catch {
    return {};
  }
}

function changesBetween(before: Texts, after: Texts): Pick<HistoryEntry, 'microservice' | 'from' | 'to'>[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((microservice) => {
    const [from, to] = [before[microservice], after[microservice]];
    if (from?.tag === to?.tag && from?.digest === to?.digest) return [];
    return [{ microservice, ...(from && { from }), ...(to && { to }) }];
  });
}
