import { inside } from './lines';
import type { Located, Tree } from './tree';

/** Dashboards that were read, or the reason why one could not be. */
export interface Dashboard {
  readonly at: Located;
  readonly model: unknown;
  readonly fault?: string;
}

const known = new WeakMap<Tree, readonly Dashboard[]>();

/** Every GrafanaDashboard whose model is in the manifest. */
export function dashboardsOf(tree: Tree): readonly Dashboard[] {
  const found = known.get(tree) ?? tree.ofKind('GrafanaDashboard').flatMap(read);
  known.set(tree, found);
  return found;
}

function read(at: Located): Dashboard[] {
  const { json } = (at.manifest.spec ?? {}) as { json?: string };
  if (json === undefined) return [];
  try {
    return [{ at, model: JSON.parse(json) as unknown }];
  } catch (error) {
    return [{ at, model: {}, fault: (error as Error).message }];
  }
}

/** Texts under a key at any depth of a value, with their paths. */
export function textsUnder(
  value: unknown,
  wanted: (key: string, parent: Readonly<Record<string, unknown>>) => boolean,
  path = '',
): readonly { readonly path: string; readonly value: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => textsUnder(item, wanted, inside(path, index)));
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Readonly<Record<string, unknown>>;
  return Object.entries(record).flatMap(([key, inner]) =>
    typeof inner === 'string'
      ? wanted(key, record)
        ? [{ path: inside(path, key), value: inner }]
        : []
      : textsUnder(inner, wanted, inside(path, key)),
  );
}
