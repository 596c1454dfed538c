/** Thrown for what is left to a whole parser. One for all: its stack is never looked at, and would cost more than the parse. */
export const UNUSUAL = new Error('not the plain part of YAML');

const [BLANK, HASH, MINUS, COLON] = [0x20, 0x23, 0x2d, 0x3a] as const;

/** Words that some version of YAML reads as something else. */
export const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
const LONGEST_WORD = 5;
/** Quantities, durations and addresses: a letter that no number, date or time has, or a slash, makes them text. */
const MEASURE = /^[0-9][0-9A-Za-z.]*[g-np-su-wyG-NP-SU-WY%/][0-9A-Za-z./%-]*$/;
/** `2s`, `0d` of a date's letters only, and addresses with or without a port: three dots are in no number. */
const SHORT_MEASURE = /^[0-9]+d$|^[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?$/;
/** Numbers on which all versions agree, and which are exact. */
const NUMBER = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?$/;
/** `[otlp, batch]`, which people write in collectors' configurations. */
const FLOW_LIST = /^\[[A-Za-z][\w./-]*(?:, [A-Za-z][\w./-]*)*\]$/;
/** JSON's escapes are YAML's; the others of YAML are left to a whole parser. */
const ESCAPED = /^"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"$/;
/** Half a pair of surrogates is an escape in JSON, and no text in YAML. */
const SURROGATE = /\\u[dD][89a-fA-F]/;
const UNPRINTABLE = /[^\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** The value that begins at `from` and takes the rest of its line. */
export function scalarAt(text: string, from: number, to: number): unknown {
  const code = text.charCodeAt(from);
  if ((code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x2f) return plain(text, from, to);
  if ((code >= 0x30 && code <= 0x39) || code === MINUS) return numeric(text, from, to);
  const value = text.slice(from, to);
  if (value === '{}') return {};
  if (value === '[]') return [];
  if (value.startsWith('"')) return doubleQuoted(value);
  if (value.startsWith("'")) return singleQuoted(value);
  if (FLOW_LIST.test(value)) return value.slice(1, -1).split(', ').map(word);
  throw UNUSUAL;
}

/** Text that is printable ASCII, begins with a letter, and has nothing in it that ends or splits a plain scalar. */
function plain(text: string, from: number, to: number): unknown {
  for (let at = from + 1; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) {
      if (at + 1 === to || text.charCodeAt(at + 1) === BLANK) throw UNUSUAL;
    } else if (code === BLANK) {
      if (at + 1 === to || text.charCodeAt(at + 1) === HASH) throw UNUSUAL;
    } else if (code < BLANK || code > 0x7e) throw UNUSUAL;
  }
  const value = text.slice(from, to);
  if (to - from > LONGEST_NAME) return value;
  const known = seenNames.get(value);
  if (known !== undefined) return known;
  if (value === 'true') return true;
  if (value === 'false') return false;
  if (value === 'null') return null;
  if (to - from <= LONGEST_WORD) word(value);
  if (seenNames.size < MOST_NAMES) seenNames.set(value, value);
  return value;
}

/** Names and kinds are written again and again, and looked up by every check: of equal ones the first is for all. */
const seenNames = new Map<string, string>();
const LONGEST_NAME = 24;
const MOST_NAMES = 20_000;

function word(text: string): string {
  if (WORDS.test(text)) throw UNUSUAL;
  return text;
}

function numeric(text: string, from: number, to: number): unknown {
  const value = text.slice(from, to);
  if (NUMBER.test(value)) return value === '-0' ? wordless() : Number(value);
  if (MEASURE.test(value) || SHORT_MEASURE.test(value)) return value;
  return wordless();
}

function wordless(): never {
  throw UNUSUAL;
}

function doubleQuoted(value: string): string {
  const end = value.length - 1;
  if (end < 1 || UNPRINTABLE.test(value) || value.includes('\t')) throw UNUSUAL;
  if (!value.includes('\\') && value.indexOf('"', 1) === end) return value.slice(1, -1);
  if (!ESCAPED.test(value) || SURROGATE.test(value)) throw UNUSUAL;
  return JSON.parse(value) as string;
}

function singleQuoted(value: string): string {
  if (!/^'(?:[^']|'')*'$/.test(value) || UNPRINTABLE.test(value) || value.includes('\t')) throw UNUSUAL;
  return value.slice(1, -1).replaceAll("''", "'");
}

/** How a literal block is written: whether it says its indentation, and what becomes of its last line breaks. */
export interface LiteralHeader {
  readonly indented: boolean;
  readonly chomping: '' | '-' | '+';
}

/** The headers that we write. */
export function literalHeader(text: string, from: number, to: number): LiteralHeader {
  const [, digit, chomping] = /^\|(2?)([-+]?)$/.exec(text.slice(from, to)) ?? wordless();
  return { indented: digit !== '', chomping: chomping as LiteralHeader['chomping'] };
}

/** The text of a literal block from its raw lines, the last of which is not blank, and the blank ones that follow. */
export function literalText(raw: string, width: number, trailing: number, { chomping }: LiteralHeader): string {
  if (UNPRINTABLE.test(raw)) throw UNUSUAL;
  const pad = ' '.repeat(width);
  const body = `\n${raw}`.replaceAll(`\n${pad}`, '\n').slice(1);
  return body + (chomping === '-' ? '' : chomping === '' ? '\n' : '\n'.repeat(1 + trailing));
}
