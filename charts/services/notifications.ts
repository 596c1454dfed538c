import { secret } from '../../src/model/address';
import { rust } from '../../src/model/runtime';
import { microservice } from '../environments';
import { mailProvider } from '../stores';
import { accounts } from '../teams';
import { customerRegistered, orderPlaced, paymentSettled } from '../topics';

/** Sends mail and push messages; it only consumes, and the lag says how many replicas that takes. */
export const notifications = microservice('notifications', {
  description: 'Sends mail and push messages about orders',
  team: accounts,
  runtime: rust(),
  calls: [mailProvider({ timeout: '5s' })],
  consumes: [orderPlaced, paymentSettled, customerRegistered],
  env: { MAIL_PROVIDER_TOKEN: secret('mail-provider', 'token'), MAIL_PROVIDER_URL: mailProvider.url },
  scale: { dev: 1, staging: 2, production: { min: 2, max: 12, lag: true } },
});
