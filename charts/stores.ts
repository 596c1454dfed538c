import { outsideHost, store } from './environments';
import { elasticsearch } from './platform/elasticsearch';
import { accounts, commerce, data, storefront } from './teams';

const aurora = { dev: 200, staging: 400, production: 2000 };

export const identityDatabase = store('postgres', 'identity', { owner: accounts, connections: aurora });
export const ordersDatabase = store('postgres', 'orders', { owner: commerce, connections: aurora });
export const paymentsDatabase = store('postgres', 'payments', { owner: commerce, connections: aurora });
export const inventoryDatabase = store('postgres', 'inventory', { owner: commerce, connections: aurora });
export const catalogDatabase = store('postgres', 'catalog', { owner: storefront, connections: aurora });
export const sessions = store('redis', 'sessions', { owner: accounts });
export const stockCache = store('redis', 'stock', { owner: commerce });

/** The product index lies in the platform's Elasticsearch, beside the logs but in data streams of its own. */
export const productIndex = store('elasticsearch', 'products', {
  owner: storefront,
  place: elasticsearch.offers.place,
});

/** The data team runs it in every environment, and hands out its users. */
export const warehouse = store('warehouse', 'events', {
  owner: data,
  place: {
    in: 'vpc',
    host: {
      dev: 'events.warehouse.dev.data.internal',
      staging: 'events.warehouse.staging.data.internal',
      production: 'events.warehouse.production.data.internal',
    },
  },
});

export const paymentProvider = outsideHost('payment-provider', {
  host: {
    dev: 'api.sandbox.payments.example',
    staging: 'api.sandbox.payments.example',
    production: 'api.payments.example',
  },
  why: 'charges cards',
});

export const mailProvider = outsideHost('mail-provider', {
  host: { dev: 'api.sandbox.mail.example', staging: 'api.sandbox.mail.example', production: 'api.mail.example' },
  why: 'sends mail and push messages',
});
