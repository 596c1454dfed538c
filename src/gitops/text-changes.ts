/** Lines to look back for, and to print at most. */
const WIDEST = 2000;
const SHOWN = 20;

/** The lines that went and came, by `- ` and `+ `. */
export function textChanges(before: string, after: string): string[] {
  const [earlier, later] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < earlier.length && earlier[start] === later[start]) start++;
  let end = 0;
  const most = Math.min(earlier.length, later.length) - start;
  while (end < most && earlier.at(-1 - end) === later.at(-1 - end)) end++;
  const lines = between(earlier.slice(start, earlier.length - end), later.slice(start, later.length - end));
  return lines.length > SHOWN ? [...lines.slice(0, SHOWN), `... ${lines.length - SHOWN} lines more`] : lines;
}

/** By the longest common subsequence, where that is not too much to ask. */
function between(gone: readonly string[], come: readonly string[]): string[] {
  const minus = (line: string): string => `- ${line}`;
  const plus = (line: string): string => `+ ${line}`;
  if (gone.length > WIDEST || come.length > WIDEST) return [...gone.map(minus), ...come.map(plus)];
  const width = come.length + 1;
  const lengths = new Uint16Array((gone.length + 1) * width);
  for (let row = gone.length - 1; row >= 0; row--) {
    for (let column = come.length - 1; column >= 0; column--) {
      const isSame = gone[row] === come[column];
      const below = lengths[(row + 1) * width + column]!;
      const beside = lengths[row * width + column + 1]!;
      lengths[row * width + column] = isSame ? lengths[(row + 1) * width + column + 1]! + 1 : Math.max(below, beside);
    }
  }
  const lines: string[] = [];
  let [row, column] = [0, 0];
  while (row < gone.length || column < come.length) {
    if (row < gone.length && column < come.length && gone[row] === come[column]) {
      row++;
      column++;
    } else if (
      column === come.length ||
      (row < gone.length && lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!)
    ) {
      lines.push(minus(gone[row++]!));
    } else lines.push(plus(come[column++]!));
  }
  return lines;
}
