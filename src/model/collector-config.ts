import { UserError } from './faults';
import type { Fault } from './faults';

/** Signals that a pipeline may carry. */
export type Signal = 'traces' | 'metrics' | 'logs';

interface Tls {
  readonly ca_file?: string;
  readonly insecure?: boolean;
}

interface Sasl {
  readonly sasl: { readonly mechanism: 'AWS_MSK_IAM_OAUTHBEARER'; readonly aws_msk: { readonly region: string } };
}

interface SendingQueue {
  readonly queue_size?: number;
  readonly num_consumers?: number;
  readonly block_on_overflow?: boolean;
  readonly wait_for_result?: boolean;
}

interface KafkaTopic<Topic> {
  readonly encoding: 'otlp_proto';
  readonly topics?: Topic;
  readonly topic?: string;
}

interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly protocol_version: string;
  readonly client_id: string;
  readonly tls: { readonly insecure: false };
  readonly auth: Sasl;
}

interface Endpoint {
  readonly endpoint: string;
}

interface JaegerElasticsearch {
  readonly server_urls: readonly string[];
  readonly auth: {
    readonly basic: { readonly username: string; readonly password?: string; readonly password_file?: string };
  };
  readonly tls: Tls;
  readonly indices: Readonly<
    Partial<
      Record<
        'spans' | 'services' | 'dependencies' | 'sampling',
        {
          readonly shards: number;
          readonly replicas: number;
          readonly rotation: {
            readonly periodic: { readonly date_layout: string; readonly rollover_frequency?: string };
          };
        }
      >
    >
  >;
  readonly max_span_age?: string;
}

/** Receivers we use, with the keys we set (contrib 0.158.0; facts of their READMEs). */
interface Receivers {
  readonly otlp: { readonly protocols: { readonly grpc?: Endpoint; readonly http?: Endpoint } };
  readonly kafka: KafkaConnection & {
    readonly group_id: string;
    readonly initial_offset: 'earliest' | 'latest';
    readonly logs?: KafkaTopic<readonly string[]>;
    readonly metrics?: KafkaTopic<readonly string[]>;
    readonly message_marking: { readonly after: boolean; readonly on_error: boolean };
  };
  readonly file_log: {
    readonly include: readonly string[];
    readonly exclude?: readonly string[];
    readonly start_at: 'beginning' | 'end';
    readonly include_file_path: boolean;
    readonly include_file_name: boolean;
    readonly operators: readonly { readonly type: 'container'; readonly id: string }[];
    readonly storage?: string;
    readonly retry_on_failure?: { readonly enabled: boolean };
  };
}

/** Why a trace is kept; a type the processor does not know passes its validation and stops it at the start. */
type SamplingPolicy = { readonly name: string } & (
  | { readonly type: 'status_code'; readonly status_code: { readonly status_codes: readonly ('ERROR' | 'UNSET')[] } }
  | { readonly type: 'latency'; readonly latency: { readonly threshold_ms: number } }
  | { readonly type: 'probabilistic'; readonly probabilistic: { readonly sampling_percentage: number } }
);

interface Processors {
  readonly memory_limiter: {
    readonly check_interval: string;
    readonly limit_percentage: number;
    readonly spike_limit_percentage: number;
  };
  readonly batch: {
    readonly timeout?: string;
    readonly send_batch_size?: number;
    readonly send_batch_max_size?: number;
  };
  readonly resource: {
    readonly attributes: readonly {
      readonly key: string;
      readonly value?: string;
      readonly from_attribute?: string;
      readonly action: 'insert' | 'update' | 'upsert' | 'delete';
    }[];
  };
  readonly filter: { readonly error_mode: 'ignore'; readonly traces?: { readonly span: readonly string[] } };
  readonly transform: {
    readonly error_mode: 'ignore';
    readonly log_statements?: readonly string[];
    readonly metric_statements?: readonly string[];
    readonly trace_statements?: readonly string[];
  };
  readonly tail_sampling: {
    readonly decision_wait: string;
    readonly num_traces: number;
    readonly decision_cache: { readonly sampled_cache_size: number; readonly non_sampled_cache_size: number };
    /** A trace is kept when any of them wants it. */
    readonly policies: readonly SamplingPolicy[];
  };
  readonly k8s_attributes: {
    readonly auth_type: 'serviceAccount';
    readonly filter?: { readonly node: string };
    readonly extract: {
      readonly metadata: readonly string[];
      readonly labels?: readonly { readonly tag_name: string; readonly key: string; readonly from: 'pod' }[];
    };
    readonly pod_association: readonly {
      readonly sources: readonly { readonly from: 'resource_attribute'; readonly name: string }[];
    }[];
  };
}

interface Exporters {
  readonly otlp_grpc: Endpoint & { readonly tls: Tls; readonly sending_queue?: SendingQueue };
  readonly load_balancing: {
    readonly routing_key: 'traceID' | 'service';
    readonly protocol: { readonly otlp: { readonly tls: Tls; readonly sending_queue?: SendingQueue } };
    /** The port is a text there. */
    readonly resolver: { readonly dns: { readonly hostname: string; readonly port: string } };
  };
  readonly kafka: KafkaConnection & {
    readonly logs?: KafkaTopic<never>;
    readonly metrics?: KafkaTopic<never>;
    readonly partition_metrics_by_resource_attributes?: boolean;
    readonly producer: {
      readonly compression: 'zstd' | 'none';
      readonly required_acks: -1 | 0 | 1;
      readonly max_message_bytes: number;
      readonly allow_auto_topic_creation: false;
    };
  };
  readonly prometheus_remote_write: Endpoint & {
    readonly tls?: Tls;
    readonly max_batch_request_parallelism: number;
    readonly resource_to_telemetry_conversion: { readonly enabled: boolean };
    readonly target_info: { readonly enabled: boolean };
  };
  readonly elasticsearch: {
    readonly endpoints: readonly string[];
    readonly user: string;
    readonly password: string;
    readonly tls: Tls;
    readonly retry?: { readonly enabled: boolean; readonly max_retries: number };
    readonly sending_queue?: SendingQueue;
  };
  readonly jaeger_storage_exporter: { readonly trace_storage: string };
}

interface Extensions {
  readonly health_check: Endpoint;
  readonly healthcheckv2: { readonly use_v2: true; readonly http: Endpoint };
  readonly file_storage: { readonly directory: string; readonly create_directory?: boolean };
  readonly jaeger_query: {
    readonly storage: { readonly traces: string };
    readonly http: Endpoint;
    readonly grpc?: Endpoint;
    readonly max_clock_skew_adjust?: string;
  };
  readonly jaeger_storage: {
    readonly backends: Readonly<Record<string, { readonly elasticsearch: JaegerElasticsearch }>>;
  };
}

/** `kafka` or `kafka/logs`: a component's type, and a name where there are several. */
type Id<Type extends string> = Type | `${Type}/${string}`;
type Declared<Kinds> = { readonly [K in keyof Kinds & string as Id<K>]?: Kinds[K] };

/** One pipeline: every name in it must be declared. */
export interface Pipeline<R extends string = string, P extends string = string, E extends string = string> {
  readonly receivers: readonly R[];
  readonly processors: readonly P[];
  readonly exporters: readonly E[];
}

/** A collector's configuration in the collector's own spelling. */
export interface CollectorConfig {
  readonly extensions: Declared<Extensions>;
  readonly receivers: Declared<Receivers>;
  readonly processors: Declared<Processors>;
  readonly exporters: Declared<Exporters>;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: { readonly [K in Id<Signal>]?: Pipeline };
    readonly telemetry: {
      readonly logs: { readonly encoding: 'json'; readonly level: 'info' | 'warn' };
      readonly metrics: {
        readonly readers: readonly {
          readonly pull: {
            readonly exporter: { readonly prometheus: { readonly host: string; readonly port: number } };
          };
        }[];
      };
    };
  };
}

/** The same, its pipelines naming only what it declares. */
type Coherent<C extends CollectorConfig> = C & {
  readonly service: {
    readonly extensions: readonly (keyof C['extensions'] & string)[];
    readonly pipelines: Readonly<
      Record<
        string,
        Pipeline<keyof C['receivers'] & string, keyof C['processors'] & string, keyof C['exporters'] & string>
      >
    >;
  };
};

type Section = 'receivers' | 'processors' | 'exporters' | 'extensions';

/** Programs that read such a configuration, and the components of ours that their images contain. */
const DISTRIBUTIONS = {
  /** OpenTelemetry Collector contrib 0.158.0. */
  contrib: {
    receivers: ['otlp', 'kafka', 'file_log'],
    processors: ['memory_limiter', 'batch', 'resource', 'filter', 'transform', 'k8s_attributes', 'tail_sampling'],
    exporters: ['otlp_grpc', 'load_balancing', 'kafka', 'prometheus_remote_write', 'elasticsearch'],
    extensions: ['health_check', 'healthcheckv2', 'file_storage'],
  },
  /** Jaeger 2.20.0, a collector of its own with few components beside storage and query. */
  jaeger: {
    receivers: ['otlp', 'kafka'],
    processors: ['batch', 'memory_limiter', 'filter'],
    exporters: ['otlp_grpc', 'jaeger_storage_exporter'],
    extensions: ['healthcheckv2', 'jaeger_query', 'jaeger_storage'],
  },
} as const satisfies Record<string, Record<Section, readonly string[]>>;

export type Distribution = keyof typeof DISTRIBUTIONS;

/**
 * Checks what the compiler cannot see, and gives the configuration back: components that the image lacks, names that a
 * pipeline uses and nobody declares, storage that is not there.
 * @throws UserError with all faults at once
 */
export function collectorConfig<const C extends CollectorConfig>(
  name: string,
  distribution: Distribution,
  config: Coherent<C>,
): C {
  const faults = [
    ...unknownComponents(name, distribution, config),
    ...undeclared(name, config),
    ...order(name, config),
  ];
  if (faults.length > 0) throw new UserError(`the configuration of ${name} cannot work`, faults);
  return config;
}

const SECTIONS: readonly Section[] = ['receivers', 'processors', 'exporters', 'extensions'];

function unknownComponents(name: string, distribution: Distribution, config: CollectorConfig): Fault[] {
  const known = DISTRIBUTIONS[distribution];
  return SECTIONS.flatMap((section) =>
    Object.keys(config[section])
      .filter((id) => !(known[section] as readonly string[]).includes(typeOf(id)))
      .map((id) => ({
        where: `${name}.${section}.${id}`,
        what: `the ${distribution} image has no such component, expected one of ${known[section].join(', ')}`,
      })),
  );
}

function undeclared(name: string, config: CollectorConfig): Fault[] {
  const faults: Fault[] = [];
  const check = (where: string, section: Section, ids: readonly string[]): void => {
    const declared = Object.keys(config[section]);
    for (const id of ids) {
      if (declared.includes(id)) continue;
      faults.push({
        where,
        what: `names "${id}", which ${section} does not declare, expected one of ${declared.join(', ')}`,
      });
    }
  };
  for (const [id, pipeline] of pipelinesOf(config)) {
    if (!['traces', 'metrics', 'logs'].includes(typeOf(id))) {
      faults.push({
        where: `${name}.service.pipelines.${id}`,
        what: 'is no signal, expected one of traces, metrics, logs',
      });
    }
    check(`${name}.service.pipelines.${id}.receivers`, 'receivers', pipeline.receivers);
    check(`${name}.service.pipelines.${id}.processors`, 'processors', pipeline.processors);
    check(`${name}.service.pipelines.${id}.exporters`, 'exporters', pipeline.exporters);
  }
  check(`${name}.service.extensions`, 'extensions', config.service.extensions);
  return [...faults, ...storage(name, config)];
}

/** What `otelcol validate` does not see: storage that is named but not started, and traces for a storage nobody has. */
function storage(name: string, config: CollectorConfig): Fault[] {
  const faults: Fault[] = [];
  const started = config.service.extensions;
  for (const [id, receiver] of Object.entries(config.receivers)) {
    if (
      receiver === undefined ||
      !('storage' in receiver) ||
      receiver.storage === undefined ||
      started.includes(receiver.storage)
    )
      continue;
    faults.push({
      where: `${name}.receivers.${id}.storage`,
      what: `names "${receiver.storage}", which is not among service.extensions`,
    });
  }
  const backends = Object.keys(config.extensions.jaeger_storage?.backends ?? {});
  const uses: (readonly [where: string, backend: string])[] = [
    ...(config.exporters.jaeger_storage_exporter
      ? [['exporters.jaeger_storage_exporter', config.exporters.jaeger_storage_exporter.trace_storage] as const]
      : []),
    ...(config.extensions.jaeger_query
      ? [['extensions.jaeger_query', config.extensions.jaeger_query.storage.traces] as const]
      : []),
  ];
  for (const [where, backend] of uses) {
    if (!backends.includes(backend)) {
      faults.push({
        where: `${name}.${where}`,
        what: `names the storage "${backend}", expected one of ${backends.join(', ')}`,
      });
    }
  }
  return faults;
}

/** The memory limiter refuses what comes in, which only works in the first place. */
function order(name: string, config: CollectorConfig): Fault[] {
  return pipelinesOf(config).flatMap(([id, pipeline]) => {
    const place = pipeline.processors.findIndex((each) => typeOf(each) === 'memory_limiter');
    return place > 0
      ? [{ where: `${name}.service.pipelines.${id}.processors`, what: 'memory_limiter must come first' }]
      : [];
  });
}

const pipelinesOf = (config: CollectorConfig): [string, Pipeline][] =>
  Object.entries(config.service.pipelines) as [string, Pipeline][];

const typeOf = (id: string): string => id.split('/', 1)[0]!;
