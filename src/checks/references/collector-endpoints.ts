import type { Service } from '../../../imports/kubernetes';
import { claimed } from '../tree/claimed';
import { collectorsOf, pathIn } from './collector-config';
import type { Collector } from './collector-config';
import { once } from '../tree/once';
import { mountedBy } from './probe-port';
import { containersOf, podsIn, podsSelected, podTemplates } from '../tree/pods';
import type { PodTemplate } from '../tree/pods';
import { append, namespaceOf } from '../tree/tree';
import type { Located, Tree } from '../tree/tree';

/** A place inside the cluster to which a collector sends. */
export interface Endpoint {
  readonly collector: Collector;
  readonly path: string;
  readonly exporter: string;
  readonly service: string;
  readonly namespace: string;
  readonly port: number;
}

const PORT_OF: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Endpoints of exporters and extensions that are Services of this cluster; all others are outside of what manifests can tell. */
export const endpointsOf = once((tree): readonly Endpoint[] =>
  collectorsOf(tree).flatMap((collector) =>
    (['exporters', 'extensions'] as const).flatMap((section) =>
      Object.entries(collector.config[section] ?? {}).flatMap(([exporter, settings]) =>
        urlsIn(settings).flatMap((url): Endpoint[] => {
          const [, scheme, host = '', port] = /^(?:(\w+):\/\/)?([^/:]+)(?::(\d+))?(?:\/.*)?$/.exec(url) ?? [];
          const place = serviceOf(tree, host);
          const number = port === undefined ? PORT_OF[scheme ?? ''] : Number(port);
          if (!place || number === undefined) return [];
          return [
            { collector, path: pathIn(collector, `${section}["${exporter}"]`), exporter, ...place, port: number },
          ];
        }),
      ),
    ),
  ),
);

const URL_KEYS = new Set(['endpoint', 'endpoints', 'server_urls', 'url']);

/** Texts under the keys by which collector components name where they send; a load balancer splits host and port. */
function urlsIn(value: unknown, key = '', urls: string[] = []): readonly string[] {
  if (typeof value === 'string') {
    if (URL_KEYS.has(key)) urls.push(value);
  } else if (Array.isArray(value)) for (const item of value) urlsIn(item, key, urls);
  else if (typeof value === 'object' && value !== null) {
    if (key === 'dns' && 'hostname' in value && 'port' in value)
      urls.push(`${String(value.hostname)}:${String(value.port)}`);
    for (const inner in value) urlsIn((value as Readonly<Record<string, unknown>>)[inner], inner, urls);
  }
  return urls;
}

/** `service.namespace[.svc[.cluster.local]]`, also for one pod of a headless Service. */
function serviceOf(tree: Tree, host: string): { service: string; namespace: string } | undefined {
  const long = /^(?:[\w-]+\.)?([\w-]+)\.([\w-]+)\.svc(?:\.cluster\.local)?$/.exec(host);
  if (long) return { service: long[1]!, namespace: long[2]! };
  const short = /^([\w-]+)\.([\w-]+)$/.exec(host);
  // two words are a Service only where the second is a namespace; otherwise they are a domain
  if (short && tree.find('Namespace', '', short[2]!)) return { service: short[1]!, namespace: short[2]! };
  return undefined;
}

/** Pods behind a Service, each with the number of the port that a port of the Service leads to. */
export function podsBehind(tree: Tree, service: Located, port: number): readonly (readonly [PodTemplate, number])[] {
  const { spec } = claimed<Service>(service);
  const target = spec?.ports?.find((each) => each.port === port)?.targetPort ?? port;
  return podsSelected(tree, service, { matchLabels: spec?.selector ?? { '': '' } }).map((pod) => {
    const declared = containersOf(pod).flatMap(({ container }) => container.ports ?? []);
    return [
      pod,
      typeof target === 'number' ? target : (declared.find(({ name }) => name === target)?.containerPort ?? port),
    ];
  });
}

const mounting = once((tree): ReadonlyMap<string, readonly PodTemplate[]> => {
  const pods = new Map<string, PodTemplate[]>();
  for (const pod of podTemplates(tree))
    for (const { container } of containersOf(pod))
      for (const map of mountedBy(pod, container)) append(pods, `${namespaceOf(pod.at)}/${map}`, pod);
  return pods;
});

/** Pods that run a collector: those its operator makes, or those that mount its ConfigMap. */
export function podsRunning(tree: Tree, { at, text }: Collector): readonly PodTemplate[] {
  const { name } = at.manifest.metadata;
  if (!text)
    return podsIn(tree, namespaceOf(at)).filter((pod) => pod.at.manifest.metadata.name === `${name}-collector`);
  return mounting(tree).get(`${namespaceOf(at)}/${name}`) ?? [];
}
