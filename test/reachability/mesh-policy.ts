/**
 * What Linkerd's inbound policy lets through, from the emitted objects alone.
 * Rules are those of https://linkerd.io/2/reference/authorization-policy/ and features/server-policy.
 */
import type { Manifest } from '../../src/model/manifest';
import type { Loose } from '../fixtures/rendering';
import type { Endpoint } from './endpoints';
import { inCidr, labelsMatch } from './network-policy';

/** Whether the callee's proxy accepts a TCP connection to this port. */
export function meshAllows(manifests: readonly Manifest[], from: Endpoint, to: Endpoint, port: number): boolean {
  if (!to.meshed) return true; // no proxy, nobody refuses
  // HTTP probes of the pod itself are authorised by their path, whatever the policy says
  if (from.kubelet && to.httpProbes.has(port)) return true;
  const server = serverOf(manifests, to, port);
  const policy: string = server ? (server.spec.accessPolicy ?? 'deny') : to.defaultInboundPolicy;
  if (defaultAllows(policy, from)) return true;
  return server !== undefined && policiesFor(manifests, server).some((each) => authenticated(manifests, each, from));
}

/** The Server that selects the pod and names the port, by number or by the container's name for it. */
function serverOf(manifests: readonly Manifest[], pod: Endpoint, port: number): Loose {
  return manifests.find((manifest: Loose) => {
    if (manifest.kind !== 'Server' || manifest.metadata.namespace !== pod.namespace) return false;
    const number = typeof manifest.spec.port === 'string' ? pod.ports[manifest.spec.port] : manifest.spec.port;
    return number === port && labelsMatch(manifest.spec.podSelector, pod.labels);
  });
}

/** `all-*` takes anybody, `cluster-*` the cluster's networks; `-authenticated` asks for a mesh identity. */
function defaultAllows(policy: string, from: Endpoint): boolean {
  switch (policy) {
    case 'all-unauthenticated':
    case 'audit':
      return true;
    case 'cluster-unauthenticated':
      return from.namespace !== undefined;
    case 'all-authenticated':
    case 'cluster-authenticated':
      return from.meshed;
    default:
      return false;
  }
}

function policiesFor(manifests: readonly Manifest[], server: Loose): Loose[] {
  return manifests.filter(
    (manifest: Loose) =>
      manifest.kind === 'AuthorizationPolicy' &&
      manifest.metadata.namespace === server.metadata.namespace &&
      manifest.spec.targetRef.kind === 'Server' &&
      manifest.spec.targetRef.name === server.metadata.name,
  );
}

/** All required authentications must hold; a policy is one way in of several. */
function authenticated(manifests: readonly Manifest[], policy: Loose, from: Endpoint): boolean {
  return policy.spec.requiredAuthenticationRefs.every((reference: Loose) => {
    if (reference.kind === 'ServiceAccount') return isIdentity(reference, policy, from);
    const target: Loose = manifests.find(
      ({ kind, metadata }) =>
        kind === reference.kind && metadata.name === reference.name && metadata.namespace === policy.metadata.namespace,
    );
    if (target === undefined) return false;
    if (reference.kind === 'NetworkAuthentication')
      return target.spec.networks.some((network: Loose) => inNetwork(network, from.ip));
    return (target.spec.identityRefs ?? []).some((identity: Loose) => isIdentity(identity, target, from));
  });
}

function isIdentity(reference: Loose, referrer: Loose, from: Endpoint): boolean {
  return (
    from.meshed &&
    from.serviceAccount === reference.name &&
    from.namespace === (reference.namespace ?? referrer.metadata.namespace)
  );
}

const inNetwork = (network: Loose, ip: string): boolean =>
  inCidr(network.cidr, ip) && !(network.except ?? []).some((cidr: string) => inCidr(cidr, ip));
