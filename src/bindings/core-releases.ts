import { basename } from 'node:path';
import { UserError } from '../model/faults';
import { selectCore } from './core-definitions';
import type { Enums } from './core-definitions';
import { coreEntries } from './core-schemas';
import { MARK } from './import-index';
import { isRecord } from './schema';
import type { Schema } from './schema';
import type { CoreKinds } from './selection';

/** The file of them below the folder of imports. */
export const CORE_RELEASES_FILE = 'schemas/kubernetes/releases.json';

/** Parts of schemas by name; null for one that the newer release has and this one has not. */
type Parts = Readonly<Record<string, unknown>>;

/** Objects that a client sends but no manifest holds. */
const REQUESTS =
  /^(DeleteOptions|Status|WatchEvent|APIGroup|APIVersions|APIResourceList|Scale|Eviction|Binding|.*Review)$/;

/**
 * Prints the schemas of every core kind at several releases: the newest whole, each older one by what differs from the
 * next newer one, since nearly nothing does.
 */
export function printCoreReleases(documents: ReadonlyMap<string, unknown>, enums: Enums): string {
  const releases = [...documents]
    .map(([file, document]) => ({ minor: minorOf(file), parts: partsOf(document, enums) }))
    .sort((a, b) => Number(b.minor.slice(2)) - Number(a.minor.slice(2)));
  const lines = releases.map(({ minor, parts }, index) => {
    const newer = releases[index - 1]?.parts ?? { kinds: {}, $defs: {} };
    return `"${minor}":{"kinds":${print(changed(parts.kinds, newer.kinds))},"$defs":${print(changed(parts.$defs, newer.$defs))}}`;
  });
  return `{"generatedBy":${JSON.stringify(MARK)},\n"releases":{\n${lines.join(',\n')}}}\n`;
}

function minorOf(file: string): string {
  const minor = /v(\d+\.\d+)\.\d+/.exec(basename(file))?.[1];
  if (minor === undefined) throw new UserError(`${file}: its name tells no release, expected one like v1.36.0.json`);
  return minor;
}

function partsOf(document: unknown, enums: Enums): { readonly kinds: Parts; readonly $defs: Parts } {
  const { kinds, definitions } = coreEntries(selectCore(document, enums, everyKind(document)));
  return {
    kinds: Object.fromEntries(kinds.map(([name, { schema }]) => [name, schema])),
    $defs: Object.fromEntries(definitions),
  };
}

/** Every kind with metadata of its own; lists are read as what they hold. */
function everyKind(document: unknown): CoreKinds[] {
  const definitions = isRecord(document) ? (document['definitions'] as Readonly<Record<string, Schema>>) : {};
  return Object.values(definitions).flatMap((schema) => {
    const [gvk, second] = (schema['x-kubernetes-group-version-kind'] ?? []) as {
      readonly group: string;
      readonly version: string;
      readonly kind: string;
    }[];
    if (gvk === undefined || second !== undefined || REQUESTS.test(gvk.kind)) return [];
    if (schema.properties?.['metadata'] === undefined || gvk.kind.endsWith('List')) return [];
    return [{ apiVersion: gvk.group === '' ? gvk.version : `${gvk.group}/${gvk.version}`, cluster: [gvk.kind] }];
  });
}

function changed(parts: Parts, newer: Parts): Parts {
  const gone = Object.keys(newer).filter((name) => !(name in parts));
  const different = Object.entries(parts).filter(
    ([name, part]) => JSON.stringify(part) !== JSON.stringify(newer[name]),
  );
  return Object.fromEntries([...different, ...gone.map((name) => [name, null] as const)]);
}

const print = (parts: Parts): string =>
  `{${Object.entries(parts)
    .map(([name, part]) => `\n${JSON.stringify(name)}:${JSON.stringify(part)}`)
    .join(',')}}`;
