import type { Fleet } from '../src/model/fleet';
import { environments } from './environments';
import { argocd } from './platform/argocd';
import { certManager, clusterIssuer, trustManager } from './platform/cert-manager';
import { eckCrds, eckOperator, elasticsearch } from './platform/elasticsearch';
import { elasticsearchMetrics } from './platform/elasticsearch-metrics';
import { externalSecrets, secretStore } from './platform/external-secrets';
import { gatewayApi } from './platform/gateway-api';
import { grafana, grafanaOperator } from './platform/grafana/grafana';
import { jaeger } from './platform/jaeger';
import { karpenter, karpenterCrds, nodePools } from './platform/karpenter';
import { kafkaMetrics } from './platform/kafka-metrics';
import { kafkaScaling, keda } from './platform/keda';
import { kibana } from './platform/kibana';
import { kubernetes } from './platform/kubernetes';
import { linkerd, linkerdCni, linkerdCrds, linkerdTrust } from './platform/linkerd';
import { linkerdViz } from './platform/linkerd-viz';
import { awsLoadBalancerController, externalDns } from './platform/load-balancers';
import { metricsServer } from './platform/metrics-server';
import { openTelemetry } from './platform/opentelemetry/gateway';
import { nodeLogs } from './platform/opentelemetry/node-logs';
import { openTelemetryOperator } from './platform/opentelemetry/operator';
import { traceSampler } from './platform/opentelemetry/trace-sampler';
import { prometheus } from './platform/prometheus';
import { prometheusOperatorCrds } from './platform/prometheus-crds';
import { cloudStack, pulumiOperator } from './platform/pulumi';
import { RUNBOOKS } from './platform/runbooks';
import { storage } from './platform/storage';
import { trustBundle } from './platform/trust-bundle';
import { bff } from './services/bff';
import { catalog } from './services/catalog';
import { identity } from './services/identity';
import { inventory } from './services/inventory';
import { loadGenerator } from './services/load-generator';
import { notifications } from './services/notifications';
import { orders } from './services/orders';
import { payments } from './services/payments';
import { pricing } from './services/pricing';
import { recommendations } from './services/recommendations';
import { searchIndexer } from './services/search-indexer';
import { settlement } from './services/settlement';
import { warehouseLoader } from './services/warehouse-loader';

/** Everything that is deployed: one line for each microservice and each add-on. */
export const fleet: Fleet = {
  name: 'shop',
  environments,
  platform: {
    mesh: linkerd.offers.mesh,
    dns: kubernetes.offers.dns,
    collector: openTelemetry.offers.gateway,
    collectorImage: openTelemetry.offers.collectorImage,
    javaAgentImage: openTelemetry.offers.javaAgentImage,
    scraper: prometheus.offers.scraper,
    secretStore: secretStore.offers.store,
    kafkaScaler: kafkaScaling.offers.authentication,
    prometheusUrl: prometheus.offers.url,
    grafana: grafana.offers.instance,
    argocdNamespace: argocd.offers.namespace,
    runbooks: RUNBOOKS,
  },
  addOns: [
    argocd,
    awsLoadBalancerController,
    certManager,
    cloudStack,
    clusterIssuer,
    eckCrds,
    eckOperator,
    elasticsearch,
    elasticsearchMetrics,
    externalDns,
    externalSecrets,
    gatewayApi,
    grafana,
    grafanaOperator,
    jaeger,
    kafkaMetrics,
    kafkaScaling,
    karpenter,
    karpenterCrds,
    keda,
    kibana,
    kubernetes,
    linkerd,
    linkerdCni,
    linkerdCrds,
    linkerdTrust,
    linkerdViz,
    metricsServer,
    nodeLogs,
    nodePools,
    openTelemetry,
    openTelemetryOperator,
    prometheus,
    prometheusOperatorCrds,
    pulumiOperator,
    secretStore,
    storage,
    traceSampler,
    trustBundle,
    trustManager,
  ],
  microservices: [
    bff,
    catalog,
    identity,
    inventory,
    loadGenerator,
    notifications,
    orders,
    payments,
    pricing,
    recommendations,
    searchIndexer,
    settlement,
    warehouseLoader,
  ],
};
