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
  for (const [id, receiver] of Object.entries(config?.receivers ?? {}))
    addPorts(receiver, id.replaceAll('/', '-'), ports);
  for (const [id, extension] of Object.entries(config?.extensions ?? {}))
    addPorts(extension, id.replaceAll('/', '-'), ports);
  const own = config?.service?.telemetry;
  const port = own === undefined ? undefined : /"port":(\d+)/.exec(JSON.stringify(own))?.[1];
  ports.push(['metrics', Number(port ?? 8888)]);
  return ports;
}

/** Endpoints within a component; a name is what its keys make together. */
function addPorts(value: unknown, name: string, ports: [string, number][]): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const inner = fields[key];
    if (key === 'endpoint' && typeof inner === 'string') {
      const port = /:(\d+)$/.exec(inner)?.[1];
      if (port !== undefined) ports.push([name, Number(port)]);
    } else if (typeof inner === 'object') addPorts(inner, key === 'protocols' ? name : `${name}-${key}`, ports);
  }
}
