import type { Container, EnvVar, Probe as ProbeSpec, SecurityContext, VolumeMount } from '../../imports/kubernetes';
import { atLeast } from '../model/environment';
import type { ResolvedContainer, ResolvedMicroservice, ResolvedPort, ResolvedVariable } from '../model/resolved';
import type { Health, Probe, ProbeTiming, Resources } from '../model/runtime';
import { COLLECTOR_FILE, COLLECTOR_PORTS } from './collector';

/** Room for logs and writable folders where nothing else is said. */
const DEFAULT_STORAGE = '128Mi';

/** What the collector needs for a few hundred spans a second; memory_limiter keeps it below the limit. */
const COLLECTOR_RESOURCES: Resources = { cpu: '50m', memory: '128Mi', storage: '64Mi' };

/** The agent is 25 MB and copied once. */
const AGENT_RESOURCES: Resources = { cpu: '50m', memory: '64Mi', storage: '64Mi' };

export const AGENT_VOLUME = 'java-agent';
const AGENT_FOLDER = '/otel-agent';

/** Privileges of every container: none (Pod Security Standard `restricted`, and a read-only root). */
export function securityContext(user?: number, group?: number, ports: readonly number[] = []): SecurityContext {
  return {
    allowPrivilegeEscalation: false,
    // images for such ports often mark their program with this capability, which then starts only where it is allowed
    capabilities: { ...(ports.some(isPrivileged) ? { add: ['NET_BIND_SERVICE'] } : {}), drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    ...(user === undefined ? {} : { runAsUser: user }),
    ...(group === undefined ? {} : { runAsGroup: group }),
  };
}

/** Below this, ports are root's unless the pod says otherwise. */
export const isPrivileged = (port: number): boolean => port < 1024;

/** Requests and limits: no CPU limit unless asked for, because it throttles start-up and the tail of latency. */
export function resourceRequirements(resources: Resources): NonNullable<Container['resources']> {
  const { cpu, cpuLimit, memory, memoryLimit = memory, storage = DEFAULT_STORAGE } = resources;
  return {
    requests: { cpu, 'ephemeral-storage': storage, memory },
    limits: { ...(cpuLimit === undefined ? {} : { cpu: cpuLimit }), 'ephemeral-storage': storage, memory: memoryLimit },
  };
}

/** Variables as Kubernetes spells them. */
export function environmentVariables(variables: readonly ResolvedVariable[]): EnvVar[] {
  return variables.map((variable) => {
    if ('secret' in variable) return { name: variable.name, valueFrom: { secretKeyRef: variable.secret } };
    if ('field' in variable) return { name: variable.name, valueFrom: { fieldRef: { fieldPath: variable.field } } };
    return { name: variable.name, value: variable.value };
  });
}

/** The program itself. */
export function programContainer(microservice: ResolvedMicroservice, volumeMounts: readonly VolumeMount[]): Container {
  const { runtime } = microservice;
  const ports = containerPorts(microservice);
  return {
    name: microservice.name,
    image: microservice.image,
    imagePullPolicy: 'Always', // one request to the registry at start; the node's cache is never trusted
    ...(microservice.command === undefined ? {} : { command: [...microservice.command] }),
    ...(microservice.args === undefined ? {} : { args: [...microservice.args] }),
    ...(ports.length === 0 ? {} : { ports }),
    env: [...telemetryVariables(microservice), ...environmentVariables(microservice.variables)],
    ...(microservice.kind === 'CronJob' ? {} : probes(runtime.health)),
    ...(microservice.kind === 'CronJob' ? {} : preStop(microservice)),
    resources: resourceRequirements(microservice.resources),
    securityContext: securityContext(
      runtime.user,
      runtime.group,
      ports.map((port) => port.containerPort),
    ),
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
  };
}

function containerPorts(microservice: ResolvedMicroservice): NonNullable<Container['ports']> {
  const ports = new Map<string, { name: string; containerPort: number; protocol: 'TCP' | 'UDP' }>();
  const add = (name: string, containerPort: number, protocol: 'TCP' | 'UDP' = 'TCP'): void => {
    const key = `${protocol}/${containerPort}`;
    if (!ports.has(key)) ports.set(key, { name, containerPort, protocol });
  };
  for (const port of servedBy(microservice)) add(port.name, port.number, transportOf(port));
  const beside = Object.values(microservice.containers).flatMap((each) => Object.values(each.ports));
  if (microservice.scrape && !beside.includes(microservice.scrape.port))
    add(microservice.scrape.portName, microservice.scrape.port);
  const health = healthPort(microservice);
  if (health !== undefined && microservice.kind !== 'CronJob') add('health', health);
  return [...ports.values()];
}

/** Ports that a container serves to others; the program, where none is named. */
const servedBy = ({ ports }: ResolvedMicroservice, container?: string): readonly ResolvedPort[] =>
  ports.filter((port) => port.container === container);

const transportOf = ({ protocol }: ResolvedPort): 'TCP' | 'UDP' => (protocol === 'udp' ? 'UDP' : 'TCP');

/** Port of the probes, where it is a number rather than a command. */
export function healthPort(microservice: ResolvedMicroservice): number | undefined {
  const { health } = microservice.runtime;
  for (const probe of [health?.readiness, health?.liveness, health?.startup]) {
    if (probe === undefined) continue;
    if ('grpc' in probe) return probe.grpc.port;
    if ('http' in probe) return probe.http.port;
    if ('tcp' in probe) return probe.tcp.port;
  }
  return undefined;
}

function probes(health: Health | undefined): Pick<Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'> {
  if (!health) return {};
  const period = 5;
  const budget = Math.ceil((health.startupSeconds ?? 60) / period);
  return {
    ...(health.startup
      ? { startupProbe: { periodSeconds: period, failureThreshold: budget, ...asked(health.startup) } }
      : {}),
    ...(health.liveness ? { livenessProbe: { periodSeconds: 10, timeoutSeconds: 3, ...asked(health.liveness) } } : {}),
    ...(health.readiness
      ? { readinessProbe: { periodSeconds: period, timeoutSeconds: 3, ...asked(health.readiness) } }
      : {}),
  };
}

function asked(probe: Probe): ProbeSpec {
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold } = probe;
  const timing: ProbeTiming = { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold };
  return {
    ...handler(probe),
    ...Object.fromEntries(Object.entries(timing).filter(([, value]) => value !== undefined)),
  };
}

function handler(probe: Probe): ProbeSpec {
  if ('grpc' in probe)
    return {
      grpc: { port: probe.grpc.port, ...(probe.grpc.service === undefined ? {} : { service: probe.grpc.service }) },
    };
  if ('tcp' in probe) return { tcpSocket: { port: probe.tcp.port } };
  if ('exec' in probe) return { exec: { command: [...probe.exec] } };
  const { port, path, headers = {} } = probe.http;
  const httpHeaders = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return { httpGet: { path, port, ...(httpHeaders.length === 0 ? {} : { httpHeaders }) } };
}

/**
 * Seconds between the deletion of a pod and its SIGTERM, in which proxies and load balancers forget it.
 * An NLB keeps sending new connections to an address for minutes (aws-load-balancer-controller#2366).
 */
export function preStopSeconds(microservice: ResolvedMicroservice): number {
  return microservice.ports.some((port) => port.public.length > 0) ? 150 : 10;
}

/** Grace: the wait before SIGTERM, the drain, and five seconds for the rest. */
export function graceSeconds(microservice: ResolvedMicroservice): number {
  if (microservice.kind === 'CronJob') return 30;
  return preStopSeconds(microservice) + microservice.runtime.drainSeconds + 5;
}

function preStop(microservice: ResolvedMicroservice): Pick<Container, 'lifecycle'> {
  const seconds = preStopSeconds(microservice);
  if (atLeast(microservice.environment, '1.30')) return { lifecycle: { preStop: { sleep: { seconds } } } };
  if (microservice.runtime.shell) return { lifecycle: { preStop: { exec: { command: ['sleep', String(seconds)] } } } };
  return {}; // no shell and no sleep action: the program's own drain has to do
}

/** What OpenTelemetry's SDKs and agent read (specification 1.60). */
function telemetryVariables(microservice: ResolvedMicroservice): EnvVar[] {
  const { telemetry } = microservice.runtime;
  if (telemetry === 'none' || !microservice.sidecar) return [];
  const variables: Record<string, string> = {
    OTEL_SERVICE_NAME: microservice.name,
    OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${microservice.team.name},service.version=${microservice.version},deployment.environment.name=${microservice.environment.name}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${telemetry === 'java-agent' ? COLLECTOR_PORTS.http : COLLECTOR_PORTS.grpc}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: telemetry === 'java-agent' ? 'http/protobuf' : 'grpc',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_PROPAGATORS: 'tracecontext,baggage',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: String(microservice.environment.traceSampling.sent),
  };
  if (telemetry === 'java-agent') {
    // a quarter of the limit stays for metaspace, threads, buffers and the agent
    variables.JAVA_TOOL_OPTIONS = `-javaagent:${AGENT_FOLDER}/javaagent.jar -XX:MaxRAMPercentage=70 -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError`;
  }
  const own = new Set(microservice.variables.map(({ name }) => name));
  return Object.entries(variables).flatMap(([name, value]) => (own.has(name) ? [] : [{ name, value }]));
}

/** Where the program sees the Java agent. */
export const AGENT_MOUNT: VolumeMount = { name: AGENT_VOLUME, mountPath: AGENT_FOLDER, readOnly: true };

/** Copies the Java agent for the program. */
export function agentContainer(microservice: ResolvedMicroservice): Container {
  return {
    name: AGENT_VOLUME,
    image: microservice.platform.javaAgentImage,
    imagePullPolicy: 'Always',
    command: ['cp', '/javaagent.jar', `${AGENT_FOLDER}/javaagent.jar`],
    resources: resourceRequirements(AGENT_RESOURCES),
    securityContext: securityContext(microservice.runtime.user, microservice.runtime.group),
    volumeMounts: [{ name: AGENT_VOLUME, mountPath: AGENT_FOLDER }],
  };
}

/**
 * The telemetry sidecar, written out rather than injected: git shows its image and configuration, a missing operator cannot
 * start a pod without it, and a changed configuration rolls the pods through the hash.
 */
export function collectorContainer(microservice: ResolvedMicroservice): Container {
  const downward: Readonly<Record<string, string>> = {
    POD_NAME: 'metadata.name',
    POD_UID: 'metadata.uid',
    NODE_NAME: 'spec.nodeName',
  };
  return {
    name: 'collector',
    image: microservice.platform.collectorImage,
    imagePullPolicy: 'Always',
    ...(nativeSidecars(microservice) ? { restartPolicy: 'Always' } : {}),
    args: [`--config=/etc/collector/${COLLECTOR_FILE}`],
    env: Object.entries(downward).map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } })),
    ports: [{ name: 'otel-metrics', containerPort: COLLECTOR_PORTS.metrics, protocol: 'TCP' }],
    startupProbe: { httpGet: { path: '/', port: COLLECTOR_PORTS.health }, periodSeconds: 2, failureThreshold: 30 },
    livenessProbe: { httpGet: { path: '/', port: COLLECTOR_PORTS.health }, periodSeconds: 30, timeoutSeconds: 5 },
    resources: resourceRequirements(COLLECTOR_RESOURCES),
    securityContext: securityContext(10001, 10001),
    volumeMounts: [{ name: 'collector', mountPath: '/etc/collector', readOnly: true }],
  };
}

/** Whether init containers may go on running beside the program (Kubernetes 1.29). */
export function nativeSidecars(microservice: ResolvedMicroservice): boolean {
  return atLeast(microservice.environment, '1.29');
}

/** A container beside or before the program. */
export function extraContainer(
  microservice: ResolvedMicroservice,
  name: string,
  extra: ResolvedContainer,
  volumeMounts: readonly VolumeMount[],
): Container {
  const ports = [
    ...servedBy(microservice, name).map((port) => ({
      name: port.name,
      containerPort: port.number,
      protocol: transportOf(port),
    })),
    ...Object.entries(extra.ports).map(([portName, containerPort]) => ({
      name: portName,
      containerPort,
      protocol: 'TCP' as const,
    })),
  ];
  return {
    name,
    image: extra.image,
    imagePullPolicy: 'Always',
    ...(extra.command === undefined ? {} : { command: [...extra.command] }),
    ...(extra.args === undefined ? {} : { args: [...extra.args] }),
    ...(ports.length === 0 ? {} : { ports }),
    ...(extra.variables.length === 0 ? {} : { env: environmentVariables(extra.variables) }),
    ...probes(extra.health),
    resources: resourceRequirements(extra.resources),
    securityContext: securityContext(
      extra.user,
      extra.group,
      ports.map((port) => port.containerPort),
    ),
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
  };
}
