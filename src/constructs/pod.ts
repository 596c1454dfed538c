import type { PodSpec, PodTemplateSpec, Toleration, TopologySpreadConstraint } from '../../imports/kubernetes';
import { DEFAULT_OPAQUE_PORTS } from '../model/linkerd';
import type { ResolvedMicroservice } from '../model/resolved';
import { mostReplicas } from '../model/scale';
import { STORE_KINDS } from '../model/store';
import {
  agentContainer,
  collectorContainer,
  extraContainer,
  graceSeconds,
  isPrivileged,
  nativeSidecars,
  programContainer,
} from './containers';
import { podLabels, selectorOf } from './labels';
import { configurationHash } from './volumes';
import type { PodVolumes } from './volumes';

/** Annotations, labels and specification of the pods. */
export function podTemplate(microservice: ResolvedMicroservice, volumes: PodVolumes): PodTemplateSpec {
  return {
    metadata: { annotations: podAnnotations(microservice), labels: podLabels(microservice) },
    spec: podSpec(microservice, volumes),
  };
}

function podAnnotations(microservice: ResolvedMicroservice): Record<string, string> {
  const hash = configurationHash(microservice);
  return {
    ...(hash === undefined ? {} : { 'checksum/config': hash }),
    'kubectl.kubernetes.io/default-container': microservice.name,
    ...(microservice.mesh === false ? { 'linkerd.io/inject': 'disabled' } : meshAnnotations(microservice)),
  };
}

function meshAnnotations(microservice: ResolvedMicroservice): Record<string, string> {
  const opaque = opaquePorts(microservice);
  const own = microservice.mesh === false ? {} : microservice.mesh.pod;
  const bypassing = microservice.ports
    .filter((port) => port.bypassesMesh && port.protocol !== 'udp')
    .map((port) => port.number);
  return {
    'linkerd.io/inject': 'enabled',
    'config.linkerd.io/default-inbound-policy': 'deny',
    'config.linkerd.io/proxy-cpu-request': '50m',
    'config.linkerd.io/proxy-memory-limit': '128Mi',
    'config.linkerd.io/proxy-memory-request': '128Mi',
    'config.linkerd.io/shutdown-grace-period': `${graceSeconds(microservice) - 5}s`,
    ...(opaque === undefined ? {} : { 'config.linkerd.io/opaque-ports': opaque }),
    ...(bypassing.length === 0 ? {} : { 'config.linkerd.io/skip-inbound-ports': bypassing.join(',') }),
    ...own,
  };
}

/** Ports whose bytes the proxy must not interpret, beside Linkerd's default list, which an annotation replaces. */
export function opaquePorts(microservice: ResolvedMicroservice): string | undefined {
  const wanted = new Set<number>();
  for (const port of microservice.ports) if (port.protocol === 'tcp') wanted.add(port.number);
  for (const call of microservice.calls) if (call.port.protocol === 'tcp') wanted.add(call.port.servicePort);
  for (const store of microservice.stores) if (STORE_KINDS[store.kind].scheme !== 'https') wanted.add(store.port);
  if (usesKafka(microservice))
    for (const broker of microservice.environment.cloud.kafkaBrokers) wanted.add(Number(broker.split(':')[1]));
  const extra = [...wanted].filter((port) => !DEFAULT_OPAQUE_PORTS.includes(port));
  if (extra.length === 0) return undefined;
  return [...DEFAULT_OPAQUE_PORTS, ...extra].sort((a, b) => a - b).join(',');
}

/** Whether the pod talks to the brokers: for its own topics, or to hand on logs and metrics. */
export function usesKafka(microservice: ResolvedMicroservice): boolean {
  return microservice.sidecar || microservice.publishes.length > 0 || microservice.consumes.length > 0;
}

function podSpec(microservice: ResolvedMicroservice, volumes: PodVolumes): PodSpec {
  const { runtime } = microservice;
  const native = nativeSidecars(microservice);
  const job = microservice.kind === 'CronJob';
  const collector = microservice.sidecar && (native || !job) ? [collectorContainer(microservice)] : [];
  const init = [
    ...(native ? collector : []),
    ...(runtime.telemetry === 'java-agent' && microservice.sidecar ? [agentContainer(microservice)] : []),
    ...Object.entries(microservice.init).map(([name, extra]) =>
      extraContainer(microservice, name, extra, volumes.mountsOf(name)),
    ),
  ];
  return {
    ...spread(microservice),
    automountServiceAccountToken: microservice.kubernetesApi.length > 0,
    containers: [
      programContainer(microservice, volumes.mountsOf('main')),
      ...Object.entries(microservice.containers).map(([name, extra]) =>
        extraContainer(microservice, name, extra, volumes.mountsOf(name)),
      ),
      ...(native ? [] : collector),
    ],
    enableServiceLinks: false,
    ...(init.length === 0 ? {} : { initContainers: init }),
    ...nodes(microservice),
    priorityClassName: microservice.priority,
    ...(job ? { restartPolicy: 'Never' as const } : {}),
    securityContext: {
      fsGroup: runtime.group,
      runAsGroup: runtime.group,
      runAsNonRoot: true,
      runAsUser: runtime.user,
      seccompProfile: { type: 'RuntimeDefault' },
      ...(microservice.ports.some((port) => isPrivileged(port.number))
        ? { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] }
        : {}),
    },
    serviceAccountName: microservice.self.serviceAccount,
    terminationGracePeriodSeconds: graceSeconds(microservice),
    ...(volumes.volumes.length === 0 ? {} : { volumes: [...volumes.volumes] }),
  };
}

function nodes(microservice: ResolvedMicroservice): Pick<PodSpec, 'nodeSelector' | 'tolerations'> {
  const { arch, spot } = microservice.nodes;
  const tolerations = [
    ...(spot ? [tolerated('karpenter.sh/capacity-type', 'spot')] : []),
    // nodes of that kind keep away images that are built for the other
    ...(arch === 'arm64' ? [tolerated('kubernetes.io/arch', 'arm64')] : []),
  ];
  return {
    ...(arch ? { nodeSelector: { 'kubernetes.io/arch': arch } } : {}),
    ...(tolerations.length === 0 ? {} : { tolerations }),
  };
}

const tolerated = (key: string, value: string): Toleration => ({
  key,
  operator: 'Equal',
  value,
  effect: 'NoSchedule',
});

/** Spot nodes if there are any: capacity that AWS has taken back must not keep a pod waiting. */
function spotAffinity(microservice: ResolvedMicroservice): NonNullable<PodSpec['affinity']> {
  if (!microservice.nodes.spot) return {};
  const expression = { key: 'karpenter.sh/capacity-type', operator: 'In' as const, values: ['spot'] };
  return {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { preference: { matchExpressions: [expression] }, weight: 100 },
      ],
    },
  };
}

/** Replicas go to different zones if they must, and to different nodes if they can. */
function spread(microservice: ResolvedMicroservice): Pick<PodSpec, 'affinity' | 'topologySpreadConstraints'> {
  const onSpot = spotAffinity(microservice);
  if (microservice.kind === 'CronJob' || mostReplicas(microservice.scale) < 2)
    return microservice.nodes.spot ? { affinity: onSpot } : {};
  const labelSelector = { matchLabels: selectorOf(microservice) };
  const constraint = (
    topologyKey: string,
    whenUnsatisfiable: TopologySpreadConstraint['whenUnsatisfiable'],
  ): TopologySpreadConstraint => ({
    labelSelector,
    ...(microservice.kind === 'Deployment' ? { matchLabelKeys: ['pod-template-hash'] } : {}),
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable,
  });
  return {
    affinity: {
      ...onSpot,
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { podAffinityTerm: { labelSelector, topologyKey: 'kubernetes.io/hostname' }, weight: 100 },
        ],
      },
    },
    topologySpreadConstraints: [
      constraint(
        'topology.kubernetes.io/zone',
        microservice.environment.highlyAvailable ? 'DoNotSchedule' : 'ScheduleAnyway',
      ),
      constraint('kubernetes.io/hostname', 'ScheduleAnyway'),
    ],
  };
}
