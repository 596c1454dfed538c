import type { Check } from '../check';
import { inside } from '../reading/lines';
import { routesOf } from './route-reference';

/** Fields by depth; `true` is anything below. */
interface Fields {
  readonly [field: string]: Fields | true;
}

const REFERENCE: Fields = { group: true, kind: true, name: true, namespace: true, port: true };
const HEADERS: Fields = { set: true, add: true, remove: true };
const FILTERS: Fields = { type: true, requestHeaderModifier: HEADERS, responseHeaderModifier: HEADERS };

/** What Gateway API 1.2.1 (standard) has and Linkerd 2.20 reads of a route whose parent is a Service. */
const READ: Readonly<Record<string, Fields>> = {
  HTTPRoute: {
    parentRefs: REFERENCE,
    hostnames: true,
    rules: {
      matches: { path: true, headers: true, queryParams: true, method: true },
      filters: { ...FILTERS, requestRedirect: true },
      backendRefs: { ...REFERENCE, weight: true, filters: { ...FILTERS, requestRedirect: true } },
      timeouts: { request: true, backendRequest: true },
    },
  },
  GRPCRoute: {
    parentRefs: REFERENCE,
    hostnames: true,
    rules: {
      matches: { method: true, headers: true },
      filters: FILTERS,
      backendRefs: { ...REFERENCE, weight: true, filters: FILTERS },
    },
  },
};

/** A route has no field that Linkerd does not read. */
export const routeFields: Check = {
  id: 'route-fields',
  severity: 'error',
  what: 'A route on a Service has only fields of Gateway API 1.2.1 that Linkerd reads.',
  why: 'Linkerd drops a whole route for one field it does not know: its timeouts and retries are gone without a message.',
  remediation: 'Leave the field out: retries are annotations, and rules have no names.',
  peers: ['linkerd check --proxy'],
  source: 'https://linkerd.io/2/features/gateway-api/',
  run: (tree, report) => {
    for (const at of routesOf(tree)) {
      const { parentRefs } = (at.manifest.spec ?? {}) as { parentRefs?: readonly { kind?: string }[] };
      if (!parentRefs?.some(({ kind }) => kind === 'Service')) continue;
      for (const path of unread(at.manifest.spec, READ[at.manifest.kind]!, 'spec'))
        report(at, path, 'is no field that Linkerd reads: expected it left out');
    }
  },
};

function unread(value: unknown, fields: Fields | true, path: string): readonly string[] {
  if (fields === true || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => unread(item, fields, inside(path, index)));
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = fields[key];
    return known === undefined ? [inside(path, key)] : unread(inner, known, inside(path, key));
  });
}
