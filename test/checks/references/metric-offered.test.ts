import { metricOffered } from '../../../src/checks/references/metric-offered';
import { judgeTable } from '../judging';

judgeTable(metricOffered, {
  'accepts what is recorded, what a component has, and what a workload says': {
    given: [
      'monitoring.coreos.com/v1 PrometheusRule m/r spec: {groups: [{rules: [{record: "a:b", expr: up}, {alert: A, expr: "sum by (pod) (rate(own_total{x=~\\"y\\"}[5m])) / on (pod) group_left (team) a:b > 1e3 and keda_scaler_active offset 5m"}]}]}',
      'argoproj.io/v1alpha1 Application argocd/keda spec: {destination: {namespace: keda}, source: {chart: keda, repoURL: https://charts.example, helm: {valuesObject: {}}}}',
      'apps/v1 Deployment m/w metadata: {annotations: {chartwright.dev/offers-metrics: "own_total, other"}}',
    ],
  },
  'finds a metric that nobody offers': {
    given: [
      'monitoring.coreos.com/v1 PrometheusRule m/r spec: {groups: [{rules: [{record: "a:b", expr: up2}, {alert: A, expr: "response_totl"}]}]}',
      'argoproj.io/v1alpha1 Application argocd/linkerd-control-plane spec: {destination: {namespace: linkerd}, source: {chart: linkerd-control-plane, repoURL: https://charts.example, helm: {valuesObject: {}}}}',
    ],
    found: [
      'PrometheusRule r spec.groups[0].rules[0].expr: reads metric up2, which nobody offers',
      'PrometheusRule r spec.groups[0].rules[1].expr: reads metric response_totl, which nobody offers: expected response_total or another of its source',
    ],
  },
  'reads dashboards and scalers': {
    given: [
      `grafana.integreatly.org/v1beta1 GrafanaDashboard g/d spec: {json: '{"panels":[{"targets":[{"expr":"sum(nope)"},{"expr":"level:error","datasource":{"type":"elasticsearch"}}]}]}'}`,
      'keda.sh/v1alpha1 ScaledObject m/s spec: {triggers: [{type: prometheus, metadata: {query: sum(missing)}}]}',
    ],
    found: [
      'GrafanaDashboard d spec.json: reads metric nope, which nobody offers',
      'ScaledObject s spec.triggers[0].metadata.query: reads metric missing, which nobody offers',
    ],
  },
});
