import { load } from 'js-yaml';
import { parseManifest } from './parse';
import type { Located, Tree } from './tree';

/** The configuration of an OpenTelemetry collector: https://opentelemetry.io/docs/collector/configuration/. */
export interface CollectorConfig {
  readonly receivers?: Components;
  readonly processors?: Components;
  readonly exporters?: Components;
  readonly connectors?: Components;
  readonly extensions?: Components;
  readonly service?: {
    readonly extensions?: readonly string[];
    readonly pipelines?: Readonly<Record<string, Partial<Record<Stage, readonly string[]>>>>;
    readonly telemetry?: unknown;
  };
}

export type Stage = 'receivers' | 'processors' | 'exporters';
type Components = Readonly<Record<string, Readonly<Record<string, unknown>> | null>>;

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

/** Ports on which a collector listens, by name: those of receivers, of extensions, and of its own metrics. */
export function portsServed(config: CollectorConfig | undefined): readonly (readonly [string, number])[] {
  const ports: [string, number][] = [];
  const visit = (value: unknown, name: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'endpoint' && typeof inner === 'string') {
        const [, port] = /:(\d+)$/.exec(inner) ?? [];
        if (port !== undefined) ports.push([name, Number(port)]);
      } else visit(inner, key === 'protocols' ? name : `${name}-${key}`);
    }
  };
  for (const [id, receiver] of Object.entries(config?.receivers ?? {})) visit(receiver, id.replaceAll('/', '-'));
  for (const [id, extension] of Object.entries(config?.extensions ?? {})) visit(extension, id.replaceAll('/', '-'));
  const own = JSON.stringify(config?.service?.telemetry ?? {});
  ports.push(['metrics', Number(/"port":(\d+)/.exec(own)?.[1] ?? 8888)]);
  return ports;
}
