import type {
  NetworkPolicy,
  NetworkPolicyEgressRule,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../../imports/kubernetes';
import { SERVICES } from '../../src/model/environment';
import type { Environment } from '../../src/model/environment';
import { PROXY } from '../../src/model/linkerd';
import type { Peer } from '../../src/model/resolved';

type Labels = Readonly<Record<string, string>>;

/** The cluster's DNS, which EKS installs. */
export const DNS = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } } as const;

/** Linkerd's control plane and the ports on which proxies ask it: identity, destination, policy. */
export const MESH = { namespace: 'linkerd', ports: [8080, 8086, 8090] } as const;

/** The agent of EKS Pod Identity, on every node. */
const POD_IDENTITY_AGENT = '169.254.170.23/32';

/** Where the API server calls webhooks from. */
export const apiServer = (environment: Environment): NetworkPolicyPeer[] => blocks(environment.network.apiServer);

/** Pods of one namespace, all or those with labels. */
export function podsIn(namespace: string, labels?: Labels): NetworkPolicyPeer {
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...(labels === undefined ? {} : { podSelector: { matchLabels: labels } }),
  };
}

/** Pods of one peer. */
export const podsOf = (peer: Pick<Peer, 'namespace' | 'labels'>): NetworkPolicyPeer =>
  podsIn(peer.namespace, peer.labels);

/** Address ranges. */
export const blocks = (cidrs: readonly string[]): NetworkPolicyPeer[] => cidrs.map((cidr) => ({ ipBlock: { cidr } }));

/** The internet and the public addresses of AWS: everything that is not private (RFC 6890). */
export function internet(): NetworkPolicyPeer[] {
  const except = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
  return [{ ipBlock: { cidr: '0.0.0.0/0', except } }];
}

const tcp = (ports: readonly number[]): NetworkPolicyPort[] => ports.map((port) => ({ port, protocol: 'TCP' }));

/** Connections that come in. */
export const from = (peers: readonly NetworkPolicyPeer[], ...ports: readonly number[]): NetworkPolicyIngressRule => ({
  from: peers,
  ports: tcp(ports),
});

/** Connections that go out; without ports, any. */
export const to = (peers: readonly NetworkPolicyPeer[], ...ports: readonly number[]): NetworkPolicyEgressRule => ({
  to: peers,
  ...(ports.length === 0 ? {} : { ports: tcp(ports) }),
});

/** Names, which every pod looks up. */
export const toDns: NetworkPolicyEgressRule = {
  to: [podsIn(DNS.namespace, DNS.labels)],
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
};

/** What a meshed pod needs: names, the control plane, and any meshed peer, which is then asked for its identity. */
export const toMesh: readonly NetworkPolicyEgressRule[] = [toDns, to([podsIn(MESH.namespace)], ...MESH.ports)];

/** To the API server: pods outside the mesh go to its Service, a proxy goes to its endpoints. */
export const toApiServer = (environment: Environment): NetworkPolicyEgressRule =>
  to([...blocks([SERVICES.apiServer]), ...apiServer(environment)], 443);

/** Credentials of the pod's role. */
export const toPodIdentity: NetworkPolicyEgressRule = to(blocks([POD_IDENTITY_AGENT]), 80);

/** Connections between two meshed pods arrive at the proxy, whatever their port is. */
export const fromMeshed = (peers: readonly NetworkPolicyPeer[]): NetworkPolicyIngressRule => from(peers, PROXY.inbound);

/** To meshed pods. */
export const toMeshed = (peers: readonly NetworkPolicyPeer[]): NetworkPolicyEgressRule => to(peers, PROXY.inbound);

/** What some pods may receive and send; whatever it does not name is denied. */
export function networkPolicy(
  where: { readonly name: string; readonly namespace: string; readonly pods: Labels },
  rules: {
    readonly ingress?: readonly NetworkPolicyIngressRule[];
    readonly egress?: readonly NetworkPolicyEgressRule[];
  },
): NetworkPolicy {
  const { ingress = [], egress = [] } = rules;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: where.name, namespace: where.namespace },
    spec: {
      ...(egress.length === 0 ? {} : { egress }),
      ...(ingress.length === 0 ? {} : { ingress }),
      podSelector: { matchLabels: where.pods },
      policyTypes: ['Ingress', 'Egress'],
    },
  };
}

/** Nothing in, nothing out, for pods that no other policy names. */
export function denyAll(namespace: string): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}
