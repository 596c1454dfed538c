import type { Manifest } from '../../src/model/manifest';
import type { Endpoint } from './endpoints';
import { meshAllows } from './mesh-policy';
import { networkAllows } from './network-policy';

/** Port at which a meshed pod takes connections of other meshed pods, whatever port they ask for. */
const PROXY_INBOUND = 4143;

/** Ports of the proxy itself, which its own redirection leaves alone. */
const NOT_REDIRECTED = new Set([4190, 4191]);

/** Whether a connection from one endpoint to a port of another is let through by network and mesh. */
export function reaches(
  manifests: readonly Manifest[],
  from: Endpoint,
  to: Endpoint,
  port: number,
  protocol: 'TCP' | 'UDP' = 'TCP',
): boolean {
  if (protocol === 'UDP') return networkAllows(manifests, from, to, port, 'UDP'); // datagrams bypass the mesh
  // a skipped port is served past the proxy, and callers' proxies are told so (linkerd2 controller/api/destination)
  if (to.skippedPorts.has(port)) return networkAllows(manifests, from, to, port, 'TCP');
  const through = from.meshed && to.meshed && !NOT_REDIRECTED.has(port) ? PROXY_INBOUND : port;
  return networkAllows(manifests, from, to, through, 'TCP') && meshAllows(manifests, from, to, port);
}
