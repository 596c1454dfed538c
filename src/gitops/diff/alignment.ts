/** A place in both lists, or in one of them alone. */
export interface Aligned {
  readonly before?: number;
  readonly after?: number;
}

/** More than so many items on each side are not compared one with the other. */
const WIDEST = 2000;

/** Pairs what is equal, in order, as often as possible: a longest common subsequence. */
export function align(before: readonly string[], after: readonly string[]): Aligned[] {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const [gone, come] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const pairs = (count: number, left: number, right: number): Aligned[] =>
    Array.from({ length: count }, (_, index) => ({ before: left + index, after: right + index }));
  return [
    ...pairs(start, 0, 0),
    ...between(gone, come).map((pair): Aligned => ({
      ...(pair.before !== undefined && { before: pair.before + start }),
      ...(pair.after !== undefined && { after: pair.after + start }),
    })),
    ...pairs(end, before.length - end, after.length - end),
  ];
}

function between(gone: readonly string[], come: readonly string[]): Aligned[] {
  if (gone.length > WIDEST || come.length > WIDEST) {
    return [...gone.map((_, index) => ({ before: index })), ...come.map((_, index) => ({ after: index }))];
  }
  const width = come.length + 1;
  const lengths = new Uint16Array((gone.length + 1) * width);
  for (let row = gone.length - 1; row >= 0; row--) {
    for (let column = come.length - 1; column >= 0; column--) {
      const below = lengths[(row + 1) * width + column]!;
      const beside = lengths[row * width + column + 1]!;
      const both = lengths[(row + 1) * width + column + 1]! + 1;
      lengths[row * width + column] = gone[row] === come[column] ? both : Math.max(below, beside);
    }
  }
  return walk(gone, come, lengths);
}

function walk(gone: readonly string[], come: readonly string[], lengths: Uint16Array): Aligned[] {
  const width = come.length + 1;
  const result: Aligned[] = [];
  let [row, column] = [0, 0];
  while (row < gone.length || column < come.length) {
    const hasBoth = row < gone.length && column < come.length;
    const isBelow = hasBoth && lengths[(row + 1) * width + column]! >= lengths[row * width + column + 1]!;
    if (hasBoth && gone[row] === come[column]) result.push({ before: row++, after: column++ });
    else if (column === come.length || isBelow) result.push({ before: row++ });
    else result.push({ after: column++ });
  }
  return result;
}
