/**
 * Reads the plain part of YAML that generated manifests are written in: block maps and lists, plain and double-quoted
 * scalars, literal blocks. It is several times faster than a whole parser, and returns undefined for a document that uses
 * anything else, or a plain scalar whose meaning readers disagree about, so that a whole parser decides.
 */
export function parseManifest(text: string): unknown {
  const parser = new Parser(text);
  try {
    return parser.document();
  } catch (error) {
    if (error === UNUSUAL) return undefined;
    throw error;
  }
}

/** One for all, since its stack is never looked at and would cost more than the parse. */
const UNUSUAL = new Error('not the plain part of YAML');

/** Plain scalars that can be nothing but text: a letter first, and neither of the two marks that end a plain scalar. */
const PLAIN_TEXT = /^[A-Za-z/](?:(?!: | #)[\x20-\x7e])*$/;
/** Quantities, durations and percentages, which no version of YAML takes for numbers. */
const MEASURE = /^[0-9]+(?:m|k|[KMGT]i?|ms|s|h|d|%|m0s|h0m0s)$/;
/** Addresses with or without a port: three dots are in no number. */
const ADDRESS = /^[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?$/;
const INTEGER = /^(0|[1-9][0-9]{0,14})$/;
/** Words that some version of YAML reads as something else. */
const WORDS = /^(y|n|yes|no|on|off|true|false|null|nan|inf)$/i;
const PLAIN_KEY = /^[A-Za-z_./][\w./-]*$/;
const KEY = /^([A-Za-z_./][\w./-]*|"[^"\\]*"):(?: (.*))?$/;

/** `[otlp, batch]`, which people write in collectors' configurations. */
const FLOW_LIST = /^\[[A-Za-z][\w./-]*(?:, [A-Za-z][\w./-]*)*\]$/;

function plainWord(text: string): string {
  if (WORDS.test(text)) throw UNUSUAL;
  return text;
}

/** Keys known to be plain, since manifests repeat a few hundred of them. */
const plainKeys = new Set<string>();

/** Where the colon of a line's plain key is, or -1. */
function keyEnd(content: string): number {
  const colon = content.indexOf(':');
  if (colon < 0 || (colon + 1 < content.length && content.charCodeAt(colon + 1) !== 32)) return -1;
  const key = content.slice(0, colon);
  if (plainKeys.has(key)) return colon;
  // a word is no text in YAML 1.1
  if (!PLAIN_KEY.test(key) || WORDS.test(key)) return -1;
  plainKeys.add(key);
  return colon;
}

function keyAndValue(content: string): readonly [string, string] {
  const colon = keyEnd(content);
  if (colon >= 0) return [content.slice(0, colon), content.slice(colon + 2)];
  const match = KEY.exec(content);
  if (!match) throw UNUSUAL;
  const key = match[1]!.startsWith('"') ? match[1]!.slice(1, -1) : match[1]!;
  if (WORDS.test(key)) throw UNUSUAL;
  return [key, match[2] ?? ''];
}

class Parser {
  private readonly lines: readonly string[];
  private index = 0;

  constructor(text: string) {
    this.lines = text.split('\n');
    while (this.lines.length > 0 && this.index < this.lines.length && this.lines[this.index] === '') this.index += 1;
  }

  document(): unknown {
    const value = this.block(0);
    while (this.index < this.lines.length) if (this.lines[this.index++] !== '') throw UNUSUAL;
    return value;
  }

  private block(indent: number): unknown {
    return this.lines[this.index]?.startsWith('- ', indent) ? this.list(indent) : this.map(indent, {});
  }

  private map(indent: number, into: Record<string, unknown>, first?: string): Record<string, unknown> {
    let content = first ?? this.contentAt(indent);
    while (content !== undefined) {
      const [key, value] = keyAndValue(content);
      // a repeated key is a fault, and __proto__ is no key of an object
      if (key in into) throw UNUSUAL;
      this.index += 1;
      into[key] = value === '' ? this.nested(indent) : this.scalar(value, indent);
      content = this.contentAt(indent);
    }
    return into;
  }

  private list(indent: number): unknown[] {
    const items: unknown[] = [];
    for (let line = this.contentAt(indent); line?.startsWith('- '); line = this.contentAt(indent)) {
      const item = line.slice(2);
      if (item.startsWith('- ') || item.startsWith(' ')) throw UNUSUAL;
      if (keyEnd(item) >= 0 || (KEY.test(item) && !/^"[^"]*"$/.test(item))) items.push(this.map(indent + 2, {}, item));
      else {
        this.index += 1;
        items.push(this.scalar(item, indent));
      }
    }
    return items;
  }

  /** What a key without a value on its line has below it. */
  private nested(indent: number): unknown {
    const line = this.lines[this.index];
    if (line === undefined || line === '') return this.endsHere(indent);
    const deeper = indentOf(line);
    if (deeper > indent) return this.block(deeper);
    return line.startsWith('- ', indent) && deeper === indent ? this.list(indent) : null;
  }

  private endsHere(_indent: number): null {
    if (this.lines.slice(this.index).some((line) => line !== '')) throw UNUSUAL;
    return null;
  }

  /** The content of the current line if it is indented exactly so, undefined if the block ends here. */
  private contentAt(indent: number): string | undefined {
    const line = this.lines[this.index];
    if (line === undefined || line === '') return undefined;
    const own = indentOf(line);
    if (own === indent) return line.slice(indent);
    if (own > indent) throw UNUSUAL;
    return undefined;
  }

  private scalar(text: string, indent: number): unknown {
    if (text.startsWith('"')) return JSON.parse(quoted(text)) as string;
    if (text === '|' || text === '|-') return this.literal(indent, text === '|');
    if (INTEGER.test(text)) return Number(text);
    if (text === 'true' || text === 'false') return text === 'true';
    if (text === '{}') return {};
    if (text === '[]') return [];
    if (FLOW_LIST.test(text)) return text.slice(1, -1).split(', ').map(plainWord);
    if (text.endsWith(' ') || text.endsWith(':') || WORDS.test(text)) throw UNUSUAL;
    if (PLAIN_TEXT.test(text) || MEASURE.test(text) || ADDRESS.test(text)) return text;
    throw UNUSUAL;
  }

  private literal(indent: number, keepEnd: boolean): string {
    const lines: string[] = [];
    let width = -1;
    for (; this.index < this.lines.length; this.index += 1) {
      const line = this.lines[this.index]!;
      if (line === '') {
        lines.push('');
        continue;
      }
      const own = indentOf(line);
      if (width < 0) {
        if (own <= indent || line[own] === '\t') throw UNUSUAL;
        width = own;
      }
      if (own < width) break;
      lines.push(line.slice(width));
    }
    if (width < 0) throw UNUSUAL;
    while (lines.at(-1) === '') lines.pop();
    return lines.join('\n') + (keepEnd ? '\n' : '');
  }
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) indent += 1;
  return indent;
}

/** JSON's escapes are YAML's; the others of YAML are left to a whole parser. */
function quoted(text: string): string {
  if (!/^"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"$/.test(text) || text.includes('\t')) throw UNUSUAL;
  return text;
}
