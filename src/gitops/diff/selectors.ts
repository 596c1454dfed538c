import type { Manifest } from '../../model/manifest';
import { identityOf } from '../../model/manifest';

type Labels = Readonly<Record<string, string>>;

interface LabelSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

/** Objects that found something to select before, and find nothing now, with what they look for. */
export function orphanedSelectors(
  before: readonly Manifest[],
  after: readonly Manifest[],
): ReadonlyMap<string, string> {
  const [earlier, later] = [new Targets(before), new Targets(after)];
  const found = new Set(before.filter((manifest) => earlier.isFound(manifest) === true).map(identityOf));
  const lost = after.filter((manifest) => found.has(identityOf(manifest)) && later.isFound(manifest) === false);
  return new Map(lost.map((manifest) => [identityOf(manifest), later.wanted(manifest)]));
}

interface Target {
  readonly namespace: string;
  readonly labels: Labels;
}

const NAMED_TARGETS = new Set(['HorizontalPodAutoscaler', 'ScaledObject', 'VerticalPodAutoscaler']);

/** What selectors can find in a set of manifests. */
class Targets {
  private readonly pods: Target[];
  private readonly services: Target[];
  private readonly names: Set<string>;

  constructor(manifests: readonly Manifest[]) {
    this.pods = manifests.flatMap((manifest) => {
      const labels = podLabels(manifest);
      return labels ? [{ namespace: manifest.metadata.namespace ?? '', labels }] : [];
    });
    this.services = manifests
      .filter(({ kind }) => kind === 'Service')
      .map(({ metadata }) => ({ namespace: metadata.namespace ?? '', labels: metadata.labels ?? {} }));
    this.names = new Set(manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`));
  }

  /** Undefined for what selects nothing by its nature, or everything. */
  isFound(manifest: Manifest): boolean | undefined {
    const namespace = manifest.metadata.namespace ?? '';
    const reference = referenceOf(manifest);
    if (reference) return this.names.has(`${reference.kind} ${namespace}/${reference.name}`);
    const selector = selectorOf(manifest);
    if (selector === undefined) return undefined;
    const targets = manifest.kind === 'ServiceMonitor' ? this.services : this.pods;
    return targets.some((target) => target.namespace === namespace && matches(selector, target.labels));
  }

  wanted(manifest: Manifest): string {
    const reference = referenceOf(manifest);
    if (reference) return `${reference.kind} ${reference.name}`;
    const { matchLabels = {}, matchExpressions = [] } = selectorOf(manifest) ?? {};
    const labels = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
    return [...labels, ...matchExpressions.map(({ key, operator }) => `${key} ${operator}`)].join(', ');
  }
}

function podLabels(manifest: Manifest): Labels | undefined {
  if (manifest.kind === 'Pod') return manifest.metadata.labels ?? {};
  const spec = manifest['spec'] as
    { template?: PodTemplate; jobTemplate?: { spec?: { template?: PodTemplate } } } | undefined;
  const template = manifest.kind === 'CronJob' ? spec?.jobTemplate?.spec?.template : spec?.template;
  return template?.spec?.containers ? (template.metadata?.labels ?? {}) : undefined;
}

interface PodTemplate {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec?: { readonly containers?: unknown };
}

function referenceOf(manifest: Manifest): { readonly kind: string; readonly name: string } | undefined {
  if (!NAMED_TARGETS.has(manifest.kind)) return undefined;
  const spec = manifest['spec'] as { scaleTargetRef?: Reference; targetRef?: Reference } | undefined;
  const { kind = 'Deployment', name } = spec?.scaleTargetRef ?? spec?.targetRef ?? {};
  return name === undefined ? undefined : { kind, name };
}

interface Reference {
  readonly kind?: string;
  readonly name?: string;
}

function selectorOf(manifest: Manifest): LabelSelector | undefined {
  const { selector, podSelector } = (manifest['spec'] ?? {}) as { selector?: unknown; podSelector?: unknown };
  const namespaces = (manifest['spec'] as { namespaceSelector?: unknown } | undefined)?.namespaceSelector;
  const found = SELECTING[manifest.kind]?.(selector, podSelector);
  const isEmpty = !found || Object.keys({ ...found.matchLabels }).length + (found.matchExpressions?.length ?? 0) === 0;
  return isEmpty || namespaces !== undefined ? undefined : found;
}

const SELECTING: Readonly<
  Record<string, ((selector: unknown, podSelector: unknown) => LabelSelector | undefined) | undefined>
> = {
  NetworkPolicy: (_, podSelector) => podSelector as LabelSelector | undefined,
  PodDisruptionBudget: (selector) => selector as LabelSelector | undefined,
  PodMonitor: (selector) => selector as LabelSelector | undefined,
  Server: (_, podSelector) => podSelector as LabelSelector | undefined,
  Service: (selector) => (selector ? { matchLabels: selector as Labels } : undefined),
  ServiceMonitor: (selector) => selector as LabelSelector | undefined,
};

function matches({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isListed = value !== undefined && values.includes(value);
      return operator === 'In' ? isListed : !isListed;
    })
  );
}
