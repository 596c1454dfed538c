import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../model/faults';
import { earlierIndex } from './import-index';
import type { IndexEntry } from './import-index';
import type { CoreKinds } from './selection';

/** The files of the core kinds. */
export const CORE_FILES = ['kubernetes.ts', 'schemas/kubernetes.json'] as const;

/** The core part of an earlier import, kept because this one was given no definitions of Kubernetes. */
export interface KeptCore {
  readonly files: readonly (readonly [string, string])[];
  readonly index: readonly IndexEntry[];
}

/** Reads the core part of an earlier import; the selection must still be the same. */
export function keepCore(folder: string, selection: readonly CoreKinds[]): KeptCore {
  const index = earlierIndex(folder).filter((entry) => entry.file === 'kubernetes');
  const before = index.map((entry) => `${entry.group === '' ? '' : `${entry.group}/`}${entry.version} ${entry.kind}`);
  const now = selection.flatMap(({ apiVersion, namespaced = [], cluster = [] }) =>
    [...namespaced, ...cluster].map((kind) => `${apiVersion} ${kind}`),
  );
  if (before.join() !== now.join() || CORE_FILES.some((name) => !existsSync(join(folder, name)))) {
    throw new UserError(
      'the core kinds are not imported yet, or others were selected: pass --kubernetes with the OpenAPI definitions of a Kubernetes release (api/openapi-spec/swagger.json in kubernetes/kubernetes)',
    );
  }
  return { files: CORE_FILES.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const), index };
}
