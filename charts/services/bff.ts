import { graphql } from '../../src/model/ports';
import { springBoot } from '../../src/model/runtime';
import { microservice } from '../environments';
import { sessions } from '../stores';
import { storefront } from '../teams';
import { catalog } from './catalog';
import { identity } from './identity';
import { orders } from './orders';
import { recommendations } from './recommendations';

/** The backend for iOS, Android and Web: one GraphQL API over all others. */
export const bff = microservice('bff', {
  description: 'Backend for frontend: GraphQL for iOS, Android and Web',
  team: storefront,
  runtime: springBoot({ memory: '1536Mi', cpu: '750m' }),
  serves: { graphql: graphql(8080) },
  calls: [
    identity.grpc('Authenticate', { timeout: '300ms', retries: 2 }),
    catalog.graphql({ timeout: '1s', retries: 1 }),
    orders.grpc('Place', { timeout: '3s' }),
    orders.grpc('List', { timeout: '1s', retries: 2 }),
    recommendations.grpc({ timeout: '200ms' }),
  ],
  stores: [sessions()],
  public: [{ port: 'graphql', host: 'api', routes: ['POST /graphql', 'GET /graphql'] }],
  priority: 'critical',
  scale: { dev: 1, staging: { min: 2, max: 4 }, production: { min: 6, max: 60, cpu: 60 } },
  slo: { availability: 99.9, latency: { percentile: 99, under: '1000ms' } },
});
