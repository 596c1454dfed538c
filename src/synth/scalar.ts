/** Strings that one YAML or another reads as a boolean, null, a number, a merge or a value key. */
const WORDS = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null', 'nan', 'inf', 'infinity']);

/** Some readers ask for no digit before it. */
const EXPONENT = /^e[+-]?[0-9_]+$/i;
/** Begins with a letter or `/`, and holds nothing that ends or splits a plain scalar in block style. */
const WORDLIKE = /^[A-Za-z/](?:[!-9;-~]|:(?=[!-~])| (?=[!"$-~]))*$/;
/** Begins with a digit, and a letter that no number, date or time has, or a slash, makes it a word: `500m`, `10.0.0.0/8`. */
const MEASURE = /^[0-9][0-9A-Za-z.]*[g-np-su-wyG-NP-SU-WY%/][0-9A-Za-z./%-]*$/;
/** What needs an escape: controls, breaks of other kinds, byte order marks and non-characters. */
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;
const ESCAPED = /["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** A string on one line, quoted whenever any reader of YAML 1.1 or 1.2 might take it for something else. */
export function scalarOf(value: string): string {
  if (isPlain(value)) return value;
  if (/\p{Surrogate}/u.test(value)) throw new Unwritable('half of a surrogate pair is not text');
  const quotable = !UNPRINTABLE.test(value);
  if (quotable && /["\\]/.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return `"${value.replace(ESCAPED, escaped)}"`;
}

/** A value that YAML cannot hold. It says nothing of the place: whoever reports it looks that up. */
export class Unwritable extends Error {}

function isPlain(value: string): boolean {
  if (!WORDLIKE.test(value)) return MEASURE.test(value);
  return !EXPONENT.test(value) && (value.length > 8 || !WORDS.has(value.toLowerCase()));
}

function escaped(character: string): string {
  return ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
