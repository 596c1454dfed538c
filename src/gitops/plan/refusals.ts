import type { Manifest } from '../../model/manifest';
import { identityOf } from '../../model/manifest';
import { syncOptions } from '../diff/effects';

/** Applications that the root applies together, and the folders they read. */
interface Wave {
  readonly applications: readonly { readonly name: string; readonly part?: string }[];
}

interface Resource {
  readonly group: string;
  readonly kind: string;
}

interface ProjectSpec {
  readonly sourceRepos?: readonly string[];
  readonly destinations?: readonly { readonly server?: string; readonly name?: string; readonly namespace?: string }[];
  readonly clusterResourceWhitelist?: readonly Resource[];
  readonly clusterResourceBlacklist?: readonly Resource[];
  readonly namespaceResourceWhitelist?: readonly Resource[];
  readonly namespaceResourceBlacklist?: readonly Resource[];
}

interface ApplicationSpec {
  readonly project?: string;
  readonly source?: { readonly repoURL?: string };
  readonly destination?: { readonly server?: string; readonly name?: string; readonly namespace?: string };
  readonly syncPolicy?: { readonly syncOptions?: readonly string[] };
}

/** What would stop syncs: projects that forbid, kinds that nobody defined yet, namespaces that nobody makes. */
export function refusals(
  manifests: readonly Manifest[],
  waves: readonly Wave[],
  manifestsIn: (part: string) => readonly Manifest[],
): string[] {
  const projects = new Map(
    manifests
      .filter(({ kind }) => kind === 'AppProject')
      .map((each) => [each.metadata.name, each['spec'] as ProjectSpec]),
  );
  const applications = new Map(
    manifests.filter(({ kind }) => kind === 'Application').map((each) => [each.metadata.name, each]),
  );
  const namespaces = new Set(manifests.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name));
  const known = new KnownKinds();
  const refused: string[] = [];
  for (const wave of waves) {
    for (const { name, part } of wave.applications) {
      const spec = (applications.get(name)?.['spec'] ?? {}) as ApplicationSpec;
      const objects = part === undefined ? [] : manifestsIn(part);
      const reasons = [
        ...projectFaults(spec, projects, objects),
        ...known.missing(spec, objects),
        ...missingNamespaces(spec, objects, namespaces),
      ];
      refused.push(...[...new Set(reasons)].map((reason) => `${name}: ${reason}`));
    }
    for (const { part } of wave.applications) known.add(part === undefined ? undefined : manifestsIn(part));
  }
  return refused;
}

function projectFaults(
  spec: ApplicationSpec,
  projects: ReadonlyMap<string, ProjectSpec>,
  objects: readonly Manifest[],
): string[] {
  const { project: called = 'default', source, destination = {} } = spec;
  const project = projects.get(called);
  // The default project is there from the beginning, and allows everything.
  if (project === undefined) return called === 'default' ? [] : [`there is no project ${called}`];
  const faults: string[] = [];
  const repository = source?.repoURL ?? '';
  if (!allows(project.sourceRepos ?? [], repository))
    faults.push(`project ${called} does not allow the repository ${repository}`);
  for (const namespace of new Set([
    destination.namespace ?? '',
    ...objects.filter(isNamespaced).map((each) => each.metadata.namespace ?? destination.namespace ?? ''),
  ])) {
    if (!allowsDestination(project, destination, namespace))
      faults.push(`project ${called} does not allow the namespace ${namespace}`);
  }
  for (const object of objects) {
    if (!allowsKind(project, object)) faults.push(`project ${called} does not allow ${identityOf(object)}`);
  }
  return faults;
}

function allowsDestination(
  { destinations = [] }: ProjectSpec,
  destination: NonNullable<ApplicationSpec['destination']>,
  namespace: string,
): boolean {
  const places = destinations.filter(
    ({ server, name }) =>
      (server !== undefined && isLike(server, destination.server ?? '')) ||
      (name !== undefined && isLike(name, destination.name ?? '')),
  );
  return allows(
    places.map((place) => place.namespace ?? ''),
    namespace,
  );
}

/** Patterns with stars; one that begins with `!` forbids, whatever others allow. */
function allows(patterns: readonly string[], text: string): boolean {
  const denied = patterns.filter((pattern) => pattern.startsWith('!'));
  if (denied.some((pattern) => isLike(pattern.slice(1), text))) return false;
  return patterns.some((pattern) => !pattern.startsWith('!') && isLike(pattern, text));
}

function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

function allowsKind(project: ProjectSpec, object: Manifest): boolean {
  const group = groupOf(object);
  const lists = (resources: readonly Resource[] = []): boolean =>
    resources.some((each) => isLike(each.group, group) && isLike(each.kind, object.kind));
  if (!isNamespaced(object)) return lists(project.clusterResourceWhitelist) && !lists(project.clusterResourceBlacklist);
  const isListed = project.namespaceResourceWhitelist === undefined || lists(project.namespaceResourceWhitelist);
  return isListed && !lists(project.namespaceResourceBlacklist);
}

function groupOf({ apiVersion }: Manifest): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

const CLUSTER_WIDE =
  /^(Cluster.*|Namespace|CustomResourceDefinition|PersistentVolume|StorageClass|PriorityClass|RuntimeClass|IngressClass|GatewayClass|APIService|CSIDriver|.*WebhookConfiguration|.*AdmissionPolicy(Binding)?|NodePool|NodeClass|EC2NodeClass|Bundle|VolumeSnapshotClass)$/;

/** Kinds of the whole cluster are told by their names, since their definitions are not at hand. */
function isNamespaced(object: Manifest): boolean {
  return object.metadata.namespace !== undefined || !CLUSTER_WIDE.test(object.kind);
}

function missingNamespaces(
  spec: ApplicationSpec,
  objects: readonly Manifest[],
  namespaces: ReadonlySet<string>,
): string[] {
  const target = spec.destination?.namespace ?? '';
  const made = spec.syncPolicy?.syncOptions?.includes('CreateNamespace=true') ? target : '';
  return objects.filter(isNamespaced).flatMap((object) => {
    const namespace = object.metadata.namespace ?? target;
    const isThere =
      namespaces.has(namespace) ||
      namespace === made ||
      /^(default|kube-system|kube-public|kube-node-lease)$/.test(namespace);
    return isThere ? [] : [`nothing makes the namespace ${namespace}`];
  });
}

/** Groups that the API server knows by itself. */
const BUILT_IN = /^$|^(apps|autoscaling|batch|policy)$|\.k8s\.io$/;
/** Groups of that domain that are definitions all the same. */
const DEFINED = /^(gateway\.networking|snapshot\.storage|metrics|policy\.networking|inference\.networking)\.k8s\.io$/;

/** Custom kinds that are defined by the time an Application is synced. */
class KnownKinds {
  private readonly defined = new Set<string>([
    'argoproj.io/Application',
    'argoproj.io/AppProject',
    'argoproj.io/ApplicationSet',
  ]);
  /** A chart or another repository may have defined anything. */
  private anything = false;

  add(objects: readonly Manifest[] | undefined): void {
    if (objects === undefined) this.anything = true;
    for (const kind of definitionsIn(objects ?? [])) this.defined.add(kind);
  }

  missing(spec: ApplicationSpec, objects: readonly Manifest[]): string[] {
    if (this.anything || spec.syncPolicy?.syncOptions?.includes('SkipDryRunOnMissingResource=true')) return [];
    const here = new Set([...this.defined, ...definitionsIn(objects)]);
    return objects
      .filter((object) => !syncOptions(object).includes('SkipDryRunOnMissingResource=true'))
      .filter((object) => isCustom(groupOf(object)) && !here.has(`${groupOf(object)}/${object.kind}`))
      .map((object) => `nothing defines ${groupOf(object)} ${object.kind} before it`);
  }
}

function isCustom(group: string): boolean {
  return !BUILT_IN.test(group) || DEFINED.test(group);
}

function definitionsIn(objects: readonly Manifest[]): string[] {
  return objects
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .map(({ spec }) => spec as { group?: string; names?: { kind?: string } })
    .map(({ group, names }) => `${group ?? ''}/${names?.kind ?? ''}`);
}
