import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { UserError } from '../model/faults';

/**
 * Reads a YAML file that holds one map; an empty file holds an empty one.
 * @param holds what the file says, for the messages: "the releases of this environment"
 * @throws UserError naming the file when it is missing, does not parse or holds something else
 */
export function readMapFile(file: string, holds: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const fault = existsSync(file) ? `cannot be read: ${(error as Error).message}` : 'does not exist';
    throw new UserError(`${file} ${fault}; expected ${holds}`);
  }
  let content: unknown;
  try {
    content = text.trim() === '' ? {} : load(text);
  } catch (error) {
    throw new UserError(`${file} is no YAML: ${(error as Error).message}`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    throw new UserError(`${file} is no map; expected ${holds}`);
  return content as Readonly<Record<string, unknown>>;
}
