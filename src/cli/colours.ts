import colours from 'picocolors';

type Colours = ReturnType<typeof colours.createColors>;

/** Colours for what is printed: only where a terminal shows it, so that files and pipes stay plain. */
export function coloursFor(
  environment: Readonly<Record<string, string | undefined>>,
  output: { readonly isTTY?: boolean } = process.stdout,
): Colours {
  return colours.createColors(output.isTTY === true && environment['NO_COLOR'] === undefined);
}
