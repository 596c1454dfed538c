import type { Container, PodSpec } from '../../imports/kubernetes';
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

const templates = new WeakMap<Tree, readonly PodTemplate[]>();

/** The pod templates of all workloads, made once for a tree. */
export function podTemplates(tree: Tree): readonly PodTemplate[] {
  const known = templates.get(tree);
  if (known) return known;
  const found = Object.entries(TEMPLATES).flatMap(([kind, segments]) =>
    tree.ofKind(kind).flatMap((at) => templateOf(at, segments)),
  );
  templates.set(tree, found);
  return found;
}

function templateOf(at: Located, segments: readonly string[]): PodTemplate[] {
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

/** Containers with their paths: init containers first, as they start. */
export function containersOf(
  template: PodTemplate,
): readonly { readonly container: Container; readonly path: string; readonly init: boolean }[] {
  const list = (
    field: 'initContainers' | 'containers',
    init: boolean,
  ): { container: Container; path: string; init: boolean }[] =>
    (template.spec[field] ?? []).map((container, index) => ({
      container,
      path: `${template.path}.spec.${field}[${index}]`,
      init,
    }));
  return [...list('initContainers', true), ...list('containers', false)];
}

/** Whether `matchLabels` and `matchExpressions` select these labels; an empty selector selects everything. */
export function selects(
  selector:
    | {
        readonly matchLabels?: Readonly<Record<string, string>>;
        readonly matchExpressions?: readonly {
          readonly key: string;
          readonly operator: string;
          readonly values?: readonly string[];
        }[];
      }
    | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (selector === undefined) return false;
  const byLabel = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    byLabel &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => matches(operator, labels[key], values))
  );
}

function matches(operator: string, value: string | undefined, values: readonly string[]): boolean {
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return (operator === 'Exists') === (value !== undefined);
}
