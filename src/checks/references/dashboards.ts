import { inside } from '../reading/lines';
import type { Located, Tree } from '../tree/tree';

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

/** A text of a value, and where it is. */
interface FoundText {
  readonly path: string;
  readonly value: string;
}

type Wanted = (key: string, parent: Readonly<Record<string, unknown>>) => boolean;

/** Texts under a key at any depth of a value, with their paths. */
export function textsUnder(value: unknown, wanted: Wanted, path = ''): readonly FoundText[] {
  const found: FoundText[] = [];
  const segments: (string | number)[] = [];
  const visit = (inner: unknown, segment: string | number): void => {
    if (typeof inner !== 'object' || inner === null) return;
    segments.push(segment);
    walk(inner);
    segments.pop();
  };
  const walk = (inner: object): void => {
    if (Array.isArray(inner)) {
      for (let index = 0; index < inner.length; index += 1) visit(inner[index], index);
      return;
    }
    const record = inner as Readonly<Record<string, unknown>>;
    for (const key in record) {
      const text = record[key];
      if (typeof text !== 'string') visit(text, key);
      // most of a dashboard is nothing anybody looks for: a path is made where something is
      else if (wanted(key, record)) found.push({ path: [...segments, key].reduce(inside, path), value: text });
    }
  };
  if (typeof value === 'object' && value !== null) walk(value);
  return found;
}
