import type { Place } from './place';

/** Where values are in the plain part of YAML that `parseManifest` reads: there indentation tells. */
export function plainPlaces(text: string): Place {
  const reader = new PlaceReader(text.split('\n'));
  const document = new PlainPlace(0);
  reader.block(document);
  return document;
}

class PlainPlace implements Place {
  readonly entries = new Map<string | number, PlainPlace>();

  constructor(readonly line: number) {}

  child(key: string | number): Place | undefined {
    return this.entries.get(key);
  }

  add(key: string | number, line: number): PlainPlace {
    const place = new PlainPlace(line);
    this.entries.set(key, place);
    return place;
  }
}

/** A key, and whether its value is a literal block, is on its line, or is below it. */
const ENTRY = /^("[^"]*"|[^\s"':][^:]*):(?: (\|?)(.*))?$/;

class PlaceReader {
  private index = -1;
  /** What is not read yet of the current line; undefined after the last one. */
  private content: string | undefined;
  private indent = 0;

  constructor(private readonly lines: readonly string[]) {
    this.advance();
  }

  block(into: PlainPlace): void {
    const indent = this.indent;
    if (this.content?.startsWith('- ')) this.list(into, indent);
    else while (this.content !== undefined && this.indent === indent) this.entry(into, indent);
  }

  private entry(into: PlainPlace, indent: number): void {
    const [, key = '', literal = '', value = ''] = ENTRY.exec(this.content!) ?? [];
    const place = into.add(key.startsWith('"') ? key.slice(1, -1) : key, this.index);
    this.advance(literal === '' ? undefined : indent);
    if (literal !== '' || value !== '' || this.content === undefined) return;
    if (this.indent > indent) this.block(place);
    else if (this.indent === indent && this.content.startsWith('- ')) this.list(place, indent);
  }

  private list(into: PlainPlace, indent: number): void {
    for (let item = 0; this.indent === indent && this.content?.startsWith('- '); item += 1) {
      const place = into.add(item, this.index);
      this.content = this.content.slice(2);
      this.indent = indent + 2;
      if (this.content.startsWith('- ') || isEntry(this.content)) this.block(place);
      else this.advance(this.content.startsWith('|') ? indent : undefined);
    }
  }

  /** To the next line that is neither empty nor a comment, nor deeper than a literal block's parent. */
  private advance(literal = Infinity): void {
    for (this.index += 1; this.index < this.lines.length; this.index += 1) {
      const line = this.lines[this.index]!;
      const content = line.trimStart();
      this.indent = line.length - content.length;
      this.content = content;
      if (content !== '' && this.indent <= literal && !content.startsWith('#')) return;
    }
    this.content = undefined;
    this.indent = -1;
  }
}

/** A quoted text is none, even with a colon in it. */
const isEntry = (content: string): boolean => /^(?:"[^"]*"|[A-Za-z_./][\w./-]*):(?: |$)/.test(content);
