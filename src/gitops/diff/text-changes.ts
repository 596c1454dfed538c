import { align } from './alignment';

/** Lines to print at most. */
const SHOWN = 20;

/** The lines that went and came, by `- ` and `+ `. */
export function textChanges(before: string, after: string): string[] {
  const [earlier, later] = [before.split('\n'), after.split('\n')];
  const lines = align(earlier, later).flatMap((pair) => {
    if (pair.before === undefined) return [`+ ${later[pair.after!]!}`];
    return pair.after === undefined ? [`- ${earlier[pair.before]!}`] : [];
  });
  return lines.length > SHOWN ? [...lines.slice(0, SHOWN), `... ${lines.length - SHOWN} lines more`] : lines;
}
