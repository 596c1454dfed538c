import { load } from 'js-yaml';
import type { CollectorConfig } from './collector-ports';
import { parseManifest } from './parse';
import type { Located, Tree } from './tree';

/** A collector's configuration, and where it is written: in a custom resource, or as text in a ConfigMap. */
export interface Collector {
  readonly at: Located;
  /** Path of the configuration; below it only when it is no text. */
  readonly path: string;
  readonly text: boolean;
  readonly config: CollectorConfig;
}

const known = new WeakMap<Tree, readonly Collector[]>();

/** Every collector of the tree, read once. */
export function collectorsOf(tree: Tree): readonly Collector[] {
  const found = known.get(tree) ?? [
    ...tree.ofKind('OpenTelemetryCollector').map((at) => ({
      at,
      path: 'spec.config',
      text: false,
      config: (at.manifest as { spec?: { config?: CollectorConfig } }).spec?.config ?? {},
    })),
    ...tree.ofKind('ConfigMap', '').flatMap(collectorsIn),
  ];
  known.set(tree, found);
  return found;
}

/** Keys of a ConfigMap that hold a collector's configuration: what has pipelines of a service is nothing else. */
function collectorsIn(at: Located): Collector[] {
  return Object.entries((at.manifest.data ?? {}) as Readonly<Record<string, unknown>>).flatMap(([key, text]) => {
    if (
      typeof text !== 'string' ||
      !text.includes('pipelines') ||
      !/^\s*"?service"?:/m.test(text) ||
      !/^\s*"?pipelines"?:/m.test(text)
    )
      return [];
    const config = parsed(text);
    return typeof config === 'object' && config !== null
      ? [{ at, path: `data["${key}"]`, text: true, config: config }]
      : [];
  });
}

function parsed(text: string): unknown {
  try {
    return text.trimStart().startsWith('{') ? JSON.parse(text) : (parseManifest(text) ?? load(text));
  } catch {
    return undefined;
  }
}

/** The path of a field of the configuration; of a text, the text. */
export const pathIn = ({ path, text }: Collector, below: string): string => (text ? path : `${path}.${below}`);
