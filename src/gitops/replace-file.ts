import * as fs from 'node:fs';
import * as path from 'node:path';
import { UserError } from '../model/faults';

/**
 * Writes a file beside its place and renames it, so that a reader sees the old text or the new one. What lies there under
 * such a name is left from a run that was killed.
 */
export function replaceFile(file: string, text: string): void {
  const isThere = fs.existsSync(file);
  const place = isThere ? fs.realpathSync(file) : path.resolve(file);
  const prefix = `.${path.basename(place)}.new-`;
  const folder = path.dirname(place);
  for (const name of fs.readdirSync(folder))
    if (name.startsWith(prefix)) fs.rmSync(path.join(folder, name), { force: true });
  const next = path.join(folder, prefix + String(process.pid));
  try {
    const descriptor = fs.openSync(next, 'w', isThere ? fs.statSync(place).mode : 0o644);
    try {
      fs.writeFileSync(descriptor, text);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(next, place);
  } catch (error) {
    fs.rmSync(next, { force: true });
    throw new UserError(`${file} cannot be written, and stays as it is: ${(error as Error).message}`);
  }
}
