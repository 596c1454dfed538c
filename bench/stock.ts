import { ApiObject, App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import * as fs from 'node:fs';
import type { BenchService, FleetSize } from './fleet';
import { collectorConfig, filesOf, servicesOf } from './fleet';

/** The same objects by cdk8s and cdk8s-plus as their documentation has it: a chart a microservice, `app.synth()`. */
class Microservice extends Chart {
  constructor(scope: Construct, service: BenchService) {
    const { name, port } = service;
    super(scope, name, {
      namespace: name,
      labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'shop' },
    });
    const metadata = { name };
    const account = new kplus.ServiceAccount(this, 'account', { metadata });
    const config = new kplus.ConfigMap(this, 'config', {
      metadata,
      data: { 'collector.yaml': collectorConfig(service) },
    });
    const deployment = new kplus.Deployment(this, 'workload', { metadata, serviceAccount: account });
    deployment.addContainer({
      name: 'app',
      image: `registry.example.com/${name}:${service.tag}`,
      envVariables: Object.fromEntries(
        [
          ['LOG_LEVEL', 'info'],
          ['PORT', String(port)],
          ...service.calls.map((callee, index) => [`UPSTREAM_${index}`, `http://${callee}.${callee}:8080`]),
        ].map(([key, value]) => [key!, kplus.EnvValue.fromValue(value!)]),
      ),
      ports: [{ name: 'grpc', number: port }],
      readiness: kplus.Probe.fromTcpSocket({ port }),
      liveness: kplus.Probe.fromTcpSocket({ port, failureThreshold: 5 }),
      resources: { cpu: { request: kplus.Cpu.millis(100) } },
    });
    const collector = deployment.addContainer({
      name: 'collector',
      image: 'registry.example.com/collector:0.150.0',
      args: ['--config=/etc/collector/collector.yaml'],
      resources: { cpu: { request: kplus.Cpu.millis(50) } },
    });
    collector.mount('/etc/collector', kplus.Volume.fromConfigMap(this, 'volume', config));
    deployment.exposeViaService({ name, ports: [{ name: 'grpc', port }] });
    new kplus.HorizontalPodAutoscaler(this, 'autoscaler', {
      metadata,
      target: deployment,
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(70))],
    });
    new kplus.NetworkPolicy(this, 'network', {
      metadata,
      selector: deployment,
      ingress: {
        default: kplus.NetworkPolicyTrafficDefault.DENY,
        rules: [{ peer: kplus.Pods.all(this, 'all'), ports: [kplus.NetworkPolicyPort.tcp(port)] }],
      },
    });
    // What cdk8s-plus has no class for.
    for (const manifest of Object.values(filesOf(service)).flat()) {
      if (['Namespace', 'PodDisruptionBudget', 'Server', 'ServiceMonitor'].includes(manifest.kind))
        new ApiObject(this, manifest.kind, { ...manifest });
    }
  }
}

const app = new App({ outdir: 'dist' });
for (const service of servicesOf(JSON.parse(fs.readFileSync('releases/fleet.json', 'utf8')) as FleetSize))
  new Microservice(app, service);
app.synth();
