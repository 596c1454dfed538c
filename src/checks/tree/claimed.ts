import type { Located } from './located';

/** A type whose every field may be missing: manifests are anyone's YAML, and a schema is another check's matter. */
export type Claimed<T> = T extends readonly (infer Item)[]
  ? readonly Claimed<Item>[]
  : T extends object
    ? { readonly [Field in keyof T]?: Claimed<T[Field]> }
    : T;

/** A manifest as what its kind says it is. */
export const claimed = <T>(at: Located): Claimed<T> => at.manifest as unknown as Claimed<T>;
