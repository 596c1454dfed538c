import { UserError } from '../model/faults';
import type { Crd } from './crd-files';

/** Where the upstream description of a kind comes from. */
export interface Release {
  /** `argoproj/argo-cd` */
  readonly repository: string;
  /** `v3.5.1` */
  readonly release: string;
}

/** Tells the release of a kind, from a table beside the files or from options. */
export interface Releases {
  of(crd: Crd): Release;
}

const COLUMNS = ['group', 'kind', 'file', 'source_repo', 'upstream_release'] as const;

/**
 * Reads releases from a tab-separated table (columns `group`, `kind`, `file`, `source_repo` and `upstream_release`, in any
 * order and among others) and from options like `argoproj.io=argoproj/argo-cd@v3.5.1`, which win.
 */
export function readReleases(table: string | undefined, options: readonly string[]): Releases {
  const byGroup = new Map(options.map(parseOption));
  const byFile = table === undefined ? new Map<string, Release>() : parseTable(table);
  return {
    of(crd) {
      const release = byGroup.get(crd.group) ?? byFile.get(key(crd.group, crd.kind, crd.file));
      if (release !== undefined) return release;
      throw new UserError(
        `${crd.file}: the release of ${crd.group} ${crd.kind} is not known: pass --release ${crd.group}=<owner>/<repository>@<release>`,
      );
    },
  };
}

/** Parses `<group>=<owner>/<repository>@<release>`. */
export function parseOption(option: string): readonly [string, Release] {
  const match = /^([^=]+)=([^@=]+)@(.+)$/.exec(option);
  if (match === null) throw new UserError(`--release ${option}: expected <group>=<owner>/<repository>@<release>`);
  return [match[1]!, { repository: match[2]!, release: match[3]! }];
}

function parseTable(table: string): Map<string, Release> {
  const [header = '', ...lines] = table.split(/\r?\n/).filter((line) => line !== '');
  const names = header.split('\t');
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) throw new UserError(`the table of releases has no column ${missing.join(', ')}`);
  const [group, kind, file, repository, release] = COLUMNS.map((column) => names.indexOf(column)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return new Map(
    lines
      .map((line) => line.split('\t'))
      .map((row) => [
        key(row[group]!, row[kind]!, row[file]!),
        { repository: row[repository]!, release: row[release]! },
      ]),
  );
}

function key(group: string, kind: string, file: string): string {
  return `${group} ${kind} ${file}`;
}
