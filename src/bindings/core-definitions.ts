import { UserError, validNames } from '../model/faults';
import { byCodeUnit, isRecord } from './schema';
import type { Schema } from './schema';
import type { CoreKinds, Scope } from './selection';

/** Allowed values per definition and field; `{ items }` for those of a list. */
export type Enums = Readonly<Record<string, Readonly<Record<string, EnumValues>>>>;
type EnumValues = readonly string[] | { readonly items: readonly string[] };

/** A selected core kind and the definition that describes it. */
export interface CoreKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly scope: Scope;
  readonly definition: string;
}

/** Kubernetes' own definitions, reduced to what the selected kinds need, under short names. */
export interface CoreTypes {
  readonly kinds: readonly CoreKind[];
  /** Schemas by short name (`PodSpec`), references rewritten to short names, kinds first. */
  readonly types: ReadonlyMap<string, Schema>;
}

/** What only the API server writes. */
const SERVER_FIELDS = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** Reads the definitions that the selected kinds need, directly or not. */
export function selectCore(document: unknown, enums: Enums, selection: readonly CoreKinds[]): CoreTypes {
  const definitions = definitionsOf(document);
  const byKind = indexByKind(definitions);
  const kinds = selection.flatMap((entry) => coreKinds(entry, byKind));
  const reached = reach(
    kinds.map((kind) => kind.definition),
    definitions,
    new Set(kinds.map((kind) => kind.definition)),
  );
  const names = shortNames(reached);
  const types = new Map(reached.map((id) => [names.get(id)!, renamed(withEnums(definitions[id]!, enums[id]), names)]));
  return { kinds: kinds.map((kind) => ({ ...kind, definition: names.get(kind.definition)! })), types };
}

function definitionsOf(document: unknown): Readonly<Record<string, Schema>> {
  const definitions = isRecord(document) ? document['definitions'] : undefined;
  if (!isRecord(definitions)) throw new UserError('--kubernetes: expected an OpenAPI document with "definitions"');
  return Object.fromEntries(
    Object.entries(definitions as Record<string, Schema>).map(([id, schema]) => [id, writable(id, schema)]),
  );
}

/** Leaves out what a manifest never holds: status, and metadata that the API server owns. */
function writable(id: string, schema: Schema): Schema {
  const isKind = schema['x-kubernetes-group-version-kind'] !== undefined;
  const dropped = (field: string): boolean =>
    (isKind && field === 'status') || (id.endsWith('.ObjectMeta') && SERVER_FIELDS.has(field));
  if (schema.properties === undefined) return schema;
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(schema.properties).filter(([field]) => !dropped(field))),
  };
}

function indexByKind(definitions: Readonly<Record<string, Schema>>): Map<string, string> {
  return new Map(
    Object.entries(definitions).flatMap(([id, schema]) =>
      ((schema['x-kubernetes-group-version-kind'] ?? []) as GroupVersionKind[]).map((gvk): [string, string] => [
        `${gvk.group === '' ? '' : `${gvk.group}/`}${gvk.version} ${gvk.kind}`,
        id,
      ]),
    ),
  );
}

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function coreKinds({ apiVersion, namespaced = [], cluster = [] }: CoreKinds, byKind: Map<string, string>): CoreKind[] {
  const named =
    (scope: Scope) =>
    (kind: string): CoreKind => {
      const definition = byKind.get(`${apiVersion} ${kind}`);
      if (definition !== undefined) return { apiVersion, kind, scope, definition };
      const valid = [...byKind.keys()]
        .filter((id) => id.startsWith(`${apiVersion} `))
        .map((id) => id.slice(apiVersion.length + 1));
      throw new UserError(`--kubernetes: ${apiVersion} has no kind ${kind}: ${validNames(valid)}`);
    };
  return [...namespaced.map(named('Namespaced')), ...cluster.map(named('Cluster'))];
}

/** Definitions in the order they are met, nearest first. */
function reach(
  frontier: readonly string[],
  definitions: Readonly<Record<string, Schema>>,
  seen: Set<string>,
): string[] {
  if (frontier.length === 0) return [];
  const next = frontier.flatMap((id) => references(definitions[id]!)).filter((id) => definitions[id] !== undefined);
  const unseen = [...new Set(next)].filter((id) => !seen.has(id)).sort(byCodeUnit);
  unseen.forEach((id) => seen.add(id));
  return [...frontier, ...reach(unseen, definitions, seen)];
}

function references(schema: Schema): string[] {
  return [...JSON.stringify(schema).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)].map((match) => match[1]!);
}

/** `PodSpec`; where two API versions define one name, the stable one has it and the other is called `V1beta1PodSpec`. */
function shortNames(ids: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of [...ids].sort((a, b) => Number(isUnstable(a)) - Number(isUnstable(b)))) {
    const [version = '', name = ''] = id.split('.').slice(-2);
    const free = [name, pascal(version) + name, id.split('.').map(pascal).join('')].find(
      (candidate) => !taken.has(candidate),
    )!;
    taken.add(free);
    names.set(id, free);
  }
  return names;
}

function isUnstable(id: string): boolean {
  return /\.v\d+(alpha|beta)\d+\./.test(id);
}

function pascal(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function withEnums(schema: Schema, enums: Readonly<Record<string, EnumValues>> = {}): Schema {
  if (schema.properties === undefined) return schema;
  const properties = Object.entries(schema.properties).map(([field, inner]) => [field, withEnum(inner, enums[field])]);
  return { ...schema, properties: Object.fromEntries(properties) as Record<string, Schema> };
}

function withEnum(schema: Schema, values: EnumValues | undefined): Schema {
  if (values === undefined) return schema;
  return 'items' in values
    ? { ...schema, items: { ...schema.items, enum: values.items } }
    : { ...schema, enum: values };
}

function renamed(schema: Schema, names: ReadonlyMap<string, string>): Schema {
  return JSON.parse(JSON.stringify(schema), (keyword, value: unknown) =>
    keyword === '$ref' && typeof value === 'string' ? (names.get(value.replace('#/definitions/', '')) ?? value) : value,
  ) as Schema;
}
