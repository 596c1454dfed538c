import type { Delivery } from '../src/model/delivery';

/** The organisation on GitHub and its two repositories of delivery; every microservice has one of its own beside them. */
export const delivery: Delivery = {
  organization: 'shop-example',
  organizationId: 100000001,
  platformRepository: 'platform',
  gitopsRepository: 'gitops',
};
