/** A block of IPv4 addresses. */
interface Block {
  readonly first: number;
  readonly prefix: number;
}

/**
 * One block for each of `parts` out of some ranges: one range each where there are as many, otherwise the first blocks
 * of the one range cut into the next power of two, so that all are equal and none moves when another range is added.
 * @throws Error when the number of ranges is neither one nor `parts`
 */
export function splitRanges(ranges: readonly string[], parts: number): readonly string[] {
  if (ranges.length === parts) return ranges;
  const [range, ...others] = ranges;
  if (range === undefined || others.length > 0)
    throw new Error(`${ranges.join(', ')} are ${ranges.length} ranges, expected one or ${parts}`);
  const { first, prefix } = parse(range);
  const longer = prefix + Math.ceil(Math.log2(parts));
  return Array.from({ length: parts }, (_, index) => `${dotted(first + index * sizeOf(longer))}/${longer}`);
}

/** Whether all addresses of `inner` lie in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [around, within] = [parse(outer), parse(inner)];
  return within.first >= around.first && within.first + sizeOf(within.prefix) <= around.first + sizeOf(around.prefix);
}

/** Whether two ranges have an address in common. */
export const overlap = (one: string, other: string): boolean => contains(one, other) || contains(other, one);

/** Addresses of a range, those that AWS keeps for itself included. */
export const addressesIn = (range: string): number => sizeOf(parse(range).prefix);

const sizeOf = (prefix: number): number => 2 ** (32 - prefix);

function parse(range: string): Block {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(range);
  const [prefix = 33, ...octets] = (match?.slice(1) ?? []).map(Number).reverse();
  const first = octets.reverse().reduce((sum, octet) => sum * 256 + octet, 0);
  if (prefix > 32 || octets.some((octet) => octet > 255) || first % sizeOf(prefix) !== 0)
    throw new Error(`${range} is no range of addresses, expected such as 10.0.0.0/16`);
  return { first, prefix };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
