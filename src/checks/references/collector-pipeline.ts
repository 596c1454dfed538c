import type { Check } from '../check';
import { collectorsOf, pathIn } from './collector-config';
import type { CollectorConfig, Stage } from '../tree/collector-ports';
import { expected } from './valid';

/** What a collector's pipelines name is configured. */
export const collectorPipeline: Check = {
  id: 'collector-pipeline',
  severity: 'error',
  what: "Pipelines and extensions of a collector's service are declared in its configuration, and every pipeline receives and exports.",
  why: 'The collector refuses to start with a name it has no configuration for: as a sidecar it keeps the whole pod from starting.',
  remediation: 'Declare the component under its section, or take its name out of the pipeline.',
  peers: ['otelcol validate'],
  source: 'https://opentelemetry.io/docs/collector/configuration/#service',
  run: (tree, report) => {
    for (const collector of collectorsOf(tree)) {
      const { service, extensions } = collector.config;
      for (const [pipeline, stages] of Object.entries(service?.pipelines ?? {}))
        for (const stage of ['receivers', 'processors', 'exporters'] as const) {
          const names = stages[stage] ?? [];
          const wrong = names.filter((name) => !isDeclared(collector.config, stage, name));
          if (wrong.length === 0 && (names.length > 0 || stage === 'processors')) continue;
          const path = pathIn(collector, `service.pipelines["${pipeline}"].${stage}`);
          const declared = declaredFor(collector.config, stage);
          if (names.length === 0 && stage !== 'processors')
            report(collector.at, path, `has pipeline ${pipeline} without ${stage}: ${expected(declared)}`);
          for (const name of wrong)
            report(
              collector.at,
              path,
              `has ${name} in ${stage} of pipeline ${pipeline}, which is not declared: ${expected(declared)}`,
            );
        }
      const known = Object.keys(extensions ?? {});
      for (const name of (service?.extensions ?? []).filter((each) => !known.includes(each)))
        report(
          collector.at,
          pathIn(collector, 'service.extensions'),
          `has extension ${name}, which is not declared: ${expected(known)}`,
        );
    }
  },
};

const isDeclared = (config: CollectorConfig, stage: Stage, name: string): boolean =>
  Object.hasOwn(config[stage] ?? {}, name) || (stage !== 'processors' && Object.hasOwn(config.connectors ?? {}, name));

/** A connector exports from one pipeline and receives in another. */
function declaredFor(config: CollectorConfig, stage: Stage): readonly string[] {
  const connectors = stage === 'processors' ? [] : Object.keys(config.connectors ?? {});
  return [...Object.keys(config[stage] ?? {}), ...connectors];
}
