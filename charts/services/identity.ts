import { grpc } from '../../src/model/ports';
import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { identityDatabase, sessions } from '../stores';
import { accounts } from '../teams';
import { customerRegistered } from '../topics';

/** Knows customers, signs them in and checks their tokens. */
export const identity = microservice('identity', {
  description: 'Signs customers in and checks their tokens',
  team: accounts,
  runtime: rust(),
  serves: {
    grpc: grpc(50051, 'shop.identity.v1.Identity', ['Authenticate', 'Register', 'GetCustomer'], {
      rateLimit: { total: 2000, perCaller: 1000 },
    }),
  },
  stores: [identityDatabase({ maxConnections: 10 }), sessions()],
  publishes: [customerRegistered],
  migration: { args: ['migrate'] },
  priority: 'critical',
  scale: { dev: 1, staging: 2, production: { min: 3, max: 20 } },
  slo: { availability: 99.95, latency: { percentile: 99, under: '200ms' } },
});
