import { graphql, grpc } from '../../src/model/ports';
import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { catalogDatabase, productIndex } from '../stores';
import { storefront } from '../teams';
import { productChanged } from '../topics';
import { inventory } from './inventory';
import { pricing } from './pricing';

/** Products: GraphQL for the BFF, gRPC for the other microservices. */
export const catalog = microservice('catalog', {
  description: 'Products, by GraphQL for the BFF and by gRPC for the rest',
  team: storefront,
  runtime: rust({ memory: '256Mi' }),
  serves: { graphql: graphql(8080), grpc: grpc(50051, 'shop.catalog.v1.Catalog', ['GetProduct', 'ListProducts']) },
  calls: [
    inventory.grpc('GetStock', { timeout: '200ms', retries: 2 }),
    pricing.grpc('Quote', { timeout: '200ms', retries: 1 }),
  ],
  stores: [catalogDatabase({ maxConnections: 15 }), productIndex({ access: 'read' })],
  publishes: [productChanged],
  migration: { args: ['migrate'] },
  scale: { dev: 1, staging: 2, production: { min: 3, max: 30 } },
  slo: { availability: 99.9, latency: { percentile: 99, under: '300ms' } },
});
