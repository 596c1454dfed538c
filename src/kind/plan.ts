import { registryHost, repositoryName } from '../model/delivery';
import { UserError, validNames } from '../model/faults';
import { calleesFirst } from '../model/graph';
import type { Manifest } from '../model/manifest';
import type { ResolvedMicroservice } from '../model/resolved';
import { definitionsOf } from './definitions';
import { testSecret, withoutStandIn, withStandIns } from './stand-ins';
import type { StandIns } from './stand-ins';

/** One environment as rendered. */
export interface RenderedFleet {
  readonly microservices: ReadonlyMap<
    string,
    { readonly resolved: ResolvedMicroservice; readonly manifests: readonly Manifest[] }
  >;
  /** Of all add-ons: namespaces, priorities and quotas are theirs. */
  readonly platform: readonly Manifest[];
}

/** What a step must have brought up before the next one begins. */
interface Awaited {
  readonly namespace: string;
  readonly object: string;
  readonly condition: 'Established' | 'Complete' | 'rollout';
}

/** What is applied at once. */
export interface PlanStep {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  readonly awaits: readonly Awaited[];
}

/** A microservice and those it calls, in a cluster of one machine. */
export interface KindPlan {
  readonly steps: readonly PlanStep[];
  /** Images of the callees: repository and digest in the environment's registry. */
  readonly images: readonly (readonly [repository: string, digest: string])[];
  /** Databases that the PostgreSQL that stands in must have. */
  readonly databases: readonly string[];
  readonly ports: readonly {
    readonly namespace: string;
    readonly service: string;
    readonly name: string;
    readonly port: number;
  }[];
  /** What is not as in the environment, and why: for people. */
  readonly notes: readonly string[];
}

/** A claim's class is answered by the one provisioner that kind has. */
const PROVISIONER = 'rancher.io/local-path';

/** @throws UserError if the environment has no such microservice */
export function planKind(fleet: RenderedFleet, microservice: string, standIns: StandIns): KindPlan {
  const order = calleesFirst(microservice, (name) => calleesOf(fleet, name));
  const chosen = order.map((name) => fleet.microservices.get(name)!);
  const target = fleet.microservices.get(microservice)!;
  const steps = order.flatMap((name) => microserviceSteps(name, fleet, standIns));
  const own = steps.flatMap(({ manifests }) => manifests);
  const cluster = clusterStep(fleet, own);
  const definitions = definitionsOf([...cluster.manifests, ...own]);
  const { host, callees } = { host: registryHost(target.resolved.environment), callees: chosen.slice(0, -1) };
  return {
    steps: [
      {
        name: 'definitions',
        manifests: definitions,
        awaits: definitions.map(({ metadata }) => ({
          namespace: 'default',
          object: `customresourcedefinition/${metadata.name}`,
          condition: 'Established',
        })),
      },
      cluster,
      ...steps,
    ],
    images: callees.flatMap(({ resolved: { name, image } }) =>
      image.startsWith(`${host}/${repositoryName(name)}:`)
        ? [[repositoryName(name), image.split('@')[1]!] as const]
        : [],
    ),
    databases: databasesOf(chosen.map(({ resolved }) => resolved)),
    ports: target.manifests.filter(({ kind }) => kind === 'Service').flatMap(portsOf),
    notes: chosen.flatMap(({ resolved, manifests }) => notesOf(resolved, manifests)),
  };
}

function calleesOf({ microservices }: RenderedFleet, name: string): readonly string[] {
  const found = microservices.get(name);
  if (found === undefined) throw new UserError(`There is no microservice ${name}: ${validNames(microservices.keys())}`);
  return found.resolved.calls.map(({ to }) => to.name);
}

/**
 * Network policies let a meshed pod be reached at the port of its proxy only, and no mesh runs here: they would cut
 * every call. What they allow is proven elsewhere, on the same bytes.
 */
const isLeftOut = ({ kind }: Manifest): boolean => kind === 'NetworkPolicy';

const waveOf = ({ metadata }: Manifest): number => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

/** The manifests of a microservice by Argo CD's waves; its secrets come with the first. */
function microserviceSteps(name: string, { microservices }: RenderedFleet, standIns: StandIns): readonly PlanStep[] {
  const { resolved, manifests } = microservices.get(name)!;
  const applied = manifests
    .filter((manifest) => !isLeftOut(manifest))
    .map((manifest) => withStandIns(manifest, resolved, standIns));
  const secrets = applied.filter(({ kind }) => kind === 'ExternalSecret');
  const waves = [...new Set(applied.map(waveOf))].sort((left, right) => left - right);
  return waves.map((wave, index) => {
    const ofWave = applied.filter((manifest) => waveOf(manifest) === wave);
    const made = index === 0 ? secrets.map((secret) => testSecret(secret, resolved, standIns)) : [];
    return { name: `${name}-${index + 1}`, manifests: [...made, ...ofWave], awaits: ofWave.flatMap(awaitedOf) };
  });
}

function awaitedOf({ kind, metadata }: Manifest): readonly Awaited[] {
  const { namespace = 'default', name } = metadata;
  if (kind === 'Job') return [{ namespace, object: `job/${name}`, condition: 'Complete' }];
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return [];
  return [{ namespace, object: `${kind.toLowerCase()}/${name}`, condition: 'rollout' }];
}

/** What the platform has for these namespaces, and for the cluster as a whole: priorities and classes of claims. */
function clusterStep({ platform }: RenderedFleet, own: readonly Manifest[]): PlanStep {
  const namespaces = new Set(own.map(({ metadata }) => metadata.namespace));
  const inThem = platform.filter(
    (manifest) =>
      manifest.kind === 'PriorityClass' ||
      (manifest.kind === 'Namespace' && namespaces.has(manifest.metadata.name)) ||
      (['LimitRange', 'ResourceQuota'].includes(manifest.kind) && namespaces.has(manifest.metadata.namespace)),
  );
  const classes = platform.filter(({ kind }) => kind === 'StorageClass').map(localClass);
  const first = [...inThem].sort((left, right) => rank(left) - rank(right));
  return { name: 'cluster', manifests: [...first, ...classes], awaits: [] };
}

const rank = ({ kind }: Manifest): number => (kind === 'Namespace' ? 0 : 1);

function localClass({ metadata: { name } }: Manifest): Manifest {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: PROVISIONER,
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}

function databasesOf(microservices: readonly ResolvedMicroservice[]): readonly string[] {
  const stores = microservices.flatMap((each) => each.stores).filter(({ kind }) => kind === 'postgres');
  return [...new Set(stores.map(({ database }) => database))].filter((name) => name !== 'postgres').sort();
}

function portsOf({ metadata, spec }: Manifest): KindPlan['ports'] {
  type Spec = { clusterIP?: string; ports?: readonly { readonly name?: string; readonly port: number }[] };
  const { clusterIP, ports = [] } = spec as Spec;
  if (clusterIP === 'None') return [];
  const { namespace = 'default', name: service } = metadata;
  return ports.map(({ name = 'port', port }) => ({ namespace, service, name, port }));
}

function notesOf(resolved: ResolvedMicroservice, manifests: readonly Manifest[]): readonly string[] {
  const out = manifests.filter(isLeftOut).map(({ metadata }) => metadata.name);
  const absent = withoutStandIn(resolved);
  return [
    ...(out.length === 0
      ? []
      : [`${resolved.name}: without its NetworkPolicies (${out.join(', ')}), since no mesh runs`]),
    ...(absent.length === 0 ? [] : [`${resolved.name}: nothing stands in for ${absent.join(', ')}`]),
    ...resolved.outside.map(({ host }) => `${resolved.name}: ${host} is called as it is, outside the cluster`),
  ];
}
