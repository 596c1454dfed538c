import type { LimitRange, Namespace, PriorityClass } from '../../imports/kubernetes';
import { addOn } from '../../src/model/add-on';
import type { AddOnContext } from '../../src/model/add-on';
import type { Manifest } from '../../src/model/manifest';
import type { ResolvedMicroservice } from '../../src/model/resolved';

/** Namespaces, priorities and defaults that everything else is applied into. */
export const kubernetes = addOn('kubernetes', {
  why: 'Namespaces with their security level, priorities, and defaults for containers that name none',
  namespace: 'kube-system',
  offers: {
    dns: { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  },
  manifests: (context) => ({
    namespaces: [...platformNamespaces(context), ...serviceNamespaces(context)] as unknown as Manifest[],
    priorities: PRIORITIES as unknown as Manifest[],
  }),
});

/** Above what is preempted for whom; Kubernetes' own system classes start at two billion. */
const PRIORITIES: readonly PriorityClass[] = [
  priority('critical', 100_000, 'Microservices without which customers cannot buy'),
  priority('standard', 10_000, 'Microservices that customers notice'),
  priority('batch', 1_000, 'Work that may wait for room'),
];

function priority(name: string, value: number, description: string): PriorityClass {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, description, preemptionPolicy: 'PreemptLowerPriority', value };
}

function serviceNamespaces({ microservices }: AddOnContext): (Namespace | LimitRange)[] {
  const byName = new Map<string, ResolvedMicroservice>();
  for (const microservice of microservices) byName.set(microservice.namespace, microservice);
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, microservice]) => [namespace(name, 'restricted', { 'app.kubernetes.io/part-of': microservice.team.name }), limits(name)]);
}

/** Namespaces of add-ons; those of the nodes' own agents must be privileged. */
function platformNamespaces({ addOns }: AddOnContext): Namespace[] {
  const names = new Set(addOns.flatMap(({ addOn: each }) => [each.namespace]));
  names.delete('kube-system');
  return [...names].sort().map((name) => namespace(name, name === 'linkerd-cni' ? 'privileged' : 'restricted'));
}

function namespace(name: string, level: 'restricted' | 'baseline' | 'privileged', labels: Record<string, string> = {}): Namespace {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      // a namespace takes everything in it along, so its removal waits for a person
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' },
      labels: {
        ...labels,
        'pod-security.kubernetes.io/audit': level,
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/warn': level,
      },
    },
  };
}

/** For containers of debugging and of injectors that name no resources. */
function limits(namespaceName: string): LimitRange {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'defaults', namespace: namespaceName },
    spec: { limits: [{ type: 'Container', default: { memory: '128Mi' }, defaultRequest: { cpu: '50m', memory: '128Mi' } }] },
  };
}
