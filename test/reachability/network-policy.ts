/**
 * What Kubernetes' NetworkPolicy lets through, from the emitted objects alone.
 * Rules are those of https://kubernetes.io/docs/concepts/services-networking/network-policies/.
 */
import type { Manifest } from '../../src/model/manifest';
import type { Loose } from '../fixtures/rendering';
import type { Endpoint } from './endpoints';

type Direction = 'Ingress' | 'Egress';

/** Whether packets may go from one endpoint to a port of another: both sides must let them ("Traffic must be allowed by both"). */
export function networkAllows(
  manifests: readonly Manifest[],
  from: Endpoint,
  to: Endpoint,
  port: number,
  protocol: string,
): boolean {
  // "pods' own node can always reach them" is what engines implement for probes, though the API promises it to nobody
  if (from.kubelet) return true;
  return (
    sideAllows(manifests, 'Egress', from, to, port, protocol) &&
    sideAllows(manifests, 'Ingress', to, from, port, protocol)
  );
}

function sideAllows(
  manifests: readonly Manifest[],
  direction: Direction,
  pod: Endpoint,
  peer: Endpoint,
  port: number,
  protocol: string,
): boolean {
  if (pod.namespace === undefined) return true; // policies select pods only
  const selecting = manifests.filter(
    (manifest) => manifest.kind === 'NetworkPolicy' && selects(manifest, pod) && typesOf(manifest).includes(direction),
  ) as Loose[];
  // "By default, a pod is non-isolated": nothing selects it, everything is allowed
  if (selecting.length === 0) return true;
  const served = direction === 'Ingress' ? pod : peer;
  // "policies are additive": one matching rule of one policy is enough
  return selecting.some((policy) =>
    rulesOf(policy, direction).some(
      (rule) =>
        portMatches(rule.ports, served, port, protocol) && peerMatches(manifests, policy, rule, direction, peer),
    ),
  );
}

function selects(policy: Loose, pod: Endpoint): boolean {
  return policy.metadata.namespace === pod.namespace && labelsMatch(policy.spec.podSelector, pod.labels);
}

/** "If policyTypes is not specified, Ingress is always set, and Egress if there are egress rules." */
function typesOf(policy: Loose): Direction[] {
  return policy.spec.policyTypes ?? ['Ingress', ...(policy.spec.egress ? ['Egress'] : [])];
}

const rulesOf = (policy: Loose, direction: Direction): Loose[] =>
  (direction === 'Ingress' ? policy.spec.ingress : policy.spec.egress) ?? [];

/** No ports means all of them; a name is a port of the pod that serves; `endPort` closes a range; protocol defaults to TCP. */
function portMatches(ports: Loose[] | undefined, served: Endpoint, port: number, protocol: string): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some((each) => {
    if ((each.protocol ?? 'TCP') !== protocol) return false;
    if (each.port === undefined) return true;
    const first = typeof each.port === 'string' ? served.ports[each.port] : each.port;
    return first !== undefined && port >= first && port <= (each.endPort ?? first);
  });
}

/** No peers means everybody; selectors in one item are joined by AND, items by OR. */
function peerMatches(
  manifests: readonly Manifest[],
  policy: Loose,
  rule: Loose,
  direction: Direction,
  peer: Endpoint,
): boolean {
  const peers: Loose[] | undefined = direction === 'Ingress' ? rule.from : rule.to;
  if (peers === undefined || peers.length === 0) return true;
  return peers.some((each) => {
    if (each.ipBlock) return inBlock(each.ipBlock, peer.ip);
    if (peer.namespace === undefined) return false;
    const inNamespace = each.namespaceSelector
      ? labelsMatch(each.namespaceSelector, namespaceLabels(manifests, peer.namespace))
      : peer.namespace === policy.metadata.namespace;
    return inNamespace && (each.podSelector === undefined || labelsMatch(each.podSelector, peer.labels));
  });
}

/** The API server labels every namespace with its name. */
function namespaceLabels(manifests: readonly Manifest[], name: string): Readonly<Record<string, string>> {
  const namespace = manifests.find((manifest) => manifest.kind === 'Namespace' && manifest.metadata.name === name);
  return { ...namespace?.metadata.labels, 'kubernetes.io/metadata.name': name };
}

/** An empty selector matches all; labels and expressions are joined by AND. */
export function labelsMatch(selector: Loose, labels: Readonly<Record<string, string>>): boolean {
  const byLabel = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return byLabel && (selector.matchExpressions ?? []).every((each: Loose) => expressionMatches(each, labels));
}

function expressionMatches({ key, operator, values }: Loose, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[key];
  switch (operator as string) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined; // DoesNotExist
  }
}

function inBlock(block: { cidr: string; except?: string[] }, ip: string): boolean {
  return inCidr(block.cidr, ip) && !(block.except ?? []).some((cidr) => inCidr(cidr, ip));
}

/** IPv4 only, as the fleet is. */
export function inCidr(cidr: string, ip: string): boolean {
  const [network = '', bits = '32'] = cidr.split('/');
  const shift = 32 - Number(bits);
  return shift === 32 || numberOf(network) >>> shift === numberOf(ip) >>> shift;
}

const numberOf = (ip: string): number => ip.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
