import type { JsonSchema, Validator } from './json-schema';
import type { Visit } from './fault';
import { nearest, shown } from './fault';
import { amountOf, SCHEMA_FORMATS } from './formats';
import { regularExpression } from './re2';

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

const isOfType = (value: unknown, type: string): boolean =>
  type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;

/** The rest of a schema, for values that have one of its types; null is one of them where it is allowed. */
export function ofType({ type }: JsonSchema, allowsNull: boolean, rest: Validator | undefined): Validator {
  const types = [type ?? []].flat();
  const wrong: Validator = (value, visit) => {
    if (value === null && allowsNull) return;
    const expected = types.filter((each) => each !== 'null').map((each) => ARTICLES[each] ?? each);
    visit.fault(`is ${shown(value)}, ${ARTICLES[typeOf(value)] ?? 'null'}; expected ${expected.join(' or ')}`);
  };
  if (types.length === 0)
    return (value, visit) => {
      if (value !== null || !allowsNull) rest?.(value, visit);
    };
  return ofOneType(types.length === 1 ? types[0] : undefined, rest, wrong) ?? ofSeveral(types, rest, wrong, allowsNull);
}

/** Every field of every manifest comes through here: what is asked is decided beforehand. */
function ofOneType(type: string | undefined, rest: Validator | undefined, wrong: Validator): Validator | undefined {
  switch (type) {
    case 'string':
      return (value, visit) => {
        if (typeof value !== 'string') wrong(value, visit);
        else if (rest !== undefined) rest(value, visit);
      };
    case 'object':
      return (value, visit) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(value, visit);
        else if (rest !== undefined) rest(value, visit);
      };
    case 'array':
      return (value, visit) => {
        if (!Array.isArray(value)) wrong(value, visit);
        else if (rest !== undefined) rest(value, visit);
      };
    case 'integer':
      return (value, visit) => {
        if (!Number.isInteger(value)) wrong(value, visit);
        else if (rest !== undefined) rest(value, visit);
      };
    default:
      return undefined;
  }
}

function ofSeveral(
  types: readonly string[],
  rest: Validator | undefined,
  wrong: Validator,
  allowsNull: boolean,
): Validator {
  return (value, visit) => {
    if (value === null && allowsNull) return;
    if (!types.some((type) => isOfType(value, type))) wrong(value, visit);
    else rest?.(value, visit);
  };
}

/** What Kubernetes' own types write amounts in. */
export const quantity: Validator = (value, visit) => {
  if (value !== null && amountOf(value) === undefined)
    visit.fault(`is ${shown(value)}; expected a quantity such as 500m, 1.5Gi or 1e3`);
};

/** To core kinds the empty text is as good as none. */
export function enumStep(schema: JsonSchema, orEmpty: boolean): Validator[] {
  const values = schema.enum;
  if (values === undefined) return [];
  const known = new Set(values.map((value) => JSON.stringify(value)));
  const texts = new Set(values.filter((value) => typeof value === 'string'));
  return [
    (value, visit) => {
      if (orEmpty && value === '') return;
      if (typeof value === 'string' ? !texts.has(value) : !known.has(JSON.stringify(value)))
        visit.fault(`is ${shown(value)}; ${nearest(String(value), values.map(String))}`);
    },
  ];
}

export function textSteps(schema: JsonSchema): Validator[] {
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
      if (typeof value === 'string' && !fits(value))
        visit.fault(`is ${shown(value)}; expected ${format === 'byte' ? 'base64' : `a ${format}`}`);
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

export function numberSteps(schema: JsonSchema): Validator[] {
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

export function sizeSteps(schema: JsonSchema): Validator[] {
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
