import type { Container, PodSpec } from '../../../imports/kubernetes';
import { once } from './once';
import { append, namespaceOf } from './tree';
import type { Located, Tree } from './tree';

/** A workload's pod template, with the path at which it lies. */
export interface PodTemplate {
  readonly at: Located;
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** Kinds that make pods, and where their template is. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

interface Pods {
  readonly written: readonly PodTemplate[];
  readonly byManifest: ReadonlyMap<Located, PodTemplate>;
  readonly byNamespace: ReadonlyMap<string, readonly PodTemplate[]>;
  readonly byLabel: ReadonlyMap<string, readonly PodTemplate[]>;
}

/** Pod templates are found once for a tree, and by label, so that no check compares every selector with every pod. */
const podsOf = once((tree): Pods => {
  const written = Object.keys(TEMPLATES).flatMap((kind) => tree.ofKind(kind).flatMap(templateOf));
  const byNamespace = new Map<string, PodTemplate[]>();
  const byLabel = new Map<string, PodTemplate[]>();
  for (const pod of [...written, ...tree.implied.flatMap(templateOf)]) {
    const namespace = namespaceOf(pod.at);
    append(byNamespace, namespace, pod);
    for (const label in pod.labels) append(byLabel, keyOf(namespace, label, pod.labels[label]!), pod);
  }
  return { written, byManifest: new Map(written.map((pod) => [pod.at, pod])), byNamespace, byLabel };
});

const keyOf = (namespace: string, label: string, value: string): string => `${namespace}/${label}=${value}`;

/** The pod templates of all workloads. */
export const podTemplates = (tree: Tree): readonly PodTemplate[] => podsOf(tree).written;

/** Pods that there will be in a namespace, with those that operators and charts make. */
export const podsIn = (tree: Tree, namespace: string): readonly PodTemplate[] =>
  podsOf(tree).byNamespace.get(namespace) ?? [];

/** Pods that a selector selects in the namespace of a manifest. */
export const podsSelected = (tree: Tree, at: Located, selector: LabelSelector | undefined): readonly PodTemplate[] =>
  podsSelectedIn(tree, namespaceOf(at), selector);

/** The controller of StatefulSets gives each pod this label, so that a Service may be about one alone. */
const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** To look at so many pods takes less than to look them up. */
const FEW = 4;

/** Pods that a selector selects in a namespace. */
export function podsSelectedIn(
  tree: Tree,
  namespace: string,
  selector: LabelSelector | undefined,
): readonly PodTemplate[] {
  const pod: unknown = selector?.matchLabels?.[POD_NAME];
  if (typeof pod === 'string') {
    const matchLabels = Object.fromEntries(
      Object.entries(selector?.matchLabels ?? {}).filter(([key]) => key !== POD_NAME),
    );
    const [, set] = /^(.+)-\d+$/.exec(pod) ?? [];
    return podsSelectedIn(tree, namespace, { ...selector, matchLabels }).filter(
      ({ at: { manifest } }) => manifest.kind === 'StatefulSet' && manifest.metadata.name === set,
    );
  }
  let candidates = podsIn(tree, namespace);
  const labels = candidates.length > FEW ? selector?.matchLabels : undefined;
  for (const label in labels) {
    const having = podsOf(tree).byLabel.get(keyOf(namespace, label, String(labels[label]))) ?? [];
    if (having.length < candidates.length) candidates = having;
  }
  return candidates.filter((pod) => selects(selector, pod.labels));
}

/** The template of a workload, if it has one. */
export function templateAt(tree: Tree, at: Located): PodTemplate | undefined {
  return podsOf(tree).byManifest.get(at) ?? templateOf(at)[0];
}

function templateOf(at: Located): PodTemplate[] {
  const segments = TEMPLATES[at.manifest.kind];
  if (!segments) return [];
  let value: unknown = at.manifest;
  for (const segment of segments) value = (value as Record<string, unknown> | undefined)?.[segment];
  if (typeof value !== 'object' || value === null) return [];
  const { metadata = {}, spec } = value as {
    metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
    spec?: PodSpec;
  };
  if (spec === undefined) return [];
  return [
    { at, path: segments.join('.'), labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {}, spec },
  ];
}

/** A container with its place in the manifest. */
export interface PlacedContainer {
  readonly container: Container;
  readonly path: string;
  readonly init: boolean;
}

const containers = new WeakMap<PodTemplate, readonly PlacedContainer[]>();

/** Containers with their paths: init containers first, as they start. */
export function containersOf(template: PodTemplate): readonly PlacedContainer[] {
  const known = containers.get(template);
  if (known) return known;
  const list = (field: 'initContainers' | 'containers', init: boolean): PlacedContainer[] =>
    (template.spec[field] ?? []).map((container, index) => ({
      container,
      path: `${template.path}.spec.${field}[${index}]`,
      init,
    }));
  const all = [...list('initContainers', true), ...list('containers', false)];
  containers.set(template, all);
  return all;
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, unknown>>;
  readonly matchExpressions?: readonly {
    readonly key?: string;
    readonly operator?: string;
    readonly values?: readonly string[];
  }[];
}

/** Whether `matchLabels` and `matchExpressions` select these labels; an empty selector selects everything. */
export function selects(selector: LabelSelector | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (selector === undefined) return false;
  const wanted = selector.matchLabels;
  for (const key in wanted) if (labels[key] !== wanted[key]) return false;
  return (selector.matchExpressions ?? []).every(({ key = '', operator = '', values = [] }) =>
    matches(operator, labels[key], values),
  );
}

function matches(operator: string, value: string | undefined, values: readonly string[]): boolean {
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return (operator === 'Exists') === (value !== undefined);
}

/** The labels of a selector as a person reads them. */
export function spelled(selector: LabelSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([label, value]) => `${label}=${String(value)}`);
  const expressions = (selector?.matchExpressions ?? []).map(({ key, operator, values }) =>
    [key, operator?.toLowerCase(), values?.join('|')].filter((part) => part !== undefined).join(' '),
  );
  return [...labels, ...expressions].join(', ');
}

/** `Deployment orders`. */
export const called = ({ manifest }: Located): string => `${manifest.kind} ${manifest.metadata.name}`;

/** Names and numbers of the ports that a pod's containers declare. */
export function portsOf(pod: PodTemplate): readonly (string | number)[] {
  return containersOf(pod).flatMap(({ container }) =>
    (container.ports ?? []).flatMap(({ name, containerPort }) => [
      ...(name === undefined ? [] : [name]),
      containerPort,
    ]),
  );
}

/** Whether a container of the pod declares a port, by name or number. */
export const hasPort = (pod: PodTemplate, port: string | number): boolean => portsOf(pod).includes(port);
