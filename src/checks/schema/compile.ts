import { compileRules } from './cel';
import type { JsonSchema, Validator } from './json-schema';
import type { Visit } from './fault';
import { nearest, shown, Visit as NewVisit } from './fault';
import { enumStep, numberSteps, quantity, ofType, sizeSteps, textSteps } from './keywords';

/** Rules beyond the schema for a named definition: what the API server's own code checks. */
export type DefinitionRules = (name: string) => Validator | undefined;

/** Compiles the schemas of one file, a definition when it is first met. */
export class Compiler {
  private readonly done = new Map<string, Validator>();

  constructor(
    private readonly definitions: Readonly<Record<string, JsonSchema>>,
    private readonly options: { readonly core: boolean; readonly rules?: DefinitionRules } = { core: false },
  ) {}

  compile(schema: JsonSchema): Validator {
    if (schema.$ref !== undefined) return this.reference(schema.$ref);
    const rest = together([
      ...enumStep(schema, this.options.core),
      ...textSteps(schema),
      ...numberSteps(schema),
      ...sizeSteps(schema),
      ...this.listSteps(schema),
      ...this.objectSteps(schema),
      ...this.combined(schema),
      ...this.ruleSteps(schema),
    ]);
    const allowsNull = this.options.core || [schema.type ?? []].flat().includes('null');
    const whole = ofType(schema, allowsNull, rest);
    return hasParts(schema) ? remembered(whole) : whole;
  }

  /** Most of a schema is of fields that no manifest has: a part is compiled when it is first met. */
  private later(schema: JsonSchema): Validator {
    let own: Validator | undefined;
    return (value, visit) => {
      own ??= this.compile(schema);
      own(value, visit);
    };
  }

  /** The schema itself, wherever it is written. */
  resolve(schema: JsonSchema): JsonSchema {
    return schema.$ref === undefined ? schema : this.resolve(this.definitions[nameOf(schema.$ref)] ?? {});
  }

  private reference($ref: string): Validator {
    const name = nameOf($ref);
    let validator = this.done.get(name);
    if (validator) return validator;
    let own: Validator | undefined;
    // what it refers to may lead back to it
    this.done.set(name, (value, visit) => {
      own?.(value, visit);
    });
    validator = own = this.definition(name);
    this.done.set(name, validator);
    return validator;
  }

  private definition(name: string): Validator {
    const schema = this.definitions[name];
    if (schema === undefined) throw new Error(`the schema refers to ${name}, which it does not define`);
    if (this.options.core && name === 'Quantity') return quantity;
    const byShape = this.compile(schema);
    const byRule = this.options.rules?.(name);
    if (byRule === undefined) return byShape;
    return remembered((value, visit) => {
      const before = visit.faults.length;
      byShape(value, visit);
      // A rule may rely on the shape of what it looks at.
      if (value !== null && visit.faults.length === before) byRule(value, visit);
    });
  }

  private objectSteps(schema: JsonSchema): Validator[] {
    const { properties = {}, additionalProperties, required = [] } = schema;
    if (schema.properties === undefined && additionalProperties === undefined && required.length === 0) return [];
    const fields = new Map<string, Validator>();
    const others = typeof additionalProperties === 'object' ? this.later(additionalProperties) : undefined;
    const closed = additionalProperties === false;
    const fieldOf = (key: string): Validator | undefined => {
      if (!Object.hasOwn(properties, key)) return others;
      const field = this.property(properties[key]!);
      fields.set(key, field);
      return field;
    };
    const isMissing = (value: unknown): boolean => value === undefined || (value === null && this.options.core);
    return [
      (value, visit) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
        const object = value as Readonly<Record<string, unknown>>;
        for (const key in object) {
          const inner = fields.get(key) ?? fieldOf(key);
          if (inner !== undefined) {
            visit.enter(key);
            inner(object[key], visit);
            visit.leave();
          } else if (closed) visit.fault(`is no field of this schema; ${nearest(key, Object.keys(properties))}`, key);
        }
        for (let index = 0; index < required.length; index += 1)
          if (isMissing(object[required[index]!])) visit.fault(`${required[index]!} is missing`);
      },
    ];
  }

  /** An explicit null where there is a default is left out by the API server, and so gets the default. */
  private property(schema: JsonSchema): Validator {
    const inner = this.compile(schema);
    if (this.resolve(schema).default === undefined) return inner;
    return (value, visit) => {
      if (value !== null) inner(value, visit);
    };
  }

  private listSteps(schema: JsonSchema): Validator[] {
    const { items } = schema;
    if (items === undefined) return [];
    const item = this.later(items);
    const unique = this.uniqueStep(schema);
    return [
      (value, visit) => {
        if (!Array.isArray(value)) return;
        for (let index = 0; index < value.length; index += 1) {
          visit.enter(index);
          if (value[index] === null && this.options.core) visit.fault('is null; expected a value, or no item');
          item(value[index], visit);
          visit.leave();
        }
        unique?.(value, visit);
      },
    ];
  }

  private uniqueStep(schema: JsonSchema): ((list: readonly unknown[], visit: Visit) => void) | undefined {
    const kind = schema['x-kubernetes-list-type'];
    const keys = kind === 'map' ? (schema['x-kubernetes-list-map-keys'] as readonly string[]) : undefined;
    if (keys === undefined && kind !== 'set' && schema['uniqueItems'] !== true) return undefined;
    const fields = this.resolve(schema.items!).properties ?? {};
    const absent = (key: string): unknown => fields[key]?.default ?? (key === 'protocol' ? 'TCP' : undefined);
    const [only] = keys ?? [];
    /** What no two items have in common: mostly the text under one key. */
    const identityOf = (item: unknown): unknown => {
      if (keys === undefined) return typeof item === 'string' ? item : JSON.stringify([item]);
      const object = item as Readonly<Record<string, unknown>> | null;
      const name = keys.length === 1 ? object?.[only!] : undefined;
      return typeof name === 'string' ? name : JSON.stringify([keys.map((key) => object?.[key] ?? absent(key))]);
    };
    return (list, visit) => {
      if (list.length < 2) return;
      const seen = new Map<unknown, number>();
      list.forEach((item, index) => {
        const object = item as Readonly<Record<string, unknown>> | null;
        const identity = identityOf(item);
        const first = seen.get(identity);
        if (first === undefined) seen.set(identity, index);
        else {
          const what =
            keys === undefined ? shown(item) : keys.map((key) => `${key} ${shown(object?.[key])}`).join(' and ');
          visit.fault(`has the ${what} of item ${first}; expected each only once`, `[${index}]`);
        }
      });
    };
  }

  private combined(schema: JsonSchema): Validator[] {
    const branches = (keyword: string): JsonSchema[] => (schema[keyword] ?? []) as JsonSchema[];
    const passes = (validator: Validator, value: unknown): boolean => {
      const visit = new NewVisit();
      validator(value, visit);
      return visit.faults.length === 0;
    };
    const counted = (keyword: 'anyOf' | 'oneOf', fits: (count: number) => boolean): Validator[] => {
      const choices = branches(keyword);
      if (choices.length === 0) return [];
      const validators = choices.map((choice) => this.compile(choice));
      const expected = `expected ${keyword === 'anyOf' ? 'at least' : 'exactly'} one of ${choices.map(described).join(', ')}`;
      return [
        (value, visit) => {
          const count = validators.filter((validator) => passes(validator, value)).length;
          if (!fits(count)) visit.fault(`fits ${count === 0 ? 'no' : count} alternative; ${expected}`);
        },
      ];
    };
    const not = schema['not'] as JsonSchema | undefined;
    const forbidden = not === undefined ? undefined : this.compile(not);
    return [
      ...branches('allOf').map((part) => this.compile(part)),
      ...counted('anyOf', (count) => count > 0),
      ...counted('oneOf', (count) => count === 1),
      ...(forbidden === undefined
        ? []
        : [
            (value: unknown, visit: Visit): void => {
              if (passes(forbidden, value)) visit.fault(`must not be ${described(not!)}`);
            },
          ]),
    ];
  }

  private ruleSteps(schema: JsonSchema): Validator[] {
    const rules = schema['x-kubernetes-validations'] ?? [];
    return rules.length === 0 ? [] : [compileRules(rules, schema, (inner) => this.resolve(inner))];
  }
}

const hasParts = ({ properties, additionalProperties, items }: JsonSchema): boolean =>
  properties !== undefined || typeof additionalProperties === 'object' || items !== undefined;

/** No value of a manifest. */
const NONE = Symbol('none');

/** Blocks of equal text are one value to their reader: what was good a moment ago need not be gone through again. */
function remembered(validator: Validator): Validator {
  let first: unknown = NONE;
  let second: unknown = NONE;
  let third: unknown = NONE;
  return (value, visit) => {
    if (value === first || value === second || value === third) return;
    const before = visit.faults.length;
    validator(value, visit);
    if (visit.faults.length !== before) return;
    third = second;
    second = first;
    first = value;
  };
}

const nameOf = ($ref: string): string => $ref.slice($ref.lastIndexOf('/') + 1);

/** Steps as one, in their order; most schemas have none or one beside their type. */
function together(steps: readonly Validator[]): Validator | undefined {
  const [first, ...rest] = steps;
  if (first === undefined || rest.length === 0) return first;
  return (value, visit) => {
    for (let index = 0; index < steps.length; index += 1) steps[index]!(value, visit);
  };
}

function described(schema: JsonSchema): string {
  if (schema.required !== undefined) return schema.required.join(' with ');
  return schema.type === undefined ? shown(schema) : [schema.type].flat().join(' or ');
}
