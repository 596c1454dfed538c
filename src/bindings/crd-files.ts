import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { loadAll } from 'js-yaml';
import { UserError } from '../model/faults';
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

interface SourceFile {
  readonly path: string;
  readonly name: string;
}

/** Reads every CustomResourceDefinition of these groups out of files and folders of YAML or JSON. */
export function readCrds(paths: readonly string[], groups: readonly string[]): Crd[] {
  return paths.flatMap(sourceFiles).flatMap((file) => {
    const text = readText(file.path);
    // Parsing is what takes the time, and a release ships many kinds that nobody selected.
    if (!groups.some((group) => text.includes(group))) return [];
    return parseCrds(text, file).filter((crd) => groups.includes(crd.group));
  });
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

function parseCrds(text: string, file: SourceFile): Crd[] {
  return documents(text, file.name)
    .flatMap((document) => (isRecord(document) && Array.isArray(document['items']) ? (document['items'] as unknown[]) : [document]))
    .filter(isRecord)
    .filter((document) => document['kind'] === 'CustomResourceDefinition')
    .map((document) => toCrd(document, file.name));
}

function documents(text: string, name: string): unknown[] {
  try {
    return loadAll(text);
  } catch (error) {
    throw new UserError(`${name}: not YAML: ${(error as Error).message}`);
  }
}

function toCrd(document: Record<string, unknown>, file: string): Crd {
  const spec = document['spec'] as CrdSpec | undefined;
  if (document['apiVersion'] !== 'apiextensions.k8s.io/v1' || !isRecord(spec?.names) || !Array.isArray(spec.versions)) {
    throw new UserError(`${file}: not a CustomResourceDefinition of apiextensions.k8s.io/v1 with spec.names and spec.versions`);
  }
  return {
    group: spec.group,
    kind: spec.names.kind,
    plural: spec.names.plural,
    scope: spec.scope,
    versions: spec.versions.filter((version) => version.served).map(toVersion),
    file,
    variant: variantOf(file, spec.names.kind),
  };
}

interface CrdSpec {
  readonly group: string;
  readonly names: { readonly kind: string; readonly plural: string };
  readonly scope: Scope;
  readonly versions: readonly RawVersion[];
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
