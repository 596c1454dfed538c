import { UserError } from './faults';

/** An amount as Kubernetes counts it: in billionths, with the family of suffixes it was written in. */
export interface Quantity {
  readonly nanos: bigint;
  readonly family: 'DecimalSI' | 'BinarySI' | 'DecimalExponent';
}

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const BILLION = 1_000_000_000n;
/** The API server caps what is larger. */
const LARGEST = ((1n << 63n) - 1n) * BILLION;
const SYNTAX = /^([+-]?)(\d+\.?\d*|\.\d+)(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)$/;

/** Reads `500m`, `1.5Gi`, `1e3` or a number, rounded away from zero to billionths, as the API server does. */
export function parseQuantity(text: string | number): Quantity {
  const [, sign, digits, suffix] = SYNTAX.exec(String(text)) ?? invalid(text);
  const magnitude = capped(scaled(digits!, suffix!));
  return { nanos: sign === '-' ? -magnitude : magnitude, family: familyOf(suffix!) };
}

/** Whether the API server reads it as a quantity. */
export function isQuantity(text: string): boolean {
  return SYNTAX.test(text);
}

/** The text by which the API server stores it: `1024Mi` becomes `1Gi`, `0.5` becomes `500m`. */
export function canonicalQuantity(text: string | number): string {
  const { nanos, family } = parseQuantity(text);
  if (nanos === 0n) return '0';
  return family === 'BinarySI' ? binaryText(nanos) : decimalText(nanos, family);
}

/** Negative, zero or positive, as `left` is less than, equal to or more than `right`. */
export function compareQuantities(left: string | number, right: string | number): number {
  const difference = parseQuantity(left).nanos - parseQuantity(right).nanos;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** A quantity in a list of resources: the API server rounds those up to thousandths. */
export function canonicalResource(text: string | number): string {
  const { nanos, family } = parseQuantity(text);
  const rest = nanos % 1_000_000n;
  if (rest === 0n) return canonicalQuantity(text);
  const rounded = nanos - rest + (nanos > 0n ? 1_000_000n : -1_000_000n);
  return decimalText(rounded, family === 'DecimalExponent' ? family : 'DecimalSI');
}

function invalid(text: string | number): never {
  throw new UserError(
    `"${text}" is not a quantity, expected a number with an optional suffix such as 500m, 1.5Gi or 1e3`,
  );
}

function familyOf(suffix: string): Quantity['family'] {
  if (suffix.endsWith('i')) return 'BinarySI';
  return /\d$/.test(suffix) ? 'DecimalExponent' : 'DecimalSI';
}

function scaled(digits: string, suffix: string): bigint {
  const [whole = '', fraction = ''] = digits.split('.');
  const mantissa = BigInt(whole + fraction);
  if (suffix.endsWith('i')) {
    return roundedUp(mantissa * BILLION * (1n << BigInt(10 * BINARY.indexOf(suffix))), fraction.length);
  }
  const exponent = /\d$/.test(suffix) ? Number(suffix.slice(1)) : 3 * (DECIMAL.indexOf(suffix) - 3);
  const places = fraction.length - exponent - 9;
  if (mantissa === 0n) return 0n;
  // Beyond any cap or below a billionth: no need to compute powers of that size.
  if (places < -40) return LARGEST;
  if (places > digits.length + 1) return 1n;
  return places <= 0 ? mantissa * 10n ** BigInt(-places) : roundedUp(mantissa, places);
}

function roundedUp(amount: bigint, places: number): bigint {
  const divisor = 10n ** BigInt(places);
  return (amount + divisor - 1n) / divisor;
}

function capped(nanos: bigint): bigint {
  return nanos > LARGEST ? LARGEST : nanos;
}

function binaryText(nanos: bigint): string {
  const small = nanos > -1024n * BILLION && nanos < 1024n * BILLION;
  if (small || nanos % BILLION !== 0n) return decimalText(nanos, 'DecimalSI');
  let amount = nanos / BILLION;
  let step = 0;
  for (; step < BINARY.length - 1 && amount % 1024n === 0n; step++) amount /= 1024n;
  return `${amount}${BINARY[step]!}`;
}

function decimalText(nanos: bigint, family: 'DecimalSI' | 'DecimalExponent'): string {
  let amount = nanos;
  let step = 0;
  for (; step < DECIMAL.length - 1 && amount % 1000n === 0n; step++) amount /= 1000n;
  if (family === 'DecimalSI') return `${amount}${DECIMAL[step]!}`;
  return step === 3 ? `${amount}` : `${amount}e${3 * (step - 3)}`;
}
