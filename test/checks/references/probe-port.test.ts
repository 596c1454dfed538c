import { probePort } from '../../../src/checks/references/probe-port';
import { judgeTable } from '../judging';

judgeTable(probePort, {
  'accepts ports by name and number, and probes that ask none': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}], readinessProbe: {httpGet: {port: http}}, livenessProbe: {grpc: {port: 8080}}, startupProbe: {exec: {command: [x]}}}]}}}',
    ],
  },
  'accepts a port that the mounted configuration opens': {
    given: [
      'v1 ConfigMap shop/collector data: {config.yaml: "receivers:\\n  otlp:\\n    protocols:\\n      grpc:\\n        endpoint: 127.0.0.1:4317\\nexporters:\\n  otlp:\\n    endpoint: a.example:1\\nservice:\\n  pipelines:\\n    traces: {receivers: [otlp], exporters: [otlp]}\\n"}',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, volumeMounts: [{name: v}], readinessProbe: {tcpSocket: {port: 4317}}}], volumes: [{name: v, configMap: {name: collector}}]}}}',
    ],
  },
  'finds a port of the container beside it': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, readinessProbe: {httpGet: {port: 9}}}, {name: side, ports: [{containerPort: 9}]}]}}}',
    ],
    found: [
      'Deployment web spec.template.spec.containers[0].readinessProbe.httpGet.port: asks port 9, which container web does not declare: there is none',
    ],
  },
  'finds a port on which nobody listens': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, ports: [{name: http, containerPort: 8080}], readinessProbe: {httpGet: {port: health}}, livenessProbe: {tcpSocket: {port: 9}}}]}}}',
    ],
    found: [
      'Deployment web spec.template.spec.containers[0].readinessProbe.httpGet.port: asks port health, which container web does not declare: expected 8080, http',
      'Deployment web spec.template.spec.containers[0].livenessProbe.tcpSocket.port: asks port 9, which container web does not declare: expected 8080, http',
    ],
  },
});
