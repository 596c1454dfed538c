import { collectorConfig } from '../../src/model/collector-config';
import type { CollectorConfig } from '../../src/model/collector-config';

const telemetry: CollectorConfig['service']['telemetry'] = {
  logs: { encoding: 'json', level: 'info' },
  metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
};

const sound: CollectorConfig = {
  extensions: { health_check: { endpoint: '0.0.0.0:13133' } },
  receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } } },
  processors: {
    memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
    batch: {},
  },
  exporters: { 'otlp_grpc/store': { endpoint: 'store:4317', tls: { insecure: true } } },
  service: {
    extensions: ['health_check'],
    telemetry,
    pipelines: {
      traces: { receivers: ['otlp'], processors: ['memory_limiter', 'batch'], exporters: ['otlp_grpc/store'] },
    },
  },
};

/** The compiler refuses these, too: what follows is for configurations that it cannot see. */
const checked = (config: CollectorConfig, distribution: 'contrib' | 'jaeger' = 'contrib'): unknown =>
  collectorConfig('gateway', distribution, config as never);

const withService = (change: Partial<CollectorConfig['service']>): CollectorConfig => ({
  ...sound,
  service: { ...sound.service, ...change },
});

describe('a collector’s configuration', () => {
  test('that is sound comes back as it is', () => {
    expect(checked(sound)).toBe(sound);
  });

  test('may not name a receiver, processor or exporter that nobody declares', () => {
    const pipelines = { logs: { receivers: ['kafka'], processors: ['filter'], exporters: ['debug'] } };
    expect(() => checked(withService({ pipelines }))).toThrow(
      [
        'the configuration of gateway cannot work',
        '  [gateway.service.pipelines.logs.receivers] names "kafka", which receivers does not declare, expected one of otlp',
        '  [gateway.service.pipelines.logs.processors] names "filter", which processors does not declare, expected one of memory_limiter, batch',
        '  [gateway.service.pipelines.logs.exporters] names "debug", which exporters does not declare, expected one of otlp_grpc/store',
      ].join('\n'),
    );
  });

  test('may not use a component that the image lacks', () => {
    expect(() => checked(sound, 'jaeger')).toThrow(
      '[gateway.extensions.health_check] the jaeger image has no such component',
    );
  });

  test('may not have a pipeline for a signal that does not exist', () => {
    const pipelines = { profiles: sound.service.pipelines.traces } as never;
    expect(() => checked(withService({ pipelines }))).toThrow('is no signal, expected one of traces, metrics, logs');
  });

  test('starts every extension that it lists', () => {
    expect(() => checked(withService({ extensions: ['file_storage'] }))).toThrow('names "file_storage"');
  });

  test('limits memory before anything else', () => {
    const pipelines = {
      traces: { receivers: ['otlp'], processors: ['batch', 'memory_limiter'], exporters: ['otlp_grpc/store'] },
    };
    expect(() => checked(withService({ pipelines }))).toThrow('memory_limiter must come first');
  });

  test('remembers its place only in storage that is started', () => {
    const file_log = {
      include: ['/var/log/*.log'],
      start_at: 'end',
      include_file_path: true,
      include_file_name: false,
      operators: [],
      storage: 'file_storage',
    } as const;
    expect(() => checked({ ...sound, receivers: { ...sound.receivers, file_log } })).toThrow(
      'names "file_storage", which is not among service.extensions',
    );
  });

  test('of Jaeger names only storages that it has', () => {
    const jaeger: CollectorConfig = {
      ...sound,
      extensions: {
        jaeger_storage: { backends: {} },
        jaeger_query: { storage: { traces: 'b' }, http: { endpoint: ':1' } },
      },
      exporters: { jaeger_storage_exporter: { trace_storage: 'a' } },
      service: {
        extensions: ['jaeger_storage'],
        telemetry,
        pipelines: { traces: { receivers: ['otlp'], processors: [], exporters: ['jaeger_storage_exporter'] } },
      },
    };
    expect(() => checked(jaeger, 'jaeger')).toThrow(
      '[gateway.exporters.jaeger_storage_exporter] names the storage "a"',
    );
    expect(() => checked(jaeger, 'jaeger')).toThrow('[gateway.extensions.jaeger_query] names the storage "b"');
  });
});
