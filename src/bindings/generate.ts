import { UserError, validNames } from '../model/faults';
import type { CoreTypes } from './core-definitions';
import { printCoreSchemas } from './core-schemas';
import { printCore } from './core-types';
import type { Crd, CrdVersion } from './crd-files';
import { MARK, printIndex } from './import-index';
import type { IndexEntry } from './import-index';
import { CORE_FILES } from './kept-core';
import type { KeptCore } from './kept-core';
import type { Release, Releases } from './releases';
import { byCodeUnit } from './schema';
import type { GroupKinds, KindSelection, PinnedKind } from './selection';
import { pinned } from './selection';
import { manifestSchema, printSchemas, strict } from './strict-schemas';
import { OWN_METADATA, printKinds } from './structural-types';

/** What an import reads. */
export interface Upstream {
  readonly crds: readonly Crd[];
  readonly releases: Releases;
  /** New definitions, or what an earlier import made of them. */
  readonly core?: NewCore | KeptCore;
}

/** The core kinds, and the release of Kubernetes that describes them. */
export interface NewCore extends CoreTypes {
  readonly release: Release;
}

/** Generates every file of an import, by path below the output folder. */
export function generate(selection: KindSelection, upstream: Upstream): Map<string, string> {
  const groups = selection.groups.map((group) => ({ group, picked: pickKinds(group, upstream) }));
  const core = coreOutput(upstream.core);
  const index = [
    ...core.index,
    ...groups.flatMap(({ group, picked }) => picked.map((kind) => indexEntry(group, kind))),
    ...handWrittenIndex(selection),
  ];
  const metadata = core.files.length === 0 ? OWN_METADATA : "import type { NamedObjectMeta } from './kubernetes';\n";
  return new Map([
    ...core.files,
    ...groups.flatMap(({ group, picked }) => groupFiles(group, picked, metadata)),
    ['index.json', printIndex(index)] as const,
  ]);
}

interface PickedKind {
  readonly crd: Crd;
  readonly version: CrdVersion;
  readonly release: Release;
}

function pickKinds(group: GroupKinds, { crds, releases }: Upstream): PickedKind[] {
  const ofGroup = crds.filter((crd) => crd.group === group.group);
  return group.kinds.map(pinned).map((wanted) => {
    const crd = pickCrd(group, wanted.kind, ofGroup);
    return { crd, version: pickVersion(crd, wanted), release: releases.of(crd) };
  });
}

function pickCrd(group: GroupKinds, kind: string, crds: readonly Crd[]): Crd {
  const candidates = crds.filter((crd) => crd.kind === kind);
  if (candidates.length === 0) {
    throw new UserError(
      `no CustomResourceDefinition of ${group.group} ${kind} was found: ${validNames(new Set(crds.map((crd) => crd.kind)))}`,
    );
  }
  const [crd, second] = candidates.filter((candidate) => candidate.variant === (group.variant ?? ''));
  if (crd !== undefined && second === undefined) return crd;
  const files = candidates.map((candidate) => candidate.file).join(', ');
  const problem = crd === undefined ? `has no variant "${group.variant ?? ''}"` : 'is defined more than once';
  throw new UserError(`${group.group} ${kind} ${problem}: found in ${files}`);
}

function pickVersion(crd: Crd, wanted: Partial<PinnedKind>): CrdVersion {
  const version = crd.versions.find((candidate) =>
    wanted.version === undefined ? candidate.storage : candidate.name === wanted.version,
  );
  if (version !== undefined) return version;
  const served = validNames(crd.versions.map((candidate) => candidate.name));
  throw new UserError(`${crd.file}: ${crd.kind} serves no version ${wanted.version ?? 'that is stored'}: ${served}`);
}

function groupFiles(group: GroupKinds, picked: readonly PickedKind[], metadata: string): (readonly [string, string])[] {
  const sources = sourcesOf(picked);
  const typed = picked.map(({ crd, version }) => ({ ...crd, version: version.name, schema: version.schema }));
  const head = { generatedBy: MARK, group: group.group, sources };
  return [
    [`${group.file}.ts`, printTypes(group.group, sources, [metadata, ...printKinds(typed)])],
    [`schemas/${group.group}.json`, printSchemas(head, picked.flatMap(kindSchemas))],
  ];
}

function kindSchemas({ crd }: PickedKind): Parameters<typeof printSchemas>[1][number][] {
  return crd.versions.map((version) => {
    const apiVersion = `${crd.group}/${version.name}`;
    return {
      apiVersion,
      kind: crd.kind,
      about: { scope: crd.scope, stored: version.storage },
      schema: strict(manifestSchema(apiVersion, crd.kind, version.schema)),
    };
  });
}

function sourcesOf(picked: readonly PickedKind[]): string[] {
  return [...new Set(picked.map(({ release }) => sourceOf(release)))].sort(byCodeUnit);
}

function sourceOf({ repository, release }: Release): string {
  return `${repository} ${release}`;
}

function coreOutput(core: Upstream['core']): KeptCore {
  if (core === undefined) return { files: [], index: [] };
  return 'files' in core ? core : { files: coreFiles(core), index: coreIndex(core) };
}

function coreFiles({ release, ...core }: NewCore): (readonly [string, string])[] {
  const sources = [sourceOf(release)];
  return [
    [CORE_FILES[0], printTypes('Core kinds', sources, printCore(core))],
    [CORE_FILES[1], printCoreSchemas({ generatedBy: MARK, group: '', sources }, core)],
  ];
}

function printTypes(subject: string, sources: readonly string[], parts: readonly string[]): string {
  return [`// ${MARK}.\n// ${subject}, from ${sources.join(', ')}.\n`, ...parts].join('\n');
}

function coreIndex({ kinds, release }: NewCore): IndexEntry[] {
  return kinds.map(({ apiVersion, kind, scope }) => {
    const [version = '', group = ''] = apiVersion.split('/').reverse();
    return { group, version, kind, plural: pluralOf(kind), scope, file: 'kubernetes', ...release };
  });
}

/** Core definitions do not carry plurals; these rules give them for every kind of Kubernetes but Endpoints. */
function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower.endsWith('y')) return `${lower.slice(0, -1)}ies`;
  return lower.endsWith('s') ? `${lower}es` : `${lower}s`;
}

function indexEntry(group: GroupKinds, { crd, version, release }: PickedKind): IndexEntry {
  const { kind, plural, scope } = crd;
  return { group: group.group, version: version.name, kind, plural, scope, file: group.file, ...release };
}

function handWrittenIndex({ handWritten = [] }: KindSelection): IndexEntry[] {
  return handWritten.flatMap(({ kinds, ...shared }) =>
    Object.entries(kinds).map(([kind, plural]): IndexEntry => ({ ...shared, kind, plural, handWritten: true })),
  );
}
