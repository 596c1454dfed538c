import { literalHeader, literalText, scalarAt, UNUSUAL, WORDS } from './parse-scalar';

/**
 * Reads the plain part of YAML that generated manifests are written in: block maps and lists, scalars on one line, and
 * literal blocks. It is many times faster than a whole parser, and returns undefined for a document that has anything
 * else, or a scalar whose meaning readers disagree about, so that a whole parser decides.
 * @param start where the document begins in the text
 * @param end where it ends: after its last line break
 */
export function parseManifest(text: string, start = 0, end = text.length): unknown {
  try {
    return new Reader(text, start, end).document();
  } catch (error) {
    if (error === UNUSUAL) return undefined;
    throw error;
  }
}

const [LINE_FEED, BLANK, QUOTE, HASH, MINUS, COLON, BAR] = [0x0a, 0x20, 0x22, 0x23, 0x2d, 0x3a, 0x7c] as const;

/** What may be in a plain key (1), and what may begin one (3). */
const PLAIN_KEY = new Uint8Array(128);
for (let code = 0; code < 128; code += 1) {
  const character = String.fromCharCode(code);
  if (/[\w./-]/.test(character)) PLAIN_KEY[code] = /[\d-]/.test(character) ? 1 : 3;
}
/** What is a number to some reader. */
const NO_TEXT = /^\.(?:\d|nan$|inf$)/i;

/** A block as it was read: the same text at the same place means the same, and is not read again. */
interface Block {
  /** Of the key that it is below. */
  readonly indent: number;
  readonly text: string;
  readonly value: unknown;
  /** The last key in it. */
  readonly last: Key;
}

/** How many blocks are remembered below a key: a pod has as many containers with limits of their own. */
const BLOCKS = 4;
/** Longer ones are seldom the same. */
const LONGEST_BLOCK = 2000;

/** A key known to be text, and what came after it and below it the last time: most often it comes again. */
class Key {
  readonly written: string;
  next: Key | undefined;
  private readonly blocks: Block[] = [];
  private turn = 0;

  constructor(readonly text: string) {
    this.written = `${text}:`;
  }

  /** What was below the key when the same text stood there. */
  blockAt(text: string, start: number, indent: number): Block | undefined {
    for (let index = 0; index < this.blocks.length; index += 1) {
      const block = this.blocks[index]!;
      if (block.indent === indent && text.startsWith(block.text, start)) return block;
    }
    return undefined;
  }

  remember(block: Block): void {
    this.blocks[this.turn] = block;
    this.turn = (this.turn + 1) % BLOCKS;
  }
}

/** What the first key of a document comes after. */
const before = new Key('');

/** Manifests repeat a few hundred keys; the bound keeps those of data from gathering. */
const keys = new Map<string, Key>();
const MOST_KEYS = 10_000;

/** Goes through the lines; each method begins at a line that it understands, and ends before the first that it does not. */
class Reader {
  /** Of the current line; -1 after the last one. */
  private indent = 0;
  /** Where the current line's content begins, or what of it is not read yet. */
  private from = 0;
  /** Where it ends. */
  private to = 0;
  private next: number;
  /** Of the lists that are not at their end yet, one behind the other. */
  private readonly items: unknown[] = [];
  private last = before;

  constructor(
    private readonly text: string,
    start: number,
    private readonly end: number,
  ) {
    this.next = start;
    this.advance();
  }

  document(): unknown {
    if (this.indent < 0) return null;
    if (this.indent > 0) throw UNUSUAL;
    const value = this.block();
    // a line is left over, which belongs to no block
    if (this.indent >= 0) throw UNUSUAL;
    return value;
  }

  /** To the next line that is neither empty nor a comment. */
  private advance(): void {
    const { text, end } = this;
    for (let start = this.next; start < end; start = this.next) {
      const to = this.lineEnd(start);
      this.next = to + 1;
      if (to === start) continue;
      let from = start;
      while (text.charCodeAt(from) === BLANK) from += 1;
      if (from >= to) throw UNUSUAL;
      if (text.charCodeAt(from) === HASH) continue;
      this.indent = from - start;
      this.from = from;
      this.to = to;
      return;
    }
    this.indent = -1;
    this.from = this.to = end;
  }

  private lineEnd(start: number): number {
    const to = this.text.indexOf('\n', start);
    return to < 0 || to > this.end ? this.end : to;
  }

  private block(): unknown {
    return this.isItem() ? this.list(this.indent) : this.map(this.indent, this.key());
  }

  private isItem(): boolean {
    return this.text.charCodeAt(this.from) === MINUS && this.text.charCodeAt(this.from + 1) === BLANK;
  }

  private map(indent: number, first: string | undefined): Record<string, unknown> {
    const into: Record<string, unknown> = {};
    for (let key = first; ; key = this.key()) {
      // a repeated key is a fault, and what every object has is no key of it
      if (key === undefined || into[key] !== undefined) throw UNUSUAL;
      into[key] = this.from === this.to ? this.nested(indent) : this.scalar(indent);
      if (this.indent !== indent) break;
    }
    if (this.indent > indent) throw UNUSUAL;
    return into;
  }

  private list(indent: number): unknown[] {
    const { items } = this;
    const first = items.length;
    do {
      this.from += 2;
      items.push(this.item(indent));
    } while (this.indent === indent && this.isItem());
    if (this.indent > indent) throw UNUSUAL;
    // a list that grows by itself takes room for seventeen, and most have one or two
    const list = items.slice(first);
    items.length = first;
    return list;
  }

  /** A map or list within a list begins on the line of its dash. */
  private item(indent: number): unknown {
    if (this.from >= this.to || this.text.charCodeAt(this.from) === BLANK) throw UNUSUAL;
    this.indent = indent + 2;
    if (this.isItem()) return this.list(indent + 2);
    const key = this.key();
    return key === undefined ? this.scalar(indent) : this.map(indent + 2, key);
  }

  /** What a key without a value on its line has below it. */
  private nested(indent: number): unknown {
    const { last, next: start } = this;
    const known = last.blockAt(this.text, start, indent);
    if (known !== undefined && this.endsAt(start + known.text.length, indent)) {
      this.next = start + known.text.length;
      this.last = known.last;
      this.advance();
      return known.value;
    }
    this.advance();
    const value = this.below(indent);
    const end = this.indent < 0 ? this.end : this.from - this.indent;
    if (end - start <= LONGEST_BLOCK && this.text.charCodeAt(end - 1) === LINE_FEED)
      last.remember({ indent, text: this.text.slice(start, end), value, last: this.last });
    return value;
  }

  private below(indent: number): unknown {
    if (this.indent > indent) return this.block();
    return this.indent === indent && this.isItem() ? this.list(indent) : null;
  }

  /** Whether the line at this place belongs to no block below a key, whatever its last line is: no comment, which a literal may hold. */
  private endsAt(place: number, indent: number): boolean {
    const { text, end } = this;
    if (place >= end) return place === end;
    let from = place;
    while (text.charCodeAt(from) === BLANK) from += 1;
    const code = text.charCodeAt(from);
    const own = from - place;
    return own < indent ? code !== LINE_FEED && code !== HASH : own === indent && PLAIN_KEY[code] === 3;
  }

  private scalar(indent: number): unknown {
    if (this.text.charCodeAt(this.from) === BAR) return this.literal(indent);
    const value = scalarAt(this.text, this.from, this.to);
    this.advance();
    return value;
  }

  /** The key that the rest of the line begins with, if it does; what is left of the line is its value then. */
  private key(): string | undefined {
    const { text, from, to } = this;
    const { next } = this.last;
    if (next !== undefined && text.startsWith(next.written, from) && this.passed(from + next.written.length)) {
      this.last = next;
      return next.text;
    }
    let code = text.charCodeAt(from);
    if (code === QUOTE) return this.quotedKey();
    if (PLAIN_KEY[code] !== 3) return undefined;
    let at = from;
    while (at < to && PLAIN_KEY[code]! > 0) code = text.charCodeAt((at += 1));
    if (at >= to || code !== COLON) return undefined;
    if (!this.passed(at + 1)) return undefined;
    this.last = this.last.next = keyOf(text.slice(from, at));
    return this.last.text;
  }

  private quotedKey(): string | undefined {
    const close = this.text.indexOf('"', this.from + 1);
    if (close < 0 || close + 1 >= this.to || this.text.charCodeAt(close + 1) !== COLON) return undefined;
    const key = this.text.slice(this.from + 1, close);
    if (!/^[\x20-\x5b\x5d-\x7e]*$/.test(key)) throw UNUSUAL;
    return this.passed(close + 2) ? key : undefined;
  }

  /** Whether a colon that ends at this place ends a key. */
  private passed(at: number): boolean {
    if (at < this.to && this.text.charCodeAt(at) !== BLANK) return false;
    this.from = Math.min(at + 1, this.to);
    return true;
  }

  private literal(indent: number): string {
    const { text, end } = this;
    const header = literalHeader(text, this.from, this.to);
    const first = this.next;
    let width = header.indented ? indent + 2 : -1;
    /** The end of the last line that is not blank, and how many blank ones follow it. */
    let last = -1;
    let blank = 0;
    while (this.next < end) {
      const start = this.next;
      if (text.charCodeAt(start) === LINE_FEED) blank += 1;
      else {
        let from = start;
        while (text.charCodeAt(from) === BLANK) from += 1;
        const to = this.lineEnd(from);
        if (from >= to) throw UNUSUAL;
        if (width < 0) width = this.widthOf(from - start, indent, from);
        if (from - start < width) {
          break;
        }
        last = to;
        blank = 0;
        this.next = to;
      }
      this.next += 1;
    }
    if (last < 0) throw UNUSUAL;
    this.advance();
    return literalText(text.slice(first, last), width, blank, header);
  }

  /** The indentation of a block that does not say it: that of its first line. */
  private widthOf(own: number, indent: number, from: number): number {
    if (own <= indent || this.text.charCodeAt(from) === 0x09) throw UNUSUAL;
    return own;
  }
}

function keyOf(text: string): Key {
  const known = keys.get(text);
  if (known !== undefined) return known;
  if (WORDS.test(text) || NO_TEXT.test(text)) throw UNUSUAL;
  // as a name of a property a text is one for all, and is compared by its address
  const [name] = Object.keys({ [text]: 0 }) as [string];
  const key = new Key(name);
  if (keys.size < MOST_KEYS) keys.set(name, key);
  return key;
}
