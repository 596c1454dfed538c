import type { CollectorConfig } from '../tree/collector-ports';
import { once } from '../tree/once';
import { parseManifest } from '../reading/parse';
import type { Located } from '../tree/tree';
import { load } from '../reading/whole-parser';

/** A collector's configuration, and where it is written: in a custom resource, or as text in a ConfigMap. */
export interface Collector {
  readonly at: Located;
  /** Path of the configuration; below it only when it is no text. */
  readonly path: string;
  readonly text: boolean;
  readonly config: CollectorConfig;
}

/** Every collector of the tree, read once. */
export const collectorsOf = once((tree): readonly Collector[] => [
  ...tree.ofKind('OpenTelemetryCollector').map((at) => ({
    at,
    path: 'spec.config',
    text: false,
    config: (at.manifest as { spec?: { config?: CollectorConfig } }).spec?.config ?? {},
  })),
  ...tree.ofKind('ConfigMap', '').flatMap(collectorsIn),
]);

/** Keys of a ConfigMap that hold a collector's configuration: what has pipelines of a service is nothing else. */
function collectorsIn(at: Located): Collector[] {
  return Object.entries((at.manifest.data ?? {}) as Readonly<Record<string, unknown>>).flatMap(([key, text]) => {
    if (typeof text !== 'string' || !hasKey(text, 'pipelines') || !hasKey(text, 'service')) return [];
    const config = parsed(text);
    return typeof config === 'object' && config !== null
      ? [{ at, path: `data["${key}"]`, text: true, config: config }]
      : [];
  });
}

/** Whether some line begins with a key: a search for the word, since most texts do not have it. */
function hasKey(text: string, key: string): boolean {
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
    const end = at + key.length;
    if (!text.startsWith(':', end) && !text.startsWith('":', end)) continue;
    if (/^\s*"?$/.test(text.slice(text.lastIndexOf('\n', at) + 1, at))) return true;
  }
  return false;
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
