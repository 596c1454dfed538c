/** Kubernetes' own notions of text: https://github.com/kubernetes/apimachinery/tree/master/pkg/util/validation */

/** Says what is expected of a text that is none of it. */
export type Format = (value: string) => string | undefined;

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const limited =
  (pattern: RegExp, length: number, expected: string): Format =>
  (value) =>
    value.length <= length && pattern.test(value) ? undefined : `expected ${expected}`;

export const dnsLabel = limited(LABEL, 63, 'at most 63 of a-z, 0-9 and "-", first and last a letter or digit');
export const dnsSubdomain = limited(
  SUBDOMAIN,
  253,
  'at most 253 of a-z, 0-9, "-" and ".", first and last a letter or digit',
);
export const dns1035 = limited(
  /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  63,
  'at most 63 of a-z, 0-9 and "-", first a letter, last a letter or digit',
);
export const labelValue = limited(
  /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/,
  63,
  'at most 63 letters, digits, "-", "_" and ".", first and last a letter or digit',
);
export const configKey: Format = (value) =>
  /^[-._a-zA-Z0-9]{1,253}$/.test(value) && value !== '.' && !value.startsWith('..')
    ? undefined
    : 'expected at most 253 letters, digits, "-", "_" and "."';
export const envName = limited(/^[\x20-\x3c\x3e-\x7e]+$/, Infinity, 'printable ASCII characters other than "="');
export const pathSegment: Format = (value) =>
  value !== '.' && value !== '..' && value !== '' && !/[/%]/.test(value) ? undefined : 'expected no "/" and no "%"';

/** `prefix/name`, as keys of labels and annotations are. */
export const qualifiedName: Format = (value) => {
  const slash = value.indexOf('/');
  const name = value.slice(slash + 1);
  const prefixed = slash < 0 || (SUBDOMAIN.test(value.slice(0, slash)) && slash <= 253);
  return prefixed && name.length <= 63 && QUALIFIED.test(name)
    ? undefined
    : 'expected [domain/]name of at most 63 letters, digits, "-", "_" and "."';
};

/** The name of a container's port: https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
export const portName: Format = (value) =>
  value.length <= 15 && LABEL.test(value) && /[a-z]/.test(value) && !value.includes('--')
    ? undefined
    : 'expected at most 15 of a-z, 0-9 and "-" with a letter among them';

export const ipAddress: Format = (value) =>
  isIpv4(value) || isIpv6(value) ? undefined : 'expected an IP address such as 10.0.0.1';

export const cidr: Format = (value) => {
  const [address = '', bits = '', ...rest] = value.split('/');
  const most = isIpv4(address) ? 32 : isIpv6(address) ? 128 : -1;
  return rest.length === 0 && /^(0|[1-9]\d*)$/.test(bits) && Number(bits) <= most
    ? undefined
    : 'expected an address block such as 10.0.0.0/8';
};

const isIpv4 = (value: string): boolean =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(value) &&
  value.split('.').every((part) => Number(part) <= 255 && String(Number(part)) === part);

const isIpv6 = (value: string): boolean => {
  if (!/^[0-9a-fA-F:.]+$/.test(value) || !value.includes(':')) return false;
  const halves = value.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const complete = halves.length === 2 ? groups.length <= 7 : groups.length === 8;
  return complete && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
};

/** https://pkg.go.dev/time#ParseDuration */
export const isDuration = (value: string): boolean =>
  /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/.test(value);
const SYNTAX = /^([+-]?)(\d+\.?\d*|\.\d+)(|[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)$/;
const POWERS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
};

/** Manifests repeat a few dozens of quantities; the bound is for those of a generator. */
const amounts = new Map<string, number>();
const MOST_AMOUNTS = 10_000;

/** How much a quantity is; undefined for what is none. */
export function amountOf(quantity: unknown): number | undefined {
  if (typeof quantity !== 'string') return parsedAmount(quantity);
  let amount = amounts.get(quantity);
  if (amount === undefined) {
    amount = parsedAmount(quantity);
    if (amount !== undefined && amounts.size < MOST_AMOUNTS) amounts.set(quantity, amount);
  }
  return amount;
}

function parsedAmount(quantity: unknown): number | undefined {
  // the API server takes space around it, and stores none
  const match = SYNTAX.exec(String(quantity).trim());
  if (match === null || (typeof quantity !== 'string' && typeof quantity !== 'number')) return undefined;
  const [, sign, digits, suffix = ''] = match;
  const factor = suffix.endsWith('i')
    ? 1024 ** ('KMGTPE'.indexOf(suffix.charAt(0)) + 1)
    : (POWERS[suffix] ?? 10 ** Number(suffix.slice(1)));
  return Number(`${sign}${digits}`) * factor;
}

/** https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** What the formats of schemas ask of texts; the API server knows many more and enforces only those it has a name for. */
export const SCHEMA_FORMATS: Readonly<Record<string, (value: string) => boolean>> = {
  byte: (value) => /^[A-Za-z0-9+/\s]*={0,2}$/.test(value) && value.replace(/\s/g, '').length % 4 === 0,
  'date-time': (value) => DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)),
  duration: isDuration,
  ipv4: isIpv4,
  ipv6: isIpv6,
  cidr: (value) => cidr(value) === undefined,
  uuid: (value) => /^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/.test(value),
  hostname: (value) => value.length <= 255 && SUBDOMAIN.test(value.toLowerCase()),
};
