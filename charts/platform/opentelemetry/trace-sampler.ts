import type { NetworkPolicy } from '../../../imports/kubernetes';
import type { OpenTelemetryCollector } from '../../../imports/opentelemetry';
import { addOn } from '../../../src/model/add-on';
import type { AddOnContext } from '../../../src/model/add-on';
import { collectorConfig } from '../../../src/model/collector-config';
import { milliseconds } from '../../../src/model/duration';
import { PROXY } from '../../../src/model/linkerd';
import { guard } from '../authorization';
import { jaeger } from '../jaeger';
import { from, fromMeshed, networkPolicy, podsOf, toMesh, toMeshed } from '../network';
import { PEERS } from '../peers';
import { resources } from '../resources';
import { memoryLimiter, PORTS, serviceAccount, telemetry, tier } from './collector';
import { openTelemetryOperator } from './operator';

/** Who decides which traces are kept. */
export const SAMPLER = PEERS.traceSampler;

/** Looks at whole traces: programs cannot know at a trace's first span whether it will fail. */
export const traceSampler = addOn('trace-sampler', {
  why: 'Keeps every trace that failed or was slow, and a share of the others, so that Jaeger holds what people look for',
  namespace: SAMPLER.namespace,
  needs: [openTelemetryOperator, jaeger],
  namespaces: { [SAMPLER.namespace]: { denyByDefault: true } },
  offers: {
    peer: SAMPLER,
    /** Each pod's own address: whoever sends chooses one by the trace. */
    host: `${SAMPLER.name}-collector-headless.${SAMPLER.namespace}.svc.cluster.local`,
    port: PORTS.grpc,
  },
  manifests: (context) => ({
    sampler: [serviceAccount(SAMPLER.name, SAMPLER.namespace), sampler(context)],
    network: [network],
    policies,
  }),
});

function configuration(context: AddOnContext): OpenTelemetryCollector['spec']['config'] {
  const { host, port } = jaeger.offers.collector;
  const kept = context.environment.traceSampling.kept;
  return collectorConfig(SAMPLER.name, 'contrib', {
    extensions: { health_check: { endpoint: `0.0.0.0:${String(PORTS.health)}` } },
    receivers: { otlp: { protocols: { grpc: { endpoint: `0.0.0.0:${String(PORTS.grpc)}` } } } },
    processors: {
      memory_limiter: memoryLimiter,
      tail_sampling: {
        // longer than any deadline of a call, so that the last span has come
        decision_wait: '10s',
        num_traces: context.environment.highlyAvailable ? 100_000 : 10_000,
        // a span that comes later shares the fate of its trace
        decision_cache: { sampled_cache_size: 100_000, non_sampled_cache_size: 100_000 },
        policies: [
          { name: 'failed', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
          { name: 'slow', type: 'latency', latency: { threshold_ms: slowest(context) } },
          { name: 'share', type: 'probabilistic', probabilistic: { sampling_percentage: kept * 100 } },
        ],
      },
      batch: { timeout: '1s', send_batch_size: 8192 },
    },
    exporters: {
      otlp_grpc: {
        endpoint: `${host}:${String(port)}`,
        tls: { insecure: true }, // the mesh encrypts it and proves who sends
        sending_queue: { queue_size: 5000 },
      },
    },
    service: {
      extensions: ['health_check'],
      telemetry,
      pipelines: {
        traces: {
          receivers: ['otlp'],
          processors: ['memory_limiter', 'tail_sampling', 'batch'],
          exporters: ['otlp_grpc'],
        },
      },
    },
  });
}

/** Milliseconds after which a trace is slow for all: the most patient objective of the fleet, or a second without one. */
function slowest({ microservices }: AddOnContext): number {
  const objectives = microservices.flatMap(({ slo }) =>
    slo?.latency === undefined ? [] : [milliseconds(slo.latency.under) ?? 0],
  );
  return objectives.length === 0 ? 1000 : Math.max(...objectives);
}

/** A StatefulSet, because pods that keep their names keep their share of the traces. */
function sampler(context: AddOnContext): OpenTelemetryCollector {
  const { environment } = context;
  return {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: SAMPLER.name, namespace: SAMPLER.namespace },
    spec: {
      mode: 'statefulset',
      ...tier(SAMPLER, environment),
      replicas: environment.highlyAvailable ? 3 : 1,
      config: configuration(context),
      // undecided traces wait in memory: about 2 KiB for each span
      resources: environment.highlyAvailable ? resources('1', '4Gi') : resources('100m', '512Mi'),
    },
  };
}

const network: NetworkPolicy = networkPolicy(
  { name: SAMPLER.name, namespace: SAMPLER.namespace, pods: SAMPLER.labels },
  {
    ingress: [fromMeshed([podsOf(PEERS.collector), podsOf(PEERS.scraper)]), from([podsOf(PEERS.scraper)], PROXY.admin)],
    egress: [...toMesh, toMeshed([podsOf(jaeger.offers.collector.peer)])],
  },
);

const guarded = { namespace: SAMPLER.namespace, pods: SAMPLER.labels } as const;
const policies = [
  ...guard({
    ...guarded,
    name: `${SAMPLER.name}-grpc`,
    port: PORTS.grpc,
    protocol: 'gRPC',
    callers: [PEERS.collector],
  }),
  ...guard({
    ...guarded,
    name: `${SAMPLER.name}-metrics`,
    port: PORTS.metrics,
    protocol: 'HTTP/1',
    callers: [PEERS.scraper],
  }),
  ...guard({
    ...guarded,
    name: `${SAMPLER.name}-linkerd-admin`,
    port: 'linkerd-admin',
    protocol: 'HTTP/1',
    callers: [PEERS.scraper],
  }),
];
