import { container } from '../../src/model/runtime';
import { microservice } from '../environments';
import { storefront } from '../teams';
import { bff } from './bff';

/** Plays customers before a release; nobody calls it, and production does not have it. */
export const loadGenerator = microservice('load-generator', {
  description: 'Plays customers against the BFF',
  team: storefront,
  image: 'grafana/k6',
  runtime: container({ user: 12345, group: 12345, resources: { cpu: '500m', memory: '512Mi' }, writable: ['/tmp'] }),
  calls: [bff.graphql({ timeout: '10s' })],
  files: {
    '/scripts/browse.js':
      'import http from \'k6/http\';\nexport default () => http.post(`${__ENV.BFF_URL}`, \'{"query":"{ products { id } }"}\');\n',
  },
  args: ['run', '--vus', '5', '--duration', '24h', '/scripts/browse.js'],
  only: ['staging'],
  scale: { dev: 1, staging: 1, production: 1 },
  priority: 'batch',
});
