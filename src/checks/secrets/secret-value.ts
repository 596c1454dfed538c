import type { Check } from '../check';
import type { Report } from '../check';
import type { Located } from '../tree';
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
    for (const at of tree.located) {
      const { kind, apiVersion, metadata } = at.manifest;
      if (kind === 'Secret' && apiVersion === 'v1') secretFaults(at, report);
      else walk(at.manifest, '', '', at, report);
      if (kind === 'Secret') walk(metadata, 'metadata', '', at, report);
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

const NAMED_BY = ['name', 'key'];

/** Goes through every text; `name` is the field or variable it belongs to. */
function walk(value: unknown, path: string, name: string, at: Located, report: Report): void {
  if (typeof value === 'string') {
    const what = secretOf(value, name);
    if (what !== undefined) report(at, path, `holds ${what}; expected a reference to a Secret`);
  } else if (Array.isArray(value)) {
    value.forEach((each, index) => {
      walk(each, `${path}[${index}]`, name, at, report);
    });
  } else if (typeof value === 'object' && value !== null) {
    const object = value as Readonly<Record<string, unknown>>;
    // The value of `{ name: DB_PASSWORD, value: ... }` belongs to that name.
    const own = NAMED_BY.map((field) => object[field]).find((each) => typeof each === 'string');
    for (const field in object) {
      const inner = object[field];
      if (typeof inner === 'number' || typeof inner === 'boolean') continue;
      walk(
        inner,
        path === '' ? field : `${path}.${field}`,
        field === 'value' && own !== undefined ? own : field,
        at,
        report,
      );
    }
  }
}

function secretOf(text: string, name: string): string | undefined {
  if (text.length < 4) return undefined;
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
