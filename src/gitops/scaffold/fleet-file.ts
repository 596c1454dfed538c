import { UserError } from '../../model/faults';

/** A part of the fleet: what it is called in code, and where its file lies. */
export interface FleetEntry {
  /** `searchIndexer` */
  readonly identifier: string;
  /** `./services/search-indexer` */
  readonly from: string;
  /** The list it belongs to. */
  readonly list: 'addOns' | 'microservices';
}

/** `search-indexer` -> `searchIndexer`. */
export function identifierOf(name: string): string {
  return name.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The text of the fleet's file with one more import and one more name in the list, both in order; the rest as it is. */
export function withFleetEntry(text: string, file: string, { identifier, from, list }: FleetEntry): string {
  if (new RegExp(`^import .*\\b${identifier}\\b.* from`, 'm').test(text)) {
    throw new UserError(`${identifier} is in ${file} already: choose another name`);
  }
  const line = `import { ${identifier} } from '${from}';`;
  const imports = [...text.matchAll(/^import .*?from '([^']+)';$/gms)];
  const items = new RegExp(`^ *${list}: \\[[^\\]]*\\]`, 'm').exec(text);
  if (imports.length === 0 || !items) {
    throw new UserError(`${file} cannot be edited: add \`${line}\`, and ${identifier} to its \`${list}\``);
  }
  const listed = withItem(items[0], identifier, list);
  const result = text.slice(0, items.index) + listed + text.slice(items.index + items[0].length);
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  const near = imports.filter(([, path]) => path!.startsWith(folder));
  const next = near.find(([, path]) => path! > from);
  if (next) return `${result.slice(0, next.index)}${line}\n${result.slice(next.index)}`;
  const last = near.at(-1) ?? imports.at(-1)!;
  const end = last.index + last[0].length;
  return `${result.slice(0, end)}\n${line}${result.slice(end)}`;
}

/** One name on each line, as a formatter would break a list of this length. */
function withItem(text: string, identifier: string, list: string): string {
  const open = text.indexOf('[');
  const indent = /^ */.exec(text)![0];
  const names = text
    .slice(open + 1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const place = names.findIndex((name) => name > identifier);
  names.splice(place < 0 ? names.length : place, 0, identifier);
  const short = `${indent}${list}: [${names.join(', ')}]`;
  if (short.length < 120) return short;
  return `${indent}${list}: [\n${names.map((name) => `${indent}  ${name},\n`).join('')}${indent}]`;
}
