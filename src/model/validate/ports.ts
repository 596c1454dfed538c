import { validNames } from '../faults';
import { hasSidecar } from '../microservice';
import type { MicroserviceProps } from '../microservice';
import { isPortName } from '../names';
import { PROXY_PORTS, SIDECAR_PORTS } from '../ports';
import type { Port } from '../ports';
import type { Probe } from '../runtime';
import type { Report } from './report';

/** Ports that a pod has twice or that are taken, entries and probes that lead to none, and what the mesh would refuse. */
export function checkPorts(name: string, props: MicroserviceProps, report: Report): void {
  const taken = new Map<string, string>();
  const names = new Map<string, string>();
  const reservedPorts = {
    ...(props.mesh === false ? {} : PROXY_PORTS),
    ...(hasSidecar(props) ? SIDECAR_PORTS : {}),
  };
  const claim = (where: string, portName: string, port: number, transport: string): void => {
    const namesake = names.get(portName);
    if (namesake !== undefined) report(where, `has the name of ${namesake}; a pod's ports have one each`);
    names.set(portName, where);
    if (!Number.isInteger(port) || port < 1 || port > 65535) report(where, `is ${port}; expected 1 to 65535`);
    const reserved = reservedPorts[port];
    if (reserved !== undefined) report(where, `is ${port}, the port of ${reserved}`);
    const other = taken.get(`${transport}/${port}`);
    if (other !== undefined) report(where, `is ${port}, which ${other} uses already`);
    taken.set(`${transport}/${port}`, where);
  };
  for (const [portName, port] of Object.entries(props.serves ?? {})) {
    const where = `${name}.serves.${portName}`;
    if (!isPortName(portName))
      report(where, 'is no port name; expected at most 15 lower-case letters, digits and dashes');
    if (['kind', 'name', 'props', 'health'].includes(portName)) report(where, 'is a reserved name');
    claim(where, portName, port.port, port.protocol === 'udp' ? 'UDP' : 'TCP');
    if (port.container !== undefined && !props.containers?.[port.container])
      report(`${where}.container`, `is ${port.container}; ${validNames(Object.keys(props.containers ?? {}))}`);
    const { rateLimit } = port;
    if (rateLimit?.perCaller !== undefined && rateLimit.perCaller > rateLimit.total)
      report(`${where}.rateLimit`, 'allows one caller more than all callers');
  }
  for (const [container, extra] of Object.entries(props.containers ?? {})) {
    for (const [portName, port] of Object.entries(extra.ports ?? {}))
      claim(`${name}.containers.${container}.ports.${portName}`, portName, port, 'TCP');
  }
  for (const entry of props.public ?? []) {
    const port: Port | undefined = props.serves?.[entry.port];
    if (!port) report(`${name}.public`, `enters at port ${entry.port}; ${validNames(Object.keys(props.serves ?? {}))}`);
    else if (port.protocol !== 'http' && port.protocol !== 'graphql')
      report(
        `${name}.public`,
        `enters at ${entry.port}, which speaks ${port.protocol}; API Gateway passes http and graphql only`,
      );
  }
  for (const [question, probe] of Object.entries(props.runtime.health ?? {}) as [string, Probe | number][]) {
    if (typeof probe === 'number' || props.mesh === false || 'http' in probe || 'exec' in probe) continue;
    const probed = 'grpc' in probe ? probe.grpc.port : probe.tcp.port;
    const served = Object.entries(props.serves ?? {}).find(
      ([, port]) => port.port === probed && port.protocol !== 'udp' && !isOpenedFor(probe, port),
    );
    if (served)
      report(
        `${name}.runtime.health.${question}`,
        `asks port ${probed}, which the mesh guards as ${served[0]}; the kubelet has no identity, so ask by http or exec, or give health a port of its own`,
      );
  }
  const scraped = props.scrape?.port;
  if (typeof scraped === 'string' && !props.serves?.[scraped])
    report(`${name}.scrape.port`, `is ${scraped}; ${validNames(Object.keys(props.serves ?? {}))}`);
}

/** By routes of gRPC, which a Server with a rate limit does not have. */
function isOpenedFor(probe: Probe, { protocol, rateLimit }: Port): boolean {
  return 'grpc' in probe && protocol === 'grpc' && rateLimit === undefined;
}
