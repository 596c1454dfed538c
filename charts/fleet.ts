import type { Fleet } from '../src/model/fleet';
import { environments } from './environments';
import { argocd } from './platform/argocd';
import { kubernetes } from './platform/kubernetes';
import { linkerd, linkerdCrds } from './platform/linkerd';
import { openTelemetry } from './platform/opentelemetry';
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
    scraper: { name: 'prometheus', namespace: 'monitoring', serviceAccount: 'prometheus', meshed: true, labels: { 'app.kubernetes.io/name': 'prometheus' } },
    secretStore: { kind: 'ClusterSecretStore', name: 'aws' },
    kafkaScaler: 'kafka',
    prometheusUrl: 'http://prometheus-operated.monitoring.svc:9090',
    grafana: { 'grafana.shop.example/instance': 'platform' },
    argocdNamespace: argocd.offers.namespace,
    runbooks: 'https://github.com/shop-example/platform/blob/main/docs/runbooks.md',
  },
  addOns: [argocd, kubernetes, linkerd, linkerdCrds, openTelemetry],
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
