import { team } from '../src/model/team';

export const storefront = team('storefront', {
  description: 'What customers see: web, apps, catalog and search',
  group: 'shop:storefront',
  channel: '#team-storefront',
});

export const commerce = team('commerce', {
  description: 'Orders, stock and money',
  group: 'shop:commerce',
  channel: '#team-commerce',
});

export const accounts = team('accounts', {
  description: 'Who our customers are and how they sign in',
  group: 'shop:accounts',
  channel: '#team-accounts',
});

export const data = team('data', {
  description: 'The data lake and the warehouse',
  group: 'shop:data',
  channel: '#team-data',
});

export const platform = team('platform-engineering', {
  description: 'The platform itself',
  group: 'shop:platform',
  channel: '#team-platform',
});
