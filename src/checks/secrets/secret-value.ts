import type { Check } from '../check';
import type { Report } from '../check';
import type { Located } from '../tree/tree';
import { isSecretValue, looksRandom, namesSecret, secretIn } from './shapes';

/** No manifest holds a secret. */
export const secretValue: Check = {
  id: 'secret-value',
  severity: 'error',
  what: 'No manifest holds a secret: no token, private key, password or random text, in plain or in base64.',
  why: 'Git keeps every version for everybody who can read the repository: a secret in there has to be replaced.',
  remediation: 'Replace the secret where it was issued, keep it in the secret store, and name it in an ExternalSecret.',
  peers: [
    'secretlint',
    'gitleaks',
    'kube-linter env-var-secret',
    'Trivy KSV0109',
    'Checkov CKV_SECRET_6',
    'Polaris sensitiveContainerEnvVar',
    'Polaris sensitiveConfigmapContent',
  ],
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#information-security-for-secrets',
  run: (tree, report) => {
    const clean = new Map<string, object>();
    for (const at of tree.located) {
      const { kind, apiVersion, metadata } = at.manifest;
      if (kind === 'Secret' && apiVersion === 'v1') secretFaults(at, report);
      else new Walk(at, report, [], clean).fields(at.manifest);
      if (kind === 'Secret') new Walk(at, report, ['metadata'], clean).fields(metadata);
    }
  },
};

/** A Secret that is written down holds its values for all to read, unless there are none. */
function secretFaults(at: Located, report: Report): void {
  for (const field of ['data', 'stringData'])
    for (const [key, value] of Object.entries((at.manifest[field] ?? {}) as Readonly<Record<string, unknown>>)) {
      if (typeof value !== 'string' || value === '') continue;
      const text = field === 'data' ? Buffer.from(value, 'base64').toString('utf8') : value;
      report(at, `${field}.${key}`, `is ${secretIn(text) ?? 'a value'}, written in a manifest; expected a reference`);
    }
}

/** Goes through every text of a manifest; a place is put in words only where there is something to say. */
class Walk {
  private found = 0;

  /** @param clean what was last gone through under a name, without anything to say: equal blocks are one value to their reader */
  constructor(
    private readonly at: Located,
    private readonly report: Report,
    private readonly segments: (string | number)[],
    private readonly clean: Map<string, object>,
  ) {}

  fields(object: Readonly<Record<string, unknown>>): void {
    for (const field in object) {
      const inner = object[field];
      const name = field === 'value' ? (namedBy(object) ?? field) : field;
      if (typeof inner === 'string') this.text(inner, name, field);
      else if (typeof inner === 'object' && inner !== null) this.inner(inner, name, field);
    }
  }

  /** @param name the field or variable that texts belong to, which lists hand on */
  private inner(value: object, name: string, segment: string | number): void {
    if (this.clean.get(name) === value) return;
    const before = this.found;
    this.segments.push(segment);
    if (Array.isArray(value)) this.items(value, name);
    else this.fields(value as Readonly<Record<string, unknown>>);
    this.segments.pop();
    if (this.found === before) this.clean.set(name, value);
  }

  private items(list: readonly unknown[], name: string): void {
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index];
      if (typeof item === 'string') this.text(item, name, index);
      else if (typeof item === 'object' && item !== null) this.inner(item, name, index);
    }
  }

  private text(text: string, name: string, segment: string | number): void {
    if (text.length < 4) return;
    const what = secretOf(text, name);
    if (what === undefined) return;
    this.found += 1;
    this.report(this.at, this.path(segment), `holds ${what}; expected a reference to a Secret`);
  }

  private path(last: string | number): string {
    const [first, ...rest] = [...this.segments, last];
    return rest.reduce<string>(
      (path, segment) => (typeof segment === 'number' ? `${path}[${segment}]` : `${path}.${segment}`),
      String(first),
    );
  }
}

/** The value of `{ name: DB_PASSWORD, value: ... }` belongs to that name. */
function namedBy({ name, key }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof name === 'string') return name;
  return typeof key === 'string' ? key : undefined;
}

function secretOf(text: string, name: string): string | undefined {
  if (text.length < 8 && !namesSecret(name)) return undefined;
  const shape = secretIn(text);
  if (shape !== undefined) return shape;
  if (namesSecret(name) && isSecretValue(name, text)) return `what ${name} says is a secret`;
  if (text.length >= 24 && looksRandom(text)) {
    const decoded = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text, 'base64').toString('utf8');
    if (decoded !== false && /^[\x20-\x7e\s]+$/.test(decoded))
      return secretIn(decoded) && `${secretIn(decoded)!} in base64`;
    return 'random text, as secrets are';
  }
  return undefined;
}
