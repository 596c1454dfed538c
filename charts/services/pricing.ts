import { grpc } from '../../src/model/ports';
import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { storefront } from '../teams';
import { inventory } from './inventory';

/** Quotes prices; stateless, so it may run on spot nodes. */
export const pricing = microservice('pricing', {
  description: 'Quotes prices and discounts',
  team: storefront,
  runtime: rust({ cpu: '200m' }),
  serves: { grpc: grpc(50051, 'shop.pricing.v1.Pricing', ['Quote']) },
  calls: [inventory.grpc('GetStock', { timeout: '100ms', retries: 1 })],
  files: {
    '/etc/pricing/rules.toml':
      '# discounts that hold until marketing changes them\n[default]\nrounding = "half-even"\n',
  },
  args: ['--rules', '/etc/pricing/rules.toml'],
  nodes: { spot: true, arch: 'arm64' },
  scale: { dev: 1, staging: 2, production: { min: 3, max: 20 } },
  slo: { availability: 99.9, latency: { percentile: 99, under: '100ms' } },
});
