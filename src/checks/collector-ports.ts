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
