import type { Check } from '../check';
import { endpointsOf } from './collector-endpoints';
import { serviceFault } from './service-ports';

/** A collector sends to something that exists. */
export const collectorEndpoint: Check = {
  id: 'collector-endpoint',
  severity: 'error',
  what: 'Every endpoint inside the cluster to which a collector sends is a Service with that port.',
  why: 'The collector retries, fills its queue and then drops: traces, metrics or logs are missing, and nobody is told.',
  remediation: 'Name a Service and one of its ports; an operator names the one of collector x `x-collector`.',
  peers: [],
  source: 'https://opentelemetry.io/docs/collector/configuration/#exporters',
  run: (tree, report) => {
    for (const { collector, path, exporter, service, namespace, port } of endpointsOf(tree)) {
      const fault = serviceFault(tree, namespace, service, port);
      if (fault) report(collector.at, path, `${exporter} ${fault.message}`);
    }
  },
};
