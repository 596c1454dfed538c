import type { Schema } from '../bindings/schema';
import { manifestSchema, strict } from '../bindings/strict-schemas';
import { readTree } from '../checks/read';
import type { JsonSchema, SchemaFile } from '../checks/schema/json-schema';
import type { Located } from '../checks/tree';
import { UserError } from '../model/faults';

/** The part of a CustomResourceDefinition that describes its kinds. */
interface Definition {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema?: Schema } }[];
}

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

function kindsOf({ manifest }: Located): [string, { schema: JsonSchema }][] {
  // one that says no kind, or no version, defines nothing; the check of schemas tells what it lacks
  const { group, names, versions = [] } = (manifest['spec'] ?? {}) as Partial<Definition>;
  return versions.flatMap(({ name, schema }) => {
    const structural = schema?.openAPIV3Schema;
    if (structural === undefined || names?.kind === undefined) return [];
    const apiVersion = `${group}/${name}`;
    const strictSchema = strict(manifestSchema(apiVersion, names.kind, structural)) as JsonSchema;
    return [[`${apiVersion}/${names.kind}`, { schema: strictSchema }]];
  });
}
