import { grpc } from '../../src/model/ports';
import { itself } from '../../src/model/microservice';
import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { storefront } from '../teams';
import { orderPlaced, productChanged } from '../topics';
import { catalog } from './catalog';

/** Suggests products from a model that each replica keeps on a volume and shares with its peers. */
export const recommendations = microservice('recommendations', {
  description: 'Suggests products from a model kept on a volume',
  team: storefront,
  runtime: rust({ memory: '512Mi' }),
  serves: {
    grpc: grpc(50051, 'shop.recommendations.v1.Recommendations', ['Suggest']),
    gossip: grpc(50052, 'shop.recommendations.v1.Peers'),
  },
  calls: [itself('gossip', { timeout: '1s' }), catalog.grpc('ListProducts', { timeout: '1s', retries: 2 })],
  consumes: [orderPlaced, productChanged],
  volumes: { model: { claim: '20Gi', mounts: { main: '/var/lib/model' } } },
  scale: { dev: 1, staging: 2, production: 3 },
  slo: { availability: 99.5, latency: { percentile: 95, under: '200ms' } },
});
