import type { Manifest } from '../../src/model/manifest';
import type { Loose } from '../fixtures/rendering';

/** Somebody who opens or takes connections: a pod, or an address that is none. */
export interface Endpoint {
  readonly name: string;
  /** Absent for an address outside the cluster. */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly serviceAccount?: string;
  readonly ip: string;
  readonly meshed: boolean;
  /** Linkerd's policy for ports without a Server, where it is meshed. */
  readonly defaultInboundPolicy: string;
  /** Ports that the proxy leaves alone. */
  readonly skippedPorts: ReadonlySet<number>;
  /** Numbers of named container ports. */
  readonly ports: Readonly<Record<string, number>>;
  /** Paths of HTTP probes by port, which Linkerd lets the kubelet ask. */
  readonly httpProbes: ReadonlySet<number>;
  /** The kubelet of a node: network policies do not apply to it. */
  readonly kubelet?: boolean;
}

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob']);

/** One endpoint for the pods of each workload among the manifests. */
export function podsOf(manifests: readonly Manifest[]): Endpoint[] {
  return manifests.filter(({ kind }) => WORKLOADS.has(kind)).map((workload, index) => podOf(workload, index));
}

function podOf(workload: Loose, index: number): Endpoint {
  const template = workload.kind === 'CronJob' ? workload.spec.jobTemplate.spec.template : workload.spec.template;
  const containers: Loose[] = [...(template.spec.initContainers ?? []), ...template.spec.containers];
  const annotations = template.metadata.annotations ?? {};
  const probes: Loose[] = containers
    .flatMap((each) => [each.startupProbe, each.livenessProbe, each.readinessProbe])
    .filter((probe) => probe?.httpGet);
  const meshed = annotations['linkerd.io/inject'] === 'enabled';
  return {
    name: `${workload.kind as string}/${workload.metadata.name as string}`,
    namespace: workload.metadata.namespace,
    labels: template.metadata.labels,
    serviceAccount: template.spec.serviceAccountName,
    ip: `10.0.1.${index + 1}`,
    meshed,
    defaultInboundPolicy: annotations['config.linkerd.io/default-inbound-policy'] ?? 'all-unauthenticated',
    skippedPorts: new Set((annotations['config.linkerd.io/skip-inbound-ports'] ?? '').split(',').map(Number)),
    // the injector adds the proxy's own port under this name
    ports: {
      ...Object.fromEntries(
        containers.flatMap((each) => (each.ports ?? []).map((port: Loose) => [port.name, port.containerPort])),
      ),
      ...(meshed ? { 'linkerd-admin': 4191 } : {}),
    },
    httpProbes: new Set(probes.map((probe) => probe.httpGet.port as number)),
  };
}
