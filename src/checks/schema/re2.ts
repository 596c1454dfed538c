/** Classes of POSIX, which RE2 has within brackets: https://github.com/google/re2/wiki/Syntax */
const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  ascii: '\\x00-\\x7f',
  blank: '\\t ',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\t\\n\\v\\f\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

/** One thing that JavaScript spells otherwise, or a piece of a pattern that it must not be looked for in. */
const TOKEN =
  /\\Q([^]*?)(?:\\E|$)|\\([AzZ]|pN|PN|p[A-Z]|P[A-Z])|\[:(\^?)([a-z]+):\]|\(\?P<|\(\?([ims]+)(?:-[ims]+)?\)|\\[^]|\[\^?\]?|[()|\]]/g;

/** The API server's regular expressions, which are RE2's, in JavaScript's words. */
export function regularExpression(pattern: string): RegExp {
  const source = translated(pattern);
  try {
    return new RegExp(source, 'u');
  } catch {
    // escapes that mean nothing are an error only with the flag
    return new RegExp(source);
  }
}

/** A flag holds until the end of its group, in every alternative that follows: JavaScript wants a group around each. */
function translated(pattern: string): string {
  const opened: string[][] = [[]];
  let inBrackets = false;
  const body = pattern.replace(
    TOKEN,
    (token: string, literal?: string, escape?: string, not?: string, posix?: string, flags?: string) => {
      if (literal !== undefined) return literal.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      if (escape !== undefined) return escaped(escape);
      if (posix !== undefined && inBrackets) return `${not === '^' ? '^' : ''}${POSIX[posix] ?? token}`;
      if (inBrackets) {
        if (token === ']') inBrackets = false;
        return token;
      }
      if (token.startsWith('[')) {
        inBrackets = true;
        return token === '[]' ? '[\\]' : token === '[^]' ? '[^\\]' : token;
      }
      if (token === '(?P<') return opening('(?<', opened);
      if (token === '(') return opening('(', opened);
      if (token === ')') return `${closing(opened.pop())})`;
      if (token === '|') return `${closing(opened.at(-1))}|${(opened.at(-1) ?? []).join('')}`;
      if (flags === undefined) return token;
      opened.at(-1)?.push(`(?${flags}:`);
      return `(?${flags}:`;
    },
  );
  return body + closing(opened[0]);
}

const closing = (flags: readonly string[] | undefined): string => ')'.repeat(flags?.length ?? 0);

function opening(token: string, opened: string[][]): string {
  opened.push([]);
  return token;
}

function escaped(escape: string): string {
  if (escape === 'A') return '^';
  if (escape === 'z' || escape === 'Z') return '$';
  return `\\${escape.charAt(0)}{${escape.slice(1)}}`;
}
