import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../model/faults';

/** What lies in an output folder, by path within it. */
export interface Listing {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/** Lists what lies in these top folders, or everywhere. */
export function list(outdir: string, only?: readonly string[]): Listing {
  const files = new Set<string>();
  const folders = new Set<string>();
  const walk = (within: string): void => {
    for (const entry of entriesOf(`${outdir}/${within}`)) {
      const place = within === '' ? entry.name : `${within}/${entry.name}`;
      if (within === '' && only && !only.includes(entry.name)) continue;
      if (!entry.isDirectory()) files.add(place);
      else {
        folders.add(place);
        walk(place);
      }
    }
  };
  walk('');
  return { files, folders };
}

function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Every folder above these files. */
export function foldersAbove(files: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
      const folder = file.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

/** Where the output lies in truth; refused where more than output may lie. */
export function outputFolder(outdir: string, stateDir: string): string {
  const absolute = path.resolve(outdir);
  const place = fs.existsSync(absolute) ? fs.realpathSync(absolute) : absolute;
  if (fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new UserError(`${outdir} is a file, expected a folder`);
  }
  const holds = (inner: string): boolean => !path.relative(place, path.resolve(inner)).startsWith('..');
  const foreign = ['.git', 'package.json', 'main.ts'].find((name) => fs.existsSync(path.join(place, name)));
  if (holds(stateDir) || holds('.') || foreign !== undefined) {
    throw new UserError(
      `${outdir} holds ${foreign ?? 'the project'}: an output folder is emptied of everything else, so choose one for the output alone`,
    );
  }
  return place;
}
