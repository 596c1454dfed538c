import type { JsonSchema } from './json-schema';

/** Schemas of custom resources, by `group/version/Kind`, and the parts they share. */
export interface SchemaFile {
  readonly kinds: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  readonly $defs: Readonly<Record<string, JsonSchema>>;
}
