import { topic } from './environments';
import { accounts, commerce, data, platform, storefront } from './teams';

const small = { dev: 3, staging: 6, production: 12 };
const large = { dev: 6, staging: 12, production: 48 };

export const orderPlaced = topic('orders.order-placed.v1', { owner: commerce, partitions: large, retention: '7d' });
export const orderCancelled = topic('orders.order-cancelled.v1', {
  owner: commerce,
  partitions: small,
  retention: '7d',
});
export const paymentSettled = topic('payments.payment-settled.v1', {
  owner: commerce,
  partitions: small,
  retention: '30d',
});
export const stockChanged = topic('inventory.stock-changed.v1', {
  owner: commerce,
  partitions: large,
  retention: '3d',
});
export const productChanged = topic('catalog.product-changed.v1', {
  owner: storefront,
  partitions: small,
  retention: '7d',
});
export const customerRegistered = topic('identity.customer-registered.v1', {
  owner: accounts,
  partitions: small,
  retention: '7d',
});
export const settlementClosed = topic('settlement.settlement-closed.v1', {
  owner: commerce,
  partitions: small,
  retention: '30d',
});

/** Written by the data lake's own jobs, outside this fleet. */
export const lakeEvents = topic('lake.events.v1', {
  owner: data,
  partitions: large,
  retention: '3d',
  publishedOutside: 'jobs of the data lake',
});

/** Transport of telemetry between the sidecars and the collectors that store it. */
export const telemetryLogs = topic('otlp.logs', {
  owner: platform,
  partitions: large,
  retention: '1d',
  publishedOutside: 'the collectors beside every microservice',
});
export const telemetryMetrics = topic('otlp.metrics', {
  owner: platform,
  partitions: large,
  retention: '1d',
  publishedOutside: 'the collectors beside every microservice',
});
/** Read by the gateway alone, in a group of its own name. */
export const TELEMETRY = [telemetryLogs, telemetryMetrics] as const;
