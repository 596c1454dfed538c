import { rust } from '../../src/model/runtime';
import { consume } from '../../src/model/topic';
import { microservice } from '../environments';
import { productIndex } from '../stores';
import { storefront } from '../teams';
import { productChanged, stockChanged } from '../topics';

/** Keeps the product index in step with catalog and stock. */
export const searchIndexer = microservice('search-indexer', {
  description: 'Writes products and stock into the search index',
  team: storefront,
  runtime: rust(),
  consumes: [productChanged, consume(stockChanged, { lagPerReplica: 1000 })],
  stores: [productIndex()],
  nodes: { spot: true },
  scale: { dev: 1, staging: 2, production: { min: 2, max: 12, lag: true } },
});
