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

/** A text of a value, and where it is. */
interface FoundText {
  readonly path: string;
  readonly value: string;
}

type Wanted = (key: string, parent: Readonly<Record<string, unknown>>) => boolean;

/** Texts under a key at any depth of a value, with their paths. */
export function textsUnder(value: unknown, wanted: Wanted, path = ''): readonly FoundText[] {
  const found: FoundText[] = [];
  addTexts(value, wanted, () => path, found);
  return found;
}

/** @param path asked for where a text is found and nowhere else: most of a dashboard is nothing anybody looks for */
function addTexts(value: unknown, wanted: Wanted, path: () => string, found: FoundText[]): void {
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      addTexts(value[index], wanted, () => inside(path(), index), found);
  } else if (typeof value === 'object' && value !== null) {
    const record = value as Readonly<Record<string, unknown>>;
    for (const key in record) {
      const inner = record[key];
      if (typeof inner !== 'string') addTexts(inner, wanted, () => inside(path(), key), found);
      else if (wanted(key, record)) found.push({ path: inside(path(), key), value: inner });
    }
  }
}
