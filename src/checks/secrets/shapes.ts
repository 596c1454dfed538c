/** Texts that are a secret by their shape: each as its issuer documents it. */
export const SHAPES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ['a private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,}/],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ['a Slack webhook', /hooks\.slack\.com\/(?:services|workflows)\/[A-Z0-9]+\/[A-Z0-9]+\/[A-Za-z0-9]+/],
  ['a JSON Web Token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/],
  ['a Stripe key', /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}/],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{35}/],
  ['a Google OAuth secret', /\bGOCSPX-[A-Za-z0-9_-]{28}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['a PyPI token', /\bpypi-AgE[A-Za-z0-9_-]{50,}/],
  ['a SendGrid key', /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/],
  ['a Twilio key', /\bSK[0-9a-f]{32}\b/],
  ['an OpenAI key', /\bsk-(?:proj-)?[A-Za-z0-9_-]{20}T3BlbkFJ[A-Za-z0-9_-]{20}/],
  ['an Anthropic key', /\bsk-ant-[a-z0-9]+-[A-Za-z0-9_-]{60,}/],
  ['a Vault token', /\bhv[sbr]\.[A-Za-z0-9_-]{24,}/],
  ['a DigitalOcean token', /\bdo[opr]_v1_[0-9a-f]{64}\b/],
  ['a Grafana token', /\bgl(?:sa|c)_[A-Za-z0-9+/=_]{32,}/],
  ['a Pulumi token', /\bpul-[0-9a-f]{40}\b/],
  ['a Shopify token', /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/],
  ['an age key', /\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b/],
  ['a Kafka or JAAS password', /\bpassword\s*=\s*\\?["'](?!\$)[^"'\s]{4,}["']\s*;/],
  [
    'a password in an address',
    /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@$"'{}<>()]*:(?!\$|\{|<|%[a-z])[^\s/@$"'{}<>()]{3,}@[A-Za-z0-9[]/,
  ],
];

/** One search that tells most texts apart: nothing of the above without one of these. */
export const HINT =
  /A[KS]IA|PRIVATE KEY|gh[pousr]_|github_pat|glpat|xox|hooks\.slack|eyJ|[sr]k[_-]|AIza|GOCSPX|npm_|pypi-|SG\.|SK[0-9a-f]|hv[sbr]\.|do[opr]_v1|gl(?:sa|c)_|pul-|shp|AGE-SECRET|password|:\/\/[^/\s]*@/;

/** What a text is, if its shape gives it away. */
export function secretIn(text: string): string | undefined {
  if (!HINT.test(text)) return undefined;
  return SHAPES.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Names of fields and variables whose value is a secret. */
const SECRET_NAME =
  /(^|[_.-]|[a-z])(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|client[_-]?secret)$/i;
/** Such names that say where a secret is. */
const REFERENCE =
  /(name|ref|file|path|dir|arn|id|url|uri|key_?name|enabled|ttl|seconds|expiry|type|provider|mount|version|manager|store)$/i;

/** Manifests repeat a few hundred names; the bound is for those of data. */
const named = new Map<string, boolean>();
const MOST_NAMED = 5000;

export function namesSecret(name: string): boolean {
  let names = named.get(name);
  if (names === undefined) {
    names = SECRET_NAME.test(name) && !REFERENCE.test(name);
    if (named.size < MOST_NAMED) named.set(name, names);
  }
  return names;
}

/** Values that stand for one: variables, placeholders, paths, references. */
const STANDS_FOR =
  /^$|[${}<>]|^\/|^[a-z]+:\/\/|^arn:|^(true|false|none|null|disabled|enabled|changeme|redacted|\*+|x+)$/i;

/** Fields like `configSecret` and `tokenSecret` hold the name of a Secret, and those are lower-case words. */
const isObjectName = (name: string, text: string): boolean =>
  /(secret|credentials?|token|key)$/i.test(name) && /^[a-z][a-z0-9]*([-.][a-z0-9]+)*$/.test(text);

/** Whether a text under the name of a secret is one. */
export const isSecretValue = (name: string, text: string): boolean =>
  text.length >= 4 && !isObjectName(name, text) && !STANDS_FOR.test(text) && !/\s/.test(text);

/** Bits of each character: https://en.wikipedia.org/wiki/Entropy_(information_theory) */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / text.length) * Math.log2(count / text.length);
  return sum;
}

/** Letters of both cases and digits without a word between them: neither a hash, nor a name, nor a path. */
export function looksRandom(text: string): boolean {
  if (text.length < 24 || text.length > 200 || !/^[A-Za-z0-9+/_=-]+$/.test(text)) return false;
  if (/^(sha\d+|[0-9a-f-]+|[0-9A-F-]+|[a-z0-9-]+|[A-Z0-9_]+|[A-Za-z]+)$/.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  return digits >= 3 && digits < text.length * 0.6 && !/[a-z]{6,}/.test(text) && entropy(text) >= 4.2;
}
