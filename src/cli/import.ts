import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { selectCore } from '../bindings/core-definitions';
import type { Enums } from '../bindings/core-definitions';
import { CORE_RELEASES_FILE, printCoreReleases } from '../bindings/core-releases';
import { readCrds, readText } from '../bindings/crd-files';
import { generate } from '../bindings/generate';
import type { NewCore, Upstream } from '../bindings/generate';
import { compareFiles, writeFiles } from '../bindings/import-files';
import type { ImportChanges } from '../bindings/import-files';
import { earlierIndex } from '../bindings/import-index';
import { keepCore } from '../bindings/kept-core';
import { loadKinds } from '../bindings/load-kinds';
import { parseOption, readReleases } from '../bindings/releases';
import type { Release } from '../bindings/releases';
import { isRecord } from '../bindings/schema';
import type { CoreKinds, KindSelection } from '../bindings/selection';
import { UserError } from '../model/faults';

interface ImportOptions {
  readonly crds?: readonly string[];
  readonly releases?: string;
  readonly release?: readonly string[];
  readonly kubernetes?: string;
  readonly kubernetesReleases?: readonly string[];
  readonly enums?: string;
  readonly kinds: string;
  readonly out: string;
  readonly check?: boolean;
}

/** All that this command asks of its context. */
interface Output {
  print(text: string): void;
}

/** `chartwright import`: turns upstream API descriptions into types and schemas. */
export function define(command: Command, context: Output, exit: (code: number) => void): void {
  command
    .option('--crds <path...>', 'CRD files, or folders of them')
    .option('--releases <file>', 'table of upstream releases (default: INDEX.tsv in the folder of CRDs)')
    .option('--release <group=repository@release...>', 'upstream release of a group, or of "kubernetes"')
    .option(
      '--kubernetes <file>',
      'OpenAPI definitions of a Kubernetes release (default: keep the core kinds as they are)',
    )
    .option(
      '--kubernetes-releases <file...>',
      'definitions of every Kubernetes release that manifests are checked against; nothing else is imported',
    )
    .option('--enums <file>', 'allowed values that the definitions leave out (default: enums-<file> beside them)')
    .option('--kinds <file>', 'the kinds to import', 'imports/kinds.ts')
    .option('--out <folder>', 'where to write', 'imports')
    .option('--check', 'write nothing; exit 1 when a file would change')
    .addHelpText('after', HELP)
    .action((options: ImportOptions) => {
      exit(runImport(options, context));
    });
}

const HELP = `
The kinds in use are listed in imports/kinds.ts. CustomResourceDefinitions come from the releases of their operators: a
release is named by --release, as in keda.sh=kedacore/keda@v2.20.2, or by a table INDEX.tsv beside the files, with the
columns group, kind, file, source_repo and upstream_release.

  chartwright import --crds ../crds
  chartwright import --crds ../crds --kubernetes ../swagger-v1.36.0.json
  chartwright import --crds ../crds --check            for a pipeline

Exit code: 0 written or up to date, 1 --check found a difference, 2 could not run.`;

function runImport(options: ImportOptions, context: Output): number {
  if (options.kubernetesReleases !== undefined) return importReleases(options.kubernetesReleases, options, context);
  const selection = loadKinds(options.kinds);
  const files = generate(selection, readUpstream(selection, options));
  const changes = compareFiles(options.out, files);
  if (options.check !== true) writeFiles(options.out, files, changes);
  context.print(report(options, changes, files.size));
  return options.check === true && changes.written.length + changes.removed.length > 0 ? 1 : 0;
}

function importReleases(files: readonly string[], { out, enums }: ImportOptions, context: Output): number {
  const documents = new Map(files.map((file) => [file, readJson(file)]));
  const text = printCoreReleases(documents, enums === undefined ? {} : (readJson(enums) as Enums));
  const target = join(out, CORE_RELEASES_FILE);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.tmp`, text);
  renameSync(`${target}.tmp`, target);
  context.print(`wrote ${target}\n`);
  return 0;
}

function report({ out, check }: ImportOptions, { written, removed }: ImportChanges, total: number): string {
  const lines = [
    ...written.map((name) => `${check === true ? 'differs' : 'wrote'} ${join(out, name)}`),
    ...removed.map((name) => `${check === true ? 'left over' : 'removed'} ${join(out, name)}`),
    `${total - written.length} of ${total} files ${check === true ? 'are up to date' : 'were up to date'}`,
  ];
  return `${lines.join('\n')}\n`;
}

function readUpstream(selection: KindSelection, options: ImportOptions): Upstream {
  const core = readCore(selection.kubernetes ?? [], options);
  if (selection.groups.length === 0) return { crds: [], releases: readReleases(undefined, []), ...core };
  if (options.crds === undefined)
    throw new UserError(`pass --crds with files or folders of CustomResourceDefinitions: ${sources(options.out)}`);
  const groups = selection.groups.map((group) => group.group);
  const table = options.releases ?? tableBeside(options.crds);
  const releases = readReleases(table === undefined ? undefined : readText(table), options.release ?? []);
  return { crds: readCrds(options.crds, groups), releases, ...core };
}

/** Where the files of the last import came from, for who has none at hand. */
function sources(out: string): string {
  const known = earlierIndex(out)
    .filter((entry) => entry.file !== 'kubernetes' && entry.handWritten !== true)
    .map((entry) => `${entry.repository} ${entry.release}`);
  const list = [...new Set(known)].sort();
  return list.length === 0 ? 'every operator ships its own with each release' : `last imported from ${list.join(', ')}`;
}

function tableBeside(paths: readonly string[]): string | undefined {
  return paths
    .map((path) =>
      join(statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path), 'INDEX.tsv'),
    )
    .find((path) => existsSync(path));
}

function readCore(selection: readonly CoreKinds[], options: ImportOptions): Pick<Upstream, 'core'> {
  if (selection.length === 0) return {};
  if (options.kubernetes === undefined) return { core: keepCore(options.out, selection) };
  return { core: newCore(options.kubernetes, selection, options) };
}

function newCore(file: string, selection: readonly CoreKinds[], options: ImportOptions): NewCore {
  const document = readJson(file);
  const beside = join(dirname(file), `enums-${basename(file)}`);
  const enums = options.enums ?? (existsSync(beside) ? beside : undefined);
  const types = selectCore(document, enums === undefined ? {} : (readJson(enums) as Enums), selection);
  return { ...types, release: coreRelease(file, document, options.release ?? []) };
}

function coreRelease(file: string, document: unknown, options: readonly string[]): Release {
  const given = new Map(options.map(parseOption)).get('kubernetes');
  if (given !== undefined) return given;
  const info = isRecord(document) && isRecord(document['info']) ? document['info']['version'] : undefined;
  const release = [info, basename(file)]
    .map((text) => /v?\d+\.\d+\.\d+/.exec(String(text))?.[0])
    .find((match) => match !== undefined);
  if (release !== undefined) return { repository: 'kubernetes/kubernetes', release };
  throw new UserError(`${file}: its release is not known: pass --release kubernetes=kubernetes/kubernetes@<release>`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UserError(`${file}: not JSON: ${error.message}`);
    throw error;
  }
}
