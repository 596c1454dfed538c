import { isRecord } from '../bindings/schema';
import type { Schema } from '../bindings/schema';
import { manifestSchema, strict } from '../bindings/strict-schemas';
import { readTree } from '../checks/reading/read';
import type { JsonSchema, SchemaFile } from '../checks/schema/json-schema';
import type { Located } from '../checks/tree/tree';
import { UserError } from '../model/faults';

/**
 * Schemas from CustomResourceDefinitions: of files that the user names, and of the manifests themselves.
 * @throws UserError for a file that is none
 */
export function userSchemas(paths: readonly string[], located: readonly Located[]): readonly SchemaFile[] {
  const { located: named, unreadable } = readTree(paths);
  const [broken] = unreadable;
  if (broken) throw new UserError(`--schemas ${broken.file}:${broken.line}: ${broken.message}`);
  if (paths.length > 0 && !named.some(isDefinition))
    throw new UserError(`--schemas ${paths.join(', ')}: there is no CustomResourceDefinition in there`);
  const kinds = [...located, ...named].filter(isDefinition).flatMap(kindsOf);
  return kinds.length === 0 ? [] : [{ kinds: Object.fromEntries(kinds), $defs: {} }];
}

const isDefinition = ({ manifest }: Located): boolean => manifest.kind === 'CustomResourceDefinition';

/** None of a definition that is wrong itself: what is wrong with it, the checks say. */
function kindsOf({ manifest }: Located): [string, { schema: JsonSchema }][] {
  const spec = manifest['spec'];
  if (!isRecord(spec)) return [];
  const { group, names } = spec;
  const kind = isRecord(names) ? names['kind'] : undefined;
  if (typeof group !== 'string' || typeof kind !== 'string') return [];
  return versionsOf(spec).flatMap(([name, schema]): [string, { schema: JsonSchema }][] => {
    if (typeof name !== 'string' || !isSchema(schema)) return [];
    const apiVersion = `${group}/${name}`;
    return [[`${apiVersion}/${kind}`, { schema: strict(manifestSchema(apiVersion, kind, schema)) }]];
  });
}

/** Versions with their schemas: each its own in v1, or one for all in v1beta1. */
function versionsOf(spec: Readonly<Record<string, unknown>>): readonly (readonly [name: unknown, schema: unknown])[] {
  const { versions, version, validation } = spec;
  const listed = Array.isArray(versions) ? versions.filter(isRecord) : [];
  const all = listed.length > 0 ? listed : [{ name: version }];
  return all.map((each) => [each['name'], schemaIn(each['schema']) ?? schemaIn(validation)]);
}

const schemaIn = (holder: unknown): unknown => (isRecord(holder) ? holder['openAPIV3Schema'] : undefined);

/** Whether it is a schema in all of its parts. */
function isSchema(value: unknown): value is Schema {
  if (!isRecord(value)) return false;
  const { type, properties, items, additionalProperties, required } = value;
  const lists = [value['allOf'], value['anyOf'], value['oneOf']];
  return (
    (type === undefined || typeof type === 'string') &&
    (required === undefined || (Array.isArray(required) && required.every((each) => typeof each === 'string'))) &&
    (properties === undefined || (isRecord(properties) && Object.values(properties).every(isSchema))) &&
    [items, value['not']].every((each) => each === undefined || isSchema(each)) &&
    (additionalProperties === undefined ||
      typeof additionalProperties === 'boolean' ||
      isSchema(additionalProperties)) &&
    lists.every((each) => each === undefined || (Array.isArray(each) && each.every(isSchema)))
  );
}
