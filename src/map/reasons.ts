import type { ResolvedMicroservice, ResolvedPort } from '../model/resolved';
import { storeKey } from '../model/store';

/** Why a manifest is there, in the words of the microservice's own file. */
type Reason = (microservice: ResolvedMicroservice, of: string) => string;

/** By the keys of `Overrides`; one that ends in a dash stands for all that begin so, and is told the rest. */
const REASONS: Readonly<Record<string, Reason>> = {
  serviceAccount: () => 'who its pods are, to the mesh and to AWS',
  'rights-': () => 'kubernetesApi: what its pods may do there',
  configuration: ({ files }) => `files: ${Object.keys(files).join(', ')}`,
  'secret-': ({ stores, secrets }, of) => {
    const store = stores.find(({ secretName }) => secretName === of);
    return store
      ? `stores: the login of ${storeKey(store)}`
      : `secret: ${secrets.find(({ name }) => name === of)?.remoteKey ?? of}`;
  },
  migration: () => 'migration: runs before each release',
  deployment: ({ runtime }) => `runtime: ${runtime.kind}`,
  statefulSet: ({ runtime, volumes }) => `runtime: ${runtime.kind}, with volumes ${Object.keys(volumes).join(', ')}`,
  cronJob: ({ schedule }) => `schedule: ${schedule?.cron ?? ''}`,
  service: ({ ports }) => `serves: ${ports.map(({ name }) => name).join(', ')}`,
  peers: () => 'the name of each pod',
  autoscaler: ({ scale }) => `scale: ${bounds(scale)}`,
  scaledObject: ({ scale }) => `scale: ${bounds(scale)}, by more than the processor and memory`,
  disruptionBudget: ({ scale }) => `scale: ${bounds(scale)}, so nodes are emptied one replica at a time`,
  networkPolicy: () => 'every edge, in both directions; all else is denied',
  migrationPolicy: () => 'migration: reaches stores and topics, and nobody reaches it',
  'server-': (microservice, of) =>
    of === 'health' && !isServed(microservice, of)
      ? 'runtime: the kubelet asks here, and has no identity'
      : `${portOf(microservice, of)}: only those named may connect`,
  'authorization-': (microservice, of) => `${portOf(microservice, of)}: lets the callers in`,
  'callers-': (microservice, of) => `${portOf(microservice, of)}: ${callersOf(microservice, of)}`,
  'networks-': (microservice, of) =>
    probedPort(microservice, of) === undefined
      ? `public: ${of} is entered from the load balancers of API Gateway`
      : 'runtime: the kubelet asks from anywhere',
  'rate-limit-': (_microservice, of) => `rateLimit of serves.${of}`,
  'http-route-': (_microservice, of) => `calls: ${of}, with its timeout and retries`,
  'grpc-route-': (microservice, of) => {
    const port = probedPort(microservice, of);
    return port === undefined
      ? `calls: ${of}, with its timeout and retries`
      : `runtime: parts health from calls on serves.${port}`;
  },
  'binding-': () => 'public: its pods are targets of API Gateway’s load balancer',
  collector: () => 'the collector beside the program: what it receives, adds and sends',
  podMonitor: () => 'metrics of the collector, the proxy and the program',
  rules: ({ slo }) => (slo ? `slo: ${slo.availability} %; and what runs full` : 'what runs full, fails or lags'),
  dashboard: () => 'its callers, calls, runtime, stores, topics and logs',
  application: () => 'what Argo CD syncs for it',
};

/** Why the manifest under this key is there, and the owner's reason where it was adjusted. */
export function reasonOf(key: string, microservice: ResolvedMicroservice): string {
  const override = (microservice.overrides as Readonly<Record<string, { readonly reason: string } | undefined>>)[key];
  const prefix = Object.keys(REASONS).find((each) => each.endsWith('-') && key.startsWith(each));
  const reason = REASONS[key] ?? (prefix === undefined ? undefined : REASONS[prefix]);
  const why = reason?.(microservice, key.slice(prefix?.length ?? 0)) ?? '';
  return override === undefined ? why : `${why}; overridden: ${override.reason}`;
}

function bounds(scale: ResolvedMicroservice['scale']): string {
  return typeof scale === 'number' ? String(scale) : `${scale.min} to ${scale.max}`;
}

function isServed({ ports }: ResolvedMicroservice, of: string): boolean {
  return ports.some(({ name }) => name === of);
}

/** The port that a manifest of this key parts into probes and calls. */
function probedPort({ ports }: ResolvedMicroservice, of: string): string | undefined {
  return ports.find(({ name }) => of === `${name}-probes` || of === `${name}-calls`)?.name;
}

function portOf(microservice: ResolvedMicroservice, of: string): string {
  return isServed(microservice, of) ? `serves.${of}` : `the port ${of}`;
}

function callersOf({ ports }: ResolvedMicroservice, of: string): string {
  const port: ResolvedPort | undefined = ports.find(({ name }) => name === of);
  const callers = port?.callers.map(({ name }) => name) ?? [];
  return callers.length === 0 ? 'Prometheus' : `called by ${callers.join(', ')}, in their own files`;
}
