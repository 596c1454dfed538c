import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { runInThisContext } from 'node:vm';
import { transformSync } from 'esbuild';
import { UserError } from '../model/faults';
import { readText } from './crd-files';
import { isRecord } from './schema';
import type { KindSelection } from './selection';

/** Runs a TypeScript file that exports `kinds`, and returns them. */
export function loadKinds(path: string): KindSelection {
  const file = resolve(path);
  const code = compiled(readText(file), path);
  const module: { exports: { kinds?: unknown } } = { exports: {} };
  const run = runInThisContext(`(function (module, exports, require) {${code}\n})`, {
    filename: file,
  }) as ModuleFunction;
  run(module, module.exports, createRequire(file));
  return checked(module.exports.kinds, path);
}

function compiled(text: string, path: string): string {
  try {
    return transformSync(text, { loader: 'ts', format: 'cjs', sourcefile: path }).code;
  } catch (error) {
    throw new UserError(`${path}: not TypeScript: ${(error as Error).message}`);
  }
}

type ModuleFunction = (module: object, exports: object, require: NodeJS.Require) => void;

function checked(kinds: unknown, path: string): KindSelection {
  if (!isRecord(kinds) || !Array.isArray(kinds['groups'])) {
    throw new UserError(`${path}: expected an export "kinds" with a list of groups`);
  }
  const selection = kinds as unknown as KindSelection;
  if (selection.groups.some((group) => group.file === 'kubernetes')) {
    throw new UserError(`${path}: the file kubernetes is that of the core kinds: give the group a name of its own`);
  }
  for (const field of ['file', 'group'] as const) {
    const values = selection.groups.map((group) => group[field]);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined)
      throw new UserError(
        `${path}: ${field} ${twice} is given twice: write one entry per group, each with a file of its own`,
      );
  }
  return selection;
}
