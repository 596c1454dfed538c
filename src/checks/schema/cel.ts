/* eslint-disable @typescript-eslint/no-require-imports -- the library is loaded for the first manifest that has a rule, and jest cannot import() */
import type * as cel from '@marcbachmann/cel-js';
import type { CelRule, JsonSchema, Validator } from './json-schema';
import { shown } from './fault';
import { amountOf } from './formats';

/** A quantity as CEL's library of Kubernetes compares it. */
class Quantity {
  constructor(readonly amount: number) {}
}

class Url {
  constructor(readonly url: URL) {}
}

const text = (value: unknown): string => String(value);

/** CEL with the functions that Kubernetes adds: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-cel-libraries */
function environment(): cel.Environment {
  const { Environment } = require('@marcbachmann/cel-js') as typeof cel;
  const compare = (a: unknown, b: unknown): number => (a as Quantity).amount - (b as Quantity).amount;
  return new Environment({
    unlistedVariablesAreDyn: true,
    enableOptionalTypes: true,
    homogeneousAggregateLiterals: false,
  })
    .registerType('Quantity', Quantity)
    .registerType('Url', Url)
    .registerFunction('quantity(string): Quantity', (value: unknown) => {
      const amount = amountOf(value);
      if (amount === undefined) throw new Error(`${shown(value)} is no quantity`);
      return new Quantity(amount);
    })
    .registerFunction('isQuantity(string): bool', (value: unknown) => amountOf(value) !== undefined)
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: unknown, b: unknown) => compare(a, b) < 0)
    .registerFunction('Quantity.isGreaterThan(Quantity): bool', (a: unknown, b: unknown) => compare(a, b) > 0)
    .registerFunction('Quantity.compareTo(Quantity): int', (a: unknown, b: unknown) => BigInt(Math.sign(compare(a, b))))
    .registerFunction('isURL(string): bool', (value: unknown) => URL.canParse(text(value)))
    .registerFunction('url(string): Url', (value: unknown) => new Url(new URL(text(value))))
    .registerFunction('Url.getScheme(): string', (value: unknown) => (value as Url).url.protocol.replace(/:$/, ''))
    .registerFunction('Url.getHost(): string', (value: unknown) => (value as Url).url.host)
    .registerFunction('Url.getHostname(): string', (value: unknown) => (value as Url).url.hostname)
    .registerFunction('string.find(string): string', (value: unknown, pattern: unknown) =>
      text(new RegExp(text(pattern)).exec(text(value))?.[0] ?? ''),
    )
    .registerFunction('list.isSorted(): bool', (list: unknown) =>
      (list as readonly string[]).every((each, index, all) => index === 0 || all[index - 1]! <= each),
    )
    .registerFunction('list.sum(): int', (list: unknown) =>
      (list as readonly bigint[]).reduce((sum, each) => sum + each, 0n),
    );
}

let shared: cel.Environment | undefined;

type Program = (variables: Readonly<Record<string, unknown>>) => unknown;

/** `(?i)` and its like stand inside patterns of rules; the library's `matches` is JavaScript's. */
const parse = (expression: string): Program => {
  shared ??= environment();
  return shared.parse(hasOfItems(withoutFlags(expression)));
};

/** The library's `has` takes no index on its way: `has(self[0].matches)`. */
const hasOfItems = (expression: string): string =>
  expression.replace(/\bhas\(([\w.]+(?:\[\d+\][\w.]*)+)\.(\w+)\)/g, '$1.?$2.hasValue()');

/** A pattern that ignores case, in words that JavaScript has since ES2025. */
const withoutFlags = (expression: string): string =>
  expression.replace(/(r?)("""|'''|"|')(\^?)\(\?i\)((?:(?!\2)[\s\S])*)\2/g, '$1$2$3(?i:$4)$2');

/** A rule about a change says nothing of a new object. */
const isTransition = ({ rule }: CelRule): boolean => /\boldSelf\b/.test(rule);

/** Answers that were given for an equal value are given again. */
const REMEMBERED = 5000;

/** Runs the rules of one place of a schema over the value there, defaults filled in as the API server does before it. */
export function compileRules(
  rules: readonly CelRule[],
  schema: JsonSchema,
  resolve: (schema: JsonSchema) => JsonSchema,
): Validator {
  let programs: readonly (readonly [CelRule, Program])[] | undefined;
  const own = rules.filter((rule) => !isTransition(rule));
  const fields = fieldsRead(own);
  const known = new Map<string, readonly string[]>();
  return (value, visit) => {
    const read = withFields(value, fields);
    const key = JSON.stringify(read);
    let found = known.get(key);
    if (found === undefined) {
      programs ??= own.map((rule) => [rule, parse(rule.rule)] as const);
      const self = celValue(read, schema, resolve);
      found = programs.flatMap(([rule, program]) => broken(rule, program, self));
      if (known.size < REMEMBERED) known.set(key, found);
    }
    for (const message of found) visit.fault(message);
  };
}

/** What rules ask of their value, if that is nothing but fields: of a dashboard, its folder and not its model. */
function fieldsRead(rules: readonly CelRule[]): ReadonlySet<string> | undefined {
  const fields = new Set<string>();
  for (const { rule, messageExpression = '' } of rules)
    for (const [, field, call] of `${rule} ${messageExpression}`.matchAll(/\bself\b(?:\s*\.\s*(\w+)(\s*\()?)?/g)) {
      if (field === undefined || call !== undefined) return undefined;
      fields.add(field);
    }
  return fields;
}

/** An object with no fields but these. */
function withFields(value: unknown, fields: ReadonlySet<string> | undefined): unknown {
  if (fields === undefined || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => fields.has(name) || fields.has(escaped(name))));
}

function broken(rule: CelRule, program: Program, self: unknown): string[] {
  try {
    if (program({ self }) === true) return [];
  } catch (error) {
    // The API server takes a rule that fails for one that is broken.
    return [`${rule.message ?? rule.rule} (${(error as Error).message.split('\n')[0]!})`];
  }
  return [rule.message?.trim() ?? computed(rule, self) ?? `breaks the rule ${rule.rule.trim()}`];
}

function computed({ messageExpression }: CelRule, self: unknown): string | undefined {
  if (messageExpression === undefined) return undefined;
  try {
    return text(parse(messageExpression)({ self }));
  } catch {
    return undefined;
  }
}

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** https://kubernetes.io/docs/reference/using-api/cel/#escaping */
function escaped(name: string): string {
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

/** Integers are CEL's, field names are escaped, and defaults are there. */
function celValue(value: unknown, unresolved: JsonSchema, resolve: (schema: JsonSchema) => JsonSchema): unknown {
  const schema = resolve(unresolved);
  if (typeof value === 'number') {
    const types = [schema.type ?? []].flat();
    return Number.isInteger(value) && !types.includes('number') ? BigInt(value) : value;
  }
  if (Array.isArray(value)) return Array.from(value, (each) => celValue(each, schema.items ?? {}, resolve));
  if (typeof value !== 'object' || value === null) return value;
  const { properties = {}, additionalProperties } = schema;
  const others = typeof additionalProperties === 'object' ? additionalProperties : {};
  const result: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    const own = properties[name];
    if (own !== undefined && inner === null && resolve(own).default !== undefined) continue;
    result[own === undefined ? name : escaped(name)] = celValue(inner, own ?? others, resolve);
  }
  for (const name in properties) {
    const inner = resolve(properties[name]!);
    const key = escaped(name);
    if (result[key] === undefined && inner.default !== undefined) result[key] = celValue(inner.default, inner, resolve);
  }
  return result;
}
