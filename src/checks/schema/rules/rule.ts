import type { Visit } from '../fault';
import { shown } from '../fault';
import type { Format } from '../formats';
import { portName } from '../formats';

/** A value that has the shape of its definition: rules rely on that, and look no further. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reports to the visit what of a definition the API server would refuse. */
export type Rule = (object: Fields, visit: Visit) => void;

/** Rules by the name of the definition whose values they look at. */
export type RuleTable = Readonly<Record<string, readonly Rule[]>>;

export const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const NONE: readonly never[] = [];
const EMPTY: Fields = {};

export const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : NONE);

export const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : NONE);

export const record = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : EMPTY;

/** A text field, where it is set, has a format. */
export const text =
  (field: string, format: Format, orEmpty = false): Rule =>
  (object, visit) => {
    const value = object[field];
    if (typeof value !== 'string' || (orEmpty && value === '')) return;
    const expected = format(value);
    if (expected !== undefined) visit.fault(`is ${shown(value)}; ${expected}`, field);
  };

export const nonEmpty = (...fields: string[]): Rule => all(fields.map(filled));

const filled =
  (field: string): Rule =>
  (object, visit) => {
    const value = object[field];
    if (value === '' || !isSet(value) || (Array.isArray(value) && value.length === 0))
      visit.fault(value === undefined ? `${field} is missing` : 'is empty', value === undefined ? '' : field);
  };

/** Rules as one, in their order. */
function all(rules: readonly Rule[]): Rule {
  const [first] = rules;
  if (first !== undefined && rules.length === 1) return first;
  return (object, visit) => {
    rules.forEach((rule) => {
      rule(object, visit);
    });
  };
}

export const range =
  (field: string, from: number, to = Infinity): Rule =>
  (object, visit) => {
    const value = object[field];
    if (typeof value === 'number' && (value < from || value > to))
      visit.fault(
        `is ${value}; expected ${to === Infinity ? `at least ${from}` : `a number from ${from} to ${to}`}`,
        field,
      );
  };

export const natural = (...fields: string[]): Rule[] => fields.map((field) => range(field, 0));

export const port = (field: string): Rule => range(field, 1, 65535);

export const id = (field: string): Rule => range(field, 0, 2 ** 31 - 1);

/** Left out, but not empty. */
export const notEmpty =
  (field: string): Rule =>
  (object, visit) => {
    if (object[field] === '') visit.fault('is empty', field);
  };

/** A text field that must be there has a format. */
export function named(field: string, format: Format): Rule {
  const formatted = text(field, format);
  return (object, visit) => {
    if (isSet(object[field])) formatted(object, visit);
    else visit.fault(`${field} is missing`);
  };
}

/** A number or the name of a port; only a Service takes the empty text for none. */
export function portOrName(field: string, orEmpty = false): Rule {
  const [number, name] = [port(field), text(field, portName, orEmpty)];
  return (object, visit) => {
    if (typeof object[field] === 'string') name(object, visit);
    else number(object, visit);
  };
}

/** A count or a percentage. */
export function share(field: string, most = Infinity): Rule {
  const count = range(field, 0, 2 ** 31 - 1);
  return (object, visit) => {
    const value = object[field];
    if (typeof value !== 'string') count(object, visit);
    else if (!/^[0-9]+%$/.test(value))
      visit.fault(`is ${shown(value)}; expected a count or a percentage such as 25%`, field);
    else if (Number.parseInt(value, 10) > most) visit.fault(`is ${value}; expected at most ${most}%`, field);
  };
}

export const exactlyOne =
  (...fields: string[]): Rule =>
  (object, visit) => {
    let count = 0;
    for (let index = 0; index < fields.length; index += 1) if (isSet(object[fields[index]!])) count += 1;
    if (count === 1) return;
    const present = fields.filter((field) => isSet(object[field]));
    const wrong = present.length === 0 ? 'has none' : `has ${present.join(' and ')}`;
    visit.fault(
      `${wrong} of ${fields.slice(0, 8).join(', ')}${fields.length > 8 ? ', ...' : ''}; expected exactly one`,
    );
  };

export const oneOf =
  (field: string, ...values: string[]): Rule =>
  (object, visit) => {
    const value = object[field];
    if (isSet(value) && value !== '' && !values.includes(value as string))
      visit.fault(`is ${shown(value)}; expected one of ${values.join(', ')}`, field);
  };

export const exclusive =
  (one: string, other: string): Rule =>
  (object, visit) => {
    if (isSet(object[one]) && isSet(object[other])) visit.fault(`has both ${one} and ${other}; expected one of them`);
  };

export const keys =
  (field: string, format: Format): Rule =>
  (object, visit) => {
    for (const key in record(object[field])) {
      const expected = format(key);
      if (expected !== undefined) visit.fault(`has the key ${shown(key)}; ${expected}`, field);
    }
  };

export const values =
  (field: string, format: Format): Rule =>
  (object, visit) => {
    const fields = record(object[field]);
    for (const key in fields) {
      const value = fields[key];
      const expected = typeof value === 'string' ? format(value) : undefined;
      if (expected !== undefined) visit.fault(`has ${shown(value)} for ${key}; ${expected}`, field);
    }
  };

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements */
export const requirement: Rule = (object, visit) => {
  const { operator, values: given } = object;
  const count = list(given).length;
  const needs = operator === 'In' || operator === 'NotIn';
  if (needs && count === 0) visit.fault(`values is empty; ${operator} expects some`);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0)
    visit.fault(`has values; ${operator} expects none`);
};

export const unique =
  (field: string, key: string): Rule =>
  (object, visit) => {
    const items = list(object[field]);
    if (items.length < 2) return;
    const seen = new Set<unknown>();
    items.forEach((item, index) => {
      const value = item[key];
      if (value !== undefined && seen.has(value))
        visit.fault(`is ${shown(value)} a second time; expected each only once`, `${field}[${index}].${key}`);
      seen.add(value);
    });
  };
