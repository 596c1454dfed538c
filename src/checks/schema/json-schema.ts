import type { Visit } from './fault';

/** A strict JSON Schema with Kubernetes' extensions, as imports hold it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly 'x-kubernetes-validations'?: readonly CelRule[];
  readonly [keyword: string]: unknown;
}

/** https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly fieldPath?: string;
  readonly reason?: string;
}

/** Reports what is wrong with a value to the visit. */
export type Validator = (value: unknown, visit: Visit) => void;

/** Schemas of custom resources, by `group/version/Kind`, and the parts they share. */
export interface SchemaFile {
  readonly kinds: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  readonly $defs: Readonly<Record<string, JsonSchema>>;
}
