import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Manifest } from '../model/manifest';
import type { ResolvedMicroservice } from '../model/resolved';
import { cronJob, migration } from './job';
import { alertRules } from './alerts';
import { autoscaler, disruptionBudget, scaledObject } from './autoscaling';
import { collectorConfig } from './collector';
import { dashboard } from './dashboard';
import { apiRights, serviceAccount } from './identity';
import { authorization } from './mesh';
import { podMonitor } from './monitor';
import { migrationPolicy, networkPolicy } from './network';
import { withOverride } from './overrides';
import { routes } from './routes';
import { externalSecrets } from './secrets';
import { services, targetGroupBindings } from './service';
import { configuration } from './volumes';
import { deployment, statefulSet } from './workload';

/** A generated manifest and the key under which its owner may adjust it. */
type Entry = readonly [key: string, manifest: object | undefined];

/** What runs: identity, configuration, secrets, pods, Service and scaling. */
export class WorkloadChart extends Chart {
  constructor(scope: Construct, microservice: ResolvedMicroservice) {
    super(scope, 'workload');
    place(this, microservice, workloadEntries(microservice));
  }
}

function workloadEntries(microservice: ResolvedMicroservice): readonly Entry[] {
  const { service, peers } = services(microservice);
  return [
    ['serviceAccount', serviceAccount(microservice)],
    ...apiRights(microservice).map((right, index): Entry => [`rights-${index}`, right]),
    ['configuration', configuration(microservice)],
    ...externalSecrets(microservice).map((secret): Entry => [`secret-${secret.metadata.name}`, secret]),
    ['migration', migration(microservice)],
    workload(microservice),
    ['service', service],
    ['peers', peers],
    ['autoscaler', autoscaler(microservice)],
    ['scaledObject', scaledObject(microservice)],
    ['disruptionBudget', disruptionBudget(microservice)],
  ];
}

function workload(microservice: ResolvedMicroservice): Entry {
  switch (microservice.kind) {
    case 'Deployment':
      return ['deployment', deployment(microservice)];
    case 'StatefulSet':
      return ['statefulSet', statefulSet(microservice)];
    case 'CronJob':
      return ['cronJob', cronJob(microservice)];
  }
}

/** Who may talk to whom: network policies, mesh authorization, routes and the way in from outside. */
export class NetworkChart extends Chart {
  constructor(scope: Construct, microservice: ResolvedMicroservice) {
    super(scope, 'network');
    place(this, microservice, networkEntries(microservice));
  }
}

function networkEntries(microservice: ResolvedMicroservice): readonly Entry[] {
  return [
    ['networkPolicy', networkPolicy(microservice)],
    ['migrationPolicy', migrationPolicy(microservice)],
    ...authorization(microservice),
    ...routes(microservice),
    ...targetGroupBindings(microservice).map((binding): Entry => [`binding-${binding.metadata.name}`, binding]),
  ];
}

/** What it tells: the collector's configuration, monitors, alerts and its dashboard. */
export class TelemetryChart extends Chart {
  constructor(scope: Construct, microservice: ResolvedMicroservice) {
    super(scope, 'telemetry');
    place(this, microservice, telemetryEntries(microservice));
  }
}

function telemetryEntries(microservice: ResolvedMicroservice): readonly Entry[] {
  return [
    ['collector', microservice.sidecar ? collectorConfig(microservice) : undefined],
    ['podMonitor', podMonitor(microservice)],
    ['rules', alertRules(microservice)],
    ['dashboard', dashboard(microservice)],
  ];
}

function place(chart: Chart, microservice: ResolvedMicroservice, entries: readonly Entry[]): void {
  for (const [key, manifest] of entries) {
    if (manifest === undefined) continue;
    new ApiObject(chart, key, withOverride(key, manifest as Manifest, microservice.overrides));
  }
}

/** All charts of one microservice, each a file of its folder. */
export function microserviceCharts(scope: Construct, microservice: ResolvedMicroservice): void {
  new WorkloadChart(scope, microservice);
  new NetworkChart(scope, microservice);
  new TelemetryChart(scope, microservice);
}

/** The keys of the manifests in these charts, under which the owner may adjust them. */
export function manifestKeys(microservice: ResolvedMicroservice): readonly string[] {
  const entries = [
    ...workloadEntries(microservice),
    ...networkEntries(microservice),
    ...telemetryEntries(microservice),
  ];
  return entries.flatMap(([key, manifest]) => (manifest === undefined ? [] : [key]));
}
