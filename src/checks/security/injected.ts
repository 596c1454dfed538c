import type { Container } from '../../../imports/kubernetes';
import type { OpenTelemetryCollector } from '../../../imports/opentelemetry';
import { isMeshed } from '../references/mesh';
import { once } from '../tree/once';
import type { PodTemplate } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import type { Tree } from '../tree/tree';

/** Containers that admission webhooks add to a pod before Pod Security sees it. */
export function injectedInto(tree: Tree, pod: PodTemplate): { readonly init: Container[]; readonly main: Container[] } {
  const meshed = isMeshed(tree, pod);
  return {
    init: meshed && !hasNetworkPlugin(tree) ? [LINKERD_INIT] : [],
    main: [...(meshed ? [linkerdProxy(pod)] : []), ...collectorSidecar(tree, pod)],
  };
}

/** Without the CNI plugin every pod rewrites its own network: https://linkerd.io/2/features/cni/ */
const LINKERD_INIT: Container = {
  name: 'linkerd-init',
  securityContext: {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    runAsUser: 65534,
    capabilities: { add: ['NET_ADMIN', 'NET_RAW'] },
    seccompProfile: { type: 'RuntimeDefault' },
  },
};

const hasNetworkPlugin = once((tree): boolean =>
  [...tree.ofKind('Application'), ...tree.ofKind('DaemonSet')].some(({ manifest }) => {
    const { source, sources = [] } = (manifest['spec'] ?? {}) as {
      source?: { chart?: string };
      sources?: { chart?: string }[];
    };
    return (
      [source, ...sources].some((each) => each?.chart === 'linkerd2-cni') || manifest.metadata.name === 'linkerd-cni'
    );
  }),
);

/** The proxy takes the capabilities of the first container: linkerd2, charts/partials/templates/_proxy.tpl and pkg/inject. */
function linkerdProxy(pod: PodTemplate): Container {
  const capabilities = pod.spec.containers[0]?.securityContext?.capabilities;
  return {
    name: 'linkerd-proxy',
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: 2102,
      seccompProfile: { type: 'RuntimeDefault' },
      ...(capabilities === undefined ? {} : { capabilities }),
    },
  };
}

const SIDECAR = 'sidecar.opentelemetry.io/inject';

/** https://github.com/open-telemetry/opentelemetry-operator#sidecar-injection */
function collectorSidecar(tree: Tree, pod: PodTemplate): Container[] {
  const namespace = namespaceOf(pod.at);
  const asked =
    pod.annotations[SIDECAR] ?? tree.find('Namespace', '', namespace)?.manifest.metadata.annotations?.[SIDECAR];
  if (asked === undefined || asked === 'false') return [];
  const collectors = tree
    .ofKind('OpenTelemetryCollector')
    .map(({ manifest }) => manifest as unknown as OpenTelemetryCollector)
    .filter(({ spec }) => spec.mode === 'sidecar');
  const named = asked.includes('/') ? asked : `${namespace}/${asked}`;
  const collector = collectors.find(({ metadata }) =>
    asked === 'true' ? metadata.namespace === namespace : `${metadata.namespace ?? ''}/${metadata.name}` === named,
  );
  const securityContext = collector?.spec.securityContext as Container['securityContext'];
  return [{ name: 'otc-container', ...(securityContext === undefined ? {} : { securityContext }) }];
}
