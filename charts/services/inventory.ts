import { grpc } from '../../src/model/ports';
import { rust } from '../../src/model/runtime';
import { consume } from '../../src/model/topic';
import { microservice } from '../environments';
import { inventoryDatabase, stockCache } from '../stores';
import { commerce } from '../teams';
import { orderCancelled, orderPlaced, stockChanged } from '../topics';

/** Counts what is in stock and reserves it for orders. */
export const inventory = microservice('inventory', {
  description: 'Counts stock and reserves it for orders',
  team: commerce,
  runtime: rust(),
  serves: { grpc: grpc(50051, 'shop.inventory.v1.Inventory', ['GetStock', 'Reserve', 'Release']) },
  stores: [inventoryDatabase({ maxConnections: 20 }), stockCache()],
  publishes: [stockChanged],
  consumes: [consume(orderPlaced, { lagPerReplica: 200 }), orderCancelled],
  migration: { args: ['migrate'] },
  priority: 'critical',
  scale: { dev: 1, staging: 2, production: { min: 3, max: 12, cpu: 70, lag: true } },
  slo: { availability: 99.95, latency: { percentile: 99, under: '100ms' } },
});
