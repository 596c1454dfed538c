import type { PodMonitor, ServiceMonitor } from '../../../imports/monitoring';
import type { Service } from '../../../imports/kubernetes';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { INJECTED_PORTS } from '../tree/injected-ports';
import { podsIn, podsSelectedIn, portsOf, selects, spelled } from '../tree/pods';
import type { LabelSelector } from '../tree/pods';
import { append, namespaceOf } from '../tree/tree';
import type { Located, Tree } from '../tree/tree';
import { expected } from './valid';

/** A monitor selects something that has the port it names. */
export const monitorEndpoint: Check = {
  id: 'monitor-endpoint',
  severity: 'error',
  what: 'A ServiceMonitor selects a Service, a PodMonitor pods, and the port it names is there.',
  why: 'Prometheus drops a monitor that matches nothing without a word; the alerts that need its metrics never fire.',
  remediation: 'Set the selector to labels of the Service or pods, and port to the name of one of their ports.',
  peers: ['promlens target health', 'kube-linter dangling-servicemonitor'],
  source: 'https://prometheus-operator.dev/docs/developer/getting-started/',
  run: (tree, report) => {
    const services = servicesByLabel(tree);
    for (const at of tree.ofKind('ServiceMonitor')) {
      const { spec } = claimed<ServiceMonitor>(at);
      const targets = namespacesOf(tree, at, spec?.namespaceSelector).flatMap((namespace) =>
        candidates(services, namespace, spec?.selector).filter((each) =>
          selects(spec?.selector, each.manifest.metadata.labels ?? {}),
        ),
      );
      if (targets.length === 0) report(at, 'spec.selector', `selects no Service: ${wanted(tree, at, spec?.selector)}`);
      else judge(at, 'spec.endpoints', spec?.endpoints, targets.map(servicePorts), report);
    }
    for (const at of tree.ofKind('PodMonitor')) {
      const { spec } = claimed<PodMonitor>(at);
      const anywhere = spec?.namespaceSelector?.any === true;
      const pods = anywhere
        ? []
        : namespacesOf(tree, at, spec?.namespaceSelector).flatMap((namespace) =>
            podsSelectedIn(tree, namespace, spec?.selector),
          );
      // labels of every pod of the cluster, most often written by an injector: nothing to resolve but its port
      if (anywhere)
        judge(at, 'spec.podMetricsEndpoints', spec.podMetricsEndpoints, [[...INJECTED_PORTS.keys()]], report);
      else if (pods.length === 0) report(at, 'spec.selector', `selects no pod: ${wanted(tree, at, spec?.selector)}`);
      else judge(at, 'spec.podMetricsEndpoints', spec?.podMetricsEndpoints, pods.map(portsOf), report);
    }
  },
};

function judge(
  at: Located,
  path: string,
  endpoints: readonly { readonly port?: string }[] | undefined,
  targets: readonly (readonly (string | number)[])[],
  report: Parameters<Check['run']>[1],
): void {
  (endpoints ?? []).forEach(({ port }, index) => {
    if (port === undefined || INJECTED_PORTS.has(port)) return;
    if (!targets.some((ports) => ports.includes(port)))
      report(
        at,
        `${path}[${index}].port`,
        `names port ${port}, which nothing selected has: ${expected(targets.flat())}`,
      );
  });
}

interface NamespaceSelector {
  readonly any?: boolean;
  readonly matchNames?: readonly (string | undefined)[];
}

function namespacesOf(tree: Tree, at: Located, selector: NamespaceSelector | undefined): readonly string[] {
  if (selector?.any) return [...new Set(tree.ofKind('Service', '').map(namespaceOf))];
  return selector?.matchNames?.map(String) ?? [namespaceOf(at)];
}

const servicePorts = (at: Located): string[] =>
  (claimed<Service>(at).spec?.ports ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));

/** Services by namespace and each label, so that monitors of a big namespace do not look at all of them. */
function servicesByLabel(tree: Tree): ReadonlyMap<string, readonly Located[]> {
  const services = new Map<string, Located[]>();
  for (const at of [
    ...tree.ofKind('Service', ''),
    ...tree.implied.filter(({ manifest }) => manifest.kind === 'Service'),
  ]) {
    append(services, namespaceOf(at), at);
    for (const [label, value] of Object.entries(at.manifest.metadata.labels ?? {}))
      append(services, `${namespaceOf(at)}/${label}=${value}`, at);
  }
  return services;
}

function candidates(
  services: ReadonlyMap<string, readonly Located[]>,
  namespace: string,
  selector: LabelSelector | undefined,
): readonly Located[] {
  const [label] = Object.entries(selector?.matchLabels ?? {});
  return services.get(label ? `${namespace}/${label[0]}=${String(label[1])}` : namespace) ?? [];
}

const wanted = (tree: Tree, at: Located, selector: LabelSelector | undefined): string =>
  `nothing has ${spelled(selector)}; in the namespace ${expected(podsIn(tree, namespaceOf(at)).map(({ labels }) => spelled({ matchLabels: labels })))}`;
