/** The part of an OpenAPI schema that CustomResourceDefinitions and Kubernetes' own definitions use. */
export interface Schema {
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly $ref?: string;
  readonly oneOf?: readonly Schema[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly default?: unknown;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly [keyword: string]: unknown;
}

/** True for a value with named fields: neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Orders texts by code unit, the same on every machine. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True when fields that the schema does not name are kept by the API server. */
export function isOpen(schema: Schema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}

/** What the user must write: the API server fills in a required field that has a default before it looks. */
export function requiredFields({ required = [], properties = {} }: Schema): string[] {
  return required.filter((field) => properties[field]?.default === undefined);
}

/** Spells out the identity of an object that is embedded whole; any other schema stays as it is. */
export function withIdentity(schema: Schema): Schema {
  if (schema['x-kubernetes-embedded-resource'] !== true) return schema;
  const required = [...new Set(['apiVersion', 'kind', ...(schema.required ?? [])])];
  return { ...schema, required, properties: { ...IDENTITY, ...schema.properties } };
}

const IDENTITY: Readonly<Record<string, Schema>> = {
  apiVersion: { type: 'string' },
  kind: { type: 'string' },
  metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
};

/** True when the schema names fields of its own. */
export function hasFields(schema: Schema): boolean {
  return schema.properties !== undefined && Object.keys(schema.properties).length > 0;
}
