import { compileRules } from './cel';
import type { JsonSchema, Validator } from './json-schema';
import type { Visit } from './fault';
import { nearest, shown, Visit as NewVisit } from './fault';
import { amountOf, SCHEMA_FORMATS } from './formats';

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
    const steps = [
      this.typed(schema),
      ...enumStep(schema, this.options.core),
      ...textSteps(schema),
      ...numberSteps(schema),
      ...sizeSteps(schema),
      ...this.listSteps(schema),
      ...this.objectSteps(schema),
      ...this.combined(schema),
      ...this.ruleSteps(schema),
    ];
    const [type, ...rest] = steps;
    const allowsNull = this.options.core || [schema.type ?? []].flat().includes('null');
    return (value, visit) => {
      if (value === null && allowsNull) return;
      const before = visit.faults.length;
      type!(value, visit);
      if (visit.faults.length > before) return;
      for (const step of rest) step(value, visit);
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
    validator = (value, visit) => {
      own ??= this.definition(name);
      own(value, visit);
    };
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
    return (value, visit) => {
      const before = visit.faults.length;
      byShape(value, visit);
      // A rule may rely on the shape of what it looks at.
      if (value !== null && visit.faults.length === before) byRule(value, visit);
    };
  }

  private typed({ type }: JsonSchema): Validator {
    if (type === undefined) return () => undefined;
    const types = [type].flat();
    const expected = types.filter((each) => each !== 'null').map((each) => ARTICLES[each] ?? each);
    return (value, visit) => {
      if (!types.some((each) => isOfType(value, each)))
        visit.fault(`is ${shown(value)}, ${ARTICLES[typeOf(value)] ?? 'null'}; expected ${expected.join(' or ')}`);
    };
  }

  private objectSteps(schema: JsonSchema): Validator[] {
    const { properties, additionalProperties, required } = schema;
    if (properties === undefined && additionalProperties === undefined && required === undefined) return [];
    const fields = new Map(
      Object.entries(properties ?? {}).map(([name, inner]) => [name, this.property(inner)] as const),
    );
    const others = typeof additionalProperties === 'object' ? this.compile(additionalProperties) : undefined;
    const closed = additionalProperties === false;
    const isMissing = (value: unknown): boolean => value === undefined || (value === null && this.options.core);
    return [
      (value, visit) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
        const object = value as Readonly<Record<string, unknown>>;
        for (const key in object) {
          const inner = fields.get(key) ?? others;
          if (inner !== undefined) {
            visit.enter(key);
            inner(object[key], visit);
            visit.leave();
          } else if (closed) visit.fault(`is no field of this schema; ${nearest(key, fields.keys())}`, key);
        }
        for (const name of required ?? []) if (isMissing(object[name])) visit.fault(`${name} is missing`);
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
    const item = this.compile(items);
    const unique = this.uniqueStep(schema);
    return [
      (value, visit) => {
        if (!Array.isArray(value)) return;
        value.forEach((each, index) => {
          visit.enter(index);
          if (each === null && this.options.core) visit.fault('is null; expected a value, or no item');
          item(each, visit);
          visit.leave();
        });
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
    return (list, visit) => {
      if (list.length < 2) return;
      const seen = new Map<string, number>();
      list.forEach((item, index) => {
        const object = item as Readonly<Record<string, unknown>> | null;
        const text = JSON.stringify(keys === undefined ? item : keys.map((key) => object?.[key] ?? absent(key)));
        const first = seen.get(text);
        if (first === undefined) seen.set(text, index);
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

const nameOf = ($ref: string): string => $ref.slice($ref.lastIndexOf('/') + 1);

const ARTICLES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'a boolean',
  integer: 'an integer',
  null: 'null',
  number: 'a number',
  object: 'an object',
  string: 'a string',
};

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return typeOf(value) === type;
}

function described(schema: JsonSchema): string {
  if (schema.required !== undefined) return schema.required.join(' with ');
  return schema.type === undefined ? shown(schema) : [schema.type].flat().join(' or ');
}

const quantity: Validator = (value, visit) => {
  if (value !== null && amountOf(value) === undefined)
    visit.fault(`is ${shown(value)}; expected a quantity such as 500m, 1.5Gi or 1e3`);
};

/** To core kinds the empty text is as good as none. */
function enumStep(schema: JsonSchema, orEmpty: boolean): Validator[] {
  const values = schema.enum;
  if (values === undefined) return [];
  const known = new Set(values.map((value) => JSON.stringify(value)));
  return [
    (value, visit) => {
      if (orEmpty && value === '') return;
      if (!known.has(JSON.stringify(value)))
        visit.fault(`is ${shown(value)}; ${nearest(String(value), values.map(String))}`);
    },
  ];
}

function textSteps(schema: JsonSchema): Validator[] {
  const steps: Validator[] = [];
  const { pattern, format, minLength, maxLength } = schema as Readonly<Record<string, string | number | undefined>>;
  if (typeof pattern === 'string') {
    const expression = regularExpression(pattern);
    steps.push((value, visit) => {
      if (typeof value === 'string' && !expression.test(value))
        visit.fault(`is ${shown(value)}; expected text that fits ${pattern}`);
    });
  }
  const fits = typeof format === 'string' && Object.hasOwn(SCHEMA_FORMATS, format) ? SCHEMA_FORMATS[format] : undefined;
  if (fits)
    steps.push((value, visit) => {
      if (typeof value === 'string' && !fits(value)) visit.fault(`is ${shown(value)}; expected a ${format}`);
    });
  if (minLength !== undefined || maxLength !== undefined)
    steps.push((value, visit) => {
      if (typeof value !== 'string') return;
      // Characters count, not UTF-16 units.
      const length = /[\ud800-\udfff]/.test(value) ? Array.from(value).length : value.length;
      bounded(length, Number(minLength ?? 0), Number(maxLength ?? Infinity), 'characters', visit);
    });
  return steps;
}

/** RE2's flags and `\z` in JavaScript's words; the rest of what schemas use means the same in both. */
export function regularExpression(pattern: string): RegExp {
  const flags = /^(\^?)\(\?([is]+)\)/.exec(pattern);
  const body = (flags ? `${flags[1]!}${pattern.slice(flags[0].length)}` : pattern).replaceAll('\\z', '$');
  try {
    return new RegExp(body, `${flags?.[2] ?? ''}u`);
  } catch {
    return new RegExp(body, flags?.[2] ?? '');
  }
}

function numberSteps(schema: JsonSchema): Validator[] {
  const { minimum, maximum, multipleOf, format } = schema as Readonly<Record<string, number | undefined>> & {
    readonly format?: string;
  };
  const [lowest, highest] = format === 'int32' ? [-(2 ** 31), 2 ** 31 - 1] : [-Infinity, Infinity];
  if (minimum === undefined && maximum === undefined && multipleOf === undefined && format !== 'int32') return [];
  const above = schema['exclusiveMinimum'] === true;
  const below = schema['exclusiveMaximum'] === true;
  const from = minimum ?? lowest;
  const to = maximum ?? highest;
  const expected = [
    Number.isFinite(from) ? `${above ? 'more than' : 'at least'} ${from}` : '',
    Number.isFinite(to) ? `${below ? 'less than' : 'at most'} ${to}` : '',
  ].filter((part) => part !== '');
  return [
    (value, visit) => {
      if (typeof value !== 'number') return;
      const inside = (above ? value > from : value >= from) && (below ? value < to : value <= to);
      if (!inside) visit.fault(`is ${value}; expected ${expected.join(' and ')}`);
      if (multipleOf !== undefined && value % multipleOf !== 0)
        visit.fault(`is ${value}; expected a multiple of ${multipleOf}`);
    },
  ];
}

function sizeSteps(schema: JsonSchema): Validator[] {
  const {
    minItems = 0,
    maxItems = Infinity,
    minProperties = 0,
    maxProperties = Infinity,
  } = schema as Readonly<Record<string, number | undefined>>;
  if (minItems === 0 && maxItems === Infinity && minProperties === 0 && maxProperties === Infinity) return [];
  return [
    (value, visit) => {
      if (Array.isArray(value)) bounded(value.length, minItems, maxItems, 'items', visit);
      else if (typeof value === 'object' && value !== null)
        bounded(Object.keys(value).length, minProperties, maxProperties, 'fields', visit);
    },
  ];
}

function bounded(count: number, from: number, to: number, what: string, visit: Visit): void {
  if (count < from) visit.fault(`has ${count} ${what}; expected at least ${from}`);
  if (count > to) visit.fault(`has ${count} ${what}; expected at most ${to}`);
}
