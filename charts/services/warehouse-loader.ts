import { rust } from '../../src/model/runtime';
import { consume } from '../../src/model/topic';
import { microservice } from '../environments';
import { warehouse } from '../stores';
import { data } from '../teams';
import { lakeEvents, orderPlaced, settlementClosed } from '../topics';

/** Moves events from the data lake's topics into the warehouse, in large batches. */
export const warehouseLoader = microservice('warehouse-loader', {
  description: 'Moves events from the data lake into the warehouse',
  team: data,
  runtime: rust({ memory: '512Mi' }),
  consumes: [
    consume(lakeEvents, { lagPerReplica: 50_000 }),
    consume(orderPlaced, { lagPerReplica: 10_000 }),
    settlementClosed,
  ],
  stores: [warehouse({ maxConnections: 4 })],
  volumes: { batches: { scratch: '2Gi', mounts: { main: '/var/spool/batches' } } },
  resources: { cpu: '250m', memory: '512Mi', storage: '3Gi' },
  nodes: { spot: true },
  priority: 'batch',
  scale: { dev: 1, staging: 2, production: { min: 2, max: 12, lag: true } },
});
