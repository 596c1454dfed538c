import type { Container } from '../../../imports/kubernetes';
import type { Check } from '../check';
import type { Claimed } from '../tree/claimed';
import { collectorsOf } from './collector-config';
import { portsServed } from '../tree/collector-ports';
import { once } from '../tree/once';
import { containersOf, podTemplates } from '../tree/pods';
import type { PodTemplate } from '../tree/pods';
import { namespaceOf } from '../tree/tree';
import { expected } from './valid';

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

/** A probe asks a port that its container declares. */
export const probePort: Check = {
  id: 'probe-port',
  severity: 'error',
  what: "Every probe asks a port that its container declares, or that the container's own configuration opens.",
  why: 'A probe of a port on which nobody listens keeps the pod from ever being ready, or has it killed again and again.',
  remediation:
    'Set the port of the probe to one of the container, or declare the port the container really listens on.',
  peers: ['kube-linter liveness-port, readiness-port, startup-port'],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  run: (tree, report) => {
    for (const pod of podTemplates(tree))
      for (const { container, path } of containersOf(pod))
        for (const probe of PROBES) {
          if (container[probe] === undefined) continue;
          const asked = portAsked(container[probe]);
          if (asked === undefined) continue;
          const { field, port } = asked;
          if ((container.ports ?? []).some(({ name, containerPort }) => name === port || containerPort === port))
            continue;
          const ports = [
            ...(container.ports ?? []).flatMap((each) => [each.name ?? each.containerPort, each.containerPort]),
            ...mountedBy(pod, container).flatMap((name) => served(tree).get(`${namespaceOf(pod.at)}/${name}`) ?? []),
          ];
          if (!ports.includes(port))
            report(
              pod.at,
              `${path}.${probe}.${field}.port`,
              `asks port ${port}, which container ${container.name} does not declare: ${expected(ports)}`,
            );
        }
  },
};

const HANDLERS = ['httpGet', 'tcpSocket', 'grpc'] as const;

function portAsked(
  probe: Claimed<Container['readinessProbe']>,
): { readonly field: string; readonly port: string | number } | undefined {
  for (const field of HANDLERS) {
    const port = probe?.[field]?.port;
    if (port !== undefined) return { field, port };
  }
  return undefined;
}

/** Ports that collectors' configurations open, by the ConfigMap they are in. */
const served = once(
  (tree): ReadonlyMap<string, readonly number[]> =>
    new Map(
      collectorsOf(tree)
        .filter(({ text }) => text)
        .map(({ at, config }) => [
          `${namespaceOf(at)}/${at.manifest.metadata.name}`,
          portsServed(config).map(([, port]) => port),
        ]),
    ),
);

/** ConfigMaps that a container mounts. */
export function mountedBy(pod: PodTemplate, container: Claimed<Container>): readonly string[] {
  const mounts = new Set((container.volumeMounts ?? []).map(({ name }) => name));
  return (pod.spec.volumes ?? []).flatMap(({ name, configMap }) =>
    configMap?.name !== undefined && mounts.has(name) ? [configMap.name] : [],
  );
}
