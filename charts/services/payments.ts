import { secret } from '../../src/model/address';
import { grpc } from '../../src/model/ports';
import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { paymentProvider, paymentsDatabase } from '../stores';
import { commerce } from '../teams';
import { paymentSettled } from '../topics';
import { identity } from './identity';

/** Charges cards at the payment provider and tells when money has moved. */
export const payments = microservice('payments', {
  description: 'Charges cards at the payment provider',
  team: commerce,
  runtime: rust(),
  serves: { grpc: grpc(50051, 'shop.payments.v1.Payments', ['Charge', 'Refund', 'Get']) },
  calls: [paymentProvider({ timeout: '5s' }), identity.grpc('GetCustomer', { timeout: '300ms', retries: 2 })],
  stores: [paymentsDatabase({ maxConnections: 10 })],
  publishes: [paymentSettled],
  env: { PROVIDER_TOKEN: secret('provider', 'token'), PROVIDER_URL: paymentProvider.url },
  migration: { args: ['migrate'] },
  priority: 'critical',
  scale: { dev: 1, staging: 2, production: { min: 3, max: 12 } },
  slo: { availability: 99.95, latency: { percentile: 95, under: '2000ms' } },
});
