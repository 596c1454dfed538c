import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { loadAll } from 'js-yaml';
import { UserError, validNames } from '../model/faults';
import { isRecord } from './schema';
import type { Schema } from './schema';
import type { Scope } from './selection';

/** A CustomResourceDefinition as far as types and schemas need it. */
export interface Crd {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: Scope;
  readonly versions: readonly CrdVersion[];
  /** The file it was read from, relative to what the user passed. */
  readonly file: string;
  /** `aws` for a Stack in `stack.aws.yaml`, else empty. */
  readonly variant: string;
}

/** One served version of a kind. */
export interface CrdVersion {
  readonly name: string;
  /** The version that the API server stores. */
  readonly storage: boolean;
  readonly schema: Schema;
}

const GROUP_LINE = /^ {2,4}"?group"?: *["']?([a-z0-9-]+(?:\.[a-z0-9-]+)+)["']?,?$/gm;

interface SourceFile {
  readonly path: string;
  readonly name: string;
}

/** Reads every CustomResourceDefinition of these groups out of files and folders of YAML or JSON. */
export function readCrds(paths: readonly string[], groups: readonly string[]): Crd[] {
  const files = paths.flatMap(sourceFiles);
  const crds = files.flatMap((file) => crdsIn(file, groups));
  const missing = groups.filter((group) => !crds.some((crd) => crd.group === group));
  if (missing.length === 0) return crds;
  throw new UserError(`no CustomResourceDefinition of ${missing.join(', ')} was found: ${validNames(groupsIn(files))}`);
}

function crdsIn(file: SourceFile, groups: readonly string[]): Crd[] {
  const text = readText(file.path);
  // Parsing is what takes the time, and a release ships many kinds that nobody selected.
  if (!groups.some((group) => text.includes(group))) return [];
  return parseCrds(text, file, groups);
}

function groupsIn(files: readonly SourceFile[]): Set<string> {
  return new Set(files.flatMap((file) => [...readText(file.path).matchAll(GROUP_LINE)].map((match) => match[1]!)));
}

function sourceFiles(path: string): SourceFile[] {
  if (!exists(path)) throw new UserError(`--crds ${path}: there is no such file or folder`);
  if (statSync(path).isFile()) return [{ path, name: basename(path) }];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: file, name: relative(path, file).split(sep).join('/') }));
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Reads a text file that the user named. */
export function readText(path: string): string {
  if (!exists(path)) throw new UserError(`${path}: there is no such file`);
  return readFileSync(path, 'utf8');
}

function parseCrds(text: string, file: SourceFile, groups: readonly string[]): Crd[] {
  return documents(text, file.name)
    .flatMap((document) => (isList(document) ? document.items : [document]))
    .filter((document) => isRecord(document) && document['kind'] === 'CustomResourceDefinition')
    .map((document) => document as RawCrd)
    .filter(({ spec }) => isRecord(spec) && groups.includes(spec.group))
    .map((document) => toCrd(document, file.name));
}

/** What `kubectl get crds -o yaml` prints. */
function isList(document: unknown): document is { readonly items: readonly unknown[] } {
  return isRecord(document) && Array.isArray(document['items']);
}

function documents(text: string, name: string): unknown[] {
  try {
    return loadAll(text);
  } catch (error) {
    throw new UserError(`${name}: not YAML: ${(error as Error).message}`);
  }
}

function toCrd({ apiVersion, spec }: RawCrd, file: string): Crd {
  const { group, names, scope, versions } = spec;
  if (apiVersion !== 'apiextensions.k8s.io/v1' || names?.kind === undefined || !Array.isArray(versions)) {
    throw new UserError(
      `${file}: expected a CustomResourceDefinition of apiextensions.k8s.io/v1 with spec.names and spec.versions`,
    );
  }
  return {
    group,
    kind: names.kind,
    plural: names.plural,
    scope,
    versions: (versions as readonly RawVersion[]).filter((version) => version.served).map(toVersion),
    file,
    variant: variantOf(file, names.kind),
  };
}

/** A CustomResourceDefinition as its file has it: older API versions spell it otherwise. */
interface RawCrd {
  readonly apiVersion: string;
  readonly spec: {
    readonly group: string;
    readonly scope: Scope;
    readonly names?: { readonly kind?: string; readonly plural: string };
    readonly versions?: unknown;
  };
}

interface RawVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema?: { readonly openAPIV3Schema?: Schema };
}

function toVersion(version: RawVersion): CrdVersion {
  const schema = version.schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return { name: version.name, storage: version.storage, schema };
}

function variantOf(file: string, kind: string): string {
  const [first, ...rest] = basename(file).split('.');
  return first === kind.toLowerCase() ? rest.slice(0, -1).join('.') : '';
}
