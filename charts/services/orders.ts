import { grpc } from '../../src/model/ports';
import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { ordersDatabase } from '../stores';
import { commerce } from '../teams';
import { orderCancelled, orderPlaced, paymentSettled } from '../topics';
import { catalog } from './catalog';
import { inventory } from './inventory';
import { payments } from './payments';

/** Takes orders from the BFF, reserves stock and charges them through payments. */
export const orders = microservice('orders', {
  description: 'Takes orders, reserves stock and has them paid',
  team: commerce,
  runtime: rust(),
  serves: { grpc: grpc(50051, 'shop.orders.v1.Orders', ['Place', 'Cancel', 'Get', 'List']) },
  calls: [
    payments.grpc('Charge', { timeout: '2s' }),
    inventory.grpc('Reserve', { timeout: '500ms', retries: 2 }),
    catalog.grpc('GetProduct', { timeout: '300ms', retries: 2 }),
  ],
  stores: [ordersDatabase({ maxConnections: 20 })],
  publishes: [orderPlaced, orderCancelled],
  consumes: [paymentSettled],
  migration: { args: ['migrate'] },
  priority: 'critical',
  scale: { dev: 1, staging: 2, production: { min: 3, max: 30, cpu: 70 } },
  slo: { availability: 99.9, latency: { percentile: 99, under: '500ms' } },
});
