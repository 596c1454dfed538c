import type { NetworkPolicy } from '../../../imports/kubernetes';
import { claimed } from './claimed';
import type { Claimed } from './claimed';
import { once } from './once';
import { containersOf, podsSelected, selects } from './pods';
import type { LabelSelector, PodTemplate } from './pods';
import { append, namespaceOf } from './tree';
import type { Tree } from './tree';

/** Which side of a connection does not let it through, by https://kubernetes.io/docs/concepts/services-networking/network-policies/. */
export function networkFault(
  tree: Tree,
  from: PodTemplate,
  to: PodTemplate,
  port: number,
): 'Egress' | 'Ingress' | undefined {
  if (!allows(tree, 'Egress', from, to, to, port)) return 'Egress';
  return allows(tree, 'Ingress', to, from, to, port) ? undefined : 'Ingress';
}

type Direction = 'Egress' | 'Ingress';
interface Rule {
  readonly ports?: readonly {
    readonly port?: number | string;
    readonly endPort?: number;
    readonly protocol?: string;
  }[];
  readonly peers?: readonly {
    readonly namespaceSelector?: LabelSelector;
    readonly podSelector?: LabelSelector;
    readonly ipBlock?: unknown;
  }[];
}

/** A pod that no policy selects is free; otherwise one rule of one policy must match. */
function allows(
  tree: Tree,
  direction: Direction,
  pod: PodTemplate,
  peer: PodTemplate,
  server: PodTemplate,
  port: number,
): boolean {
  const policies = policiesOn(tree, pod).filter((spec) => typesOf(spec).includes(direction));
  if (policies.length === 0) return true;
  return policies.some((spec) =>
    rulesOf(spec, direction).some(
      ({ ports, peers }) => portMatches(ports, server, port) && peerMatches(tree, peers, pod, peer),
    ),
  );
}

type Spec = Claimed<NetworkPolicy>['spec'];

const selecting = once((tree): ReadonlyMap<PodTemplate, readonly Spec[]> => {
  const policies = new Map<PodTemplate, Spec[]>();
  for (const at of tree.ofKind('NetworkPolicy')) {
    const { spec } = claimed<NetworkPolicy>(at);
    for (const pod of podsSelected(tree, at, spec?.podSelector ?? {})) append(policies, pod, spec);
  }
  return policies;
});

/** What the NetworkPolicies that select a pod say. */
export const policiesOn = (tree: Tree, pod: PodTemplate): readonly Spec[] => selecting(tree).get(pod) ?? [];

const typesOf = (spec: Spec): readonly string[] =>
  spec?.policyTypes ?? ['Ingress', ...(spec?.egress ? ['Egress'] : [])];

const rulesOf = (spec: Spec, direction: Direction): readonly Rule[] =>
  direction === 'Egress'
    ? (spec?.egress ?? []).map(({ ports, to }) => ({ ports, peers: to }))
    : (spec?.ingress ?? []).map(({ ports, from }) => ({ ports, peers: from }));

function portMatches(ports: Rule['ports'], server: PodTemplate, wanted: number): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some(({ port, endPort, protocol = 'TCP' }) => {
    if (protocol !== 'TCP') return false;
    const declared = containersOf(server).flatMap(({ container }) => container.ports ?? []);
    const first = typeof port === 'string' ? declared.find(({ name }) => name === port)?.containerPort : port;
    return port === undefined || (first !== undefined && wanted >= first && wanted <= (endPort ?? first));
  });
}

function peerMatches(tree: Tree, peers: Rule['peers'], own: PodTemplate, peer: PodTemplate): boolean {
  if (peers === undefined || peers.length === 0) return true;
  return peers.some(({ namespaceSelector, podSelector, ipBlock }) => {
    if (ipBlock !== undefined) return false;
    const namespace = namespaceOf(peer.at);
    const labels = tree.find('Namespace', '', namespace)?.manifest.metadata.labels;
    const near = namespaceSelector
      ? selects(namespaceSelector, { ...labels, 'kubernetes.io/metadata.name': namespace })
      : namespace === namespaceOf(own.at);
    return near && (podSelector === undefined || selects(podSelector, peer.labels));
  });
}
