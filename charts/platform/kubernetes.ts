import type { LimitRange, Namespace, NetworkPolicy, PriorityClass, ResourceQuota } from '../../imports/kubernetes';
import { addOn } from '../../src/model/add-on';
import type { AddOnContext, NamespaceSettings } from '../../src/model/add-on';
import { mostReplicas } from '../../src/model/scale';
import type { ResolvedMicroservice } from '../../src/model/resolved';
import { denyAll, DNS } from './network';

/** Namespaces that every cluster has, and that we neither make nor label. */
const BUILT_IN = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

/** Pods that a namespace may hold beyond what its microservices ask for: rollouts, jobs, debugging. */
const QUOTA_FACTOR = 2;
const QUOTA_SPARE_PODS = 10;

/** Namespaces, priorities and defaults that everything else is applied into. */
export const kubernetes = addOn('kubernetes', {
  why: 'Namespaces with their security level, priorities, quotas, and a network that is closed until somebody opens it',
  namespace: 'kube-system',
  offers: { dns: DNS, priorities: ['critical', 'standard', 'batch'] },
  manifests: (context) => ({
    namespaces: [...platformNamespaces(context), ...serviceNamespaces(context)],
    limits: [...limits(context), ...quotas(context)],
    network: networkDefaults(context),
    priorities: PRIORITIES,
  }),
});

/** Above what is preempted for whom; Kubernetes' own system classes start at two billion. */
const PRIORITIES: readonly PriorityClass[] = [
  priority('critical', 100_000, 'Microservices without which customers cannot buy'),
  // without a default, software whose chart names none would make room for batch work
  {
    ...priority('standard', 10_000, 'Microservices that customers notice, and whatever names no priority'),
    globalDefault: true,
  },
  priority('batch', 1_000, 'Work that may wait for room'),
];

function priority(name: string, value: number, description: string): PriorityClass {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    description,
    preemptionPolicy: 'PreemptLowerPriority',
    value,
  };
}

/** Settings of every namespace of the platform: what its add-ons say, together. */
function platformSettings({ addOns }: AddOnContext): Map<string, NamespaceSettings> {
  const settings = new Map<string, NamespaceSettings>();
  for (const { addOn: each } of addOns) {
    if (!settings.has(each.namespace)) settings.set(each.namespace, {});
    for (const [name, own] of Object.entries(each.namespaces)) {
      const known = settings.get(name) ?? {};
      settings.set(name, {
        ...known,
        ...own,
        labels: { ...known.labels, ...own.labels },
        annotations: { ...known.annotations, ...own.annotations },
      });
    }
  }
  for (const name of BUILT_IN) settings.delete(name);
  return new Map([...settings].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function platformNamespaces(context: AddOnContext): Namespace[] {
  return [...platformSettings(context)].map(([name, settings]) => namespace(name, settings));
}

function serviceNamespaces(context: AddOnContext): Namespace[] {
  return [...byNamespace(context)].map(([name, [first]]) =>
    namespace(name, { labels: { 'app.kubernetes.io/part-of': first!.team.name } }),
  );
}

/** Microservices by the namespace they share. */
function byNamespace({ microservices }: AddOnContext): Map<string, ResolvedMicroservice[]> {
  const groups = new Map<string, ResolvedMicroservice[]>();
  for (const microservice of microservices) {
    const group = groups.get(microservice.namespace);
    if (group) group.push(microservice);
    else groups.set(microservice.namespace, [microservice]);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function namespace(name: string, settings: NamespaceSettings): Namespace {
  const level = settings.podSecurity ?? 'restricted';
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      annotations: {
        ...settings.annotations,
        // a namespace takes everything in it along, so its removal waits for a person
        'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
      },
      labels: {
        ...settings.labels,
        'pod-security.kubernetes.io/audit': level,
        'pod-security.kubernetes.io/enforce': level,
        'pod-security.kubernetes.io/warn': level,
      },
    },
  };
}

/** For containers of debugging and of injectors that name no resources. */
function limits(context: AddOnContext): LimitRange[] {
  return [...byNamespace(context).keys()].map((name) => ({
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'defaults', namespace: name },
    spec: {
      limits: [{ type: 'Container', default: { memory: '128Mi' }, defaultRequest: { cpu: '50m', memory: '128Mi' } }],
    },
  }));
}

/** Keeps a mistake of one team (a loop that makes jobs, a maximum of replicas with a digit too many) from filling the cluster. */
function quotas(context: AddOnContext): ResourceQuota[] {
  return [...byNamespace(context)].map(([name, group]) => {
    const replicas = group.reduce((sum, each) => sum + (each.kind === 'CronJob' ? 1 : mostReplicas(each.scale)), 0);
    const services = group.reduce((sum, each) => sum + each.ports.length + 1, 0);
    return {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'bounds', namespace: name },
      spec: {
        hard: {
          'count/jobs.batch': '50',
          pods: String(QUOTA_FACTOR * replicas + QUOTA_SPARE_PODS),
          services: String(QUOTA_FACTOR * services),
          'services.loadbalancers': '0',
          'services.nodeports': '0',
        },
      },
    };
  });
}

/** Every namespace is closed; what its pods may do is added to that. */
function networkDefaults(context: AddOnContext): NetworkPolicy[] {
  const platform = [...platformSettings(context)].filter(([, settings]) => settings.denyByDefault === true);
  return [...platform.map(([name]) => name), ...byNamespace(context).keys()].sort().map(denyAll);
}
