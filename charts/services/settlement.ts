import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { paymentsDatabase } from '../stores';
import { commerce } from '../teams';
import { settlementClosed } from '../topics';
import { payments } from './payments';

/** Closes the books of the day every night. */
export const settlement = microservice('settlement', {
  description: 'Closes the books of the day',
  team: commerce,
  runtime: rust(),
  calls: [payments.grpc('Get', { timeout: '1s', retries: 3 })],
  stores: [paymentsDatabase({ maxConnections: 2 })],
  publishes: [settlementClosed],
  schedule: { cron: '15 2 * * *', timeZone: 'Europe/Berlin', deadline: '2h' },
  priority: 'batch',
});
