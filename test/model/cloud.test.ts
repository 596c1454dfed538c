import { fleet } from '../../charts/fleet';
import { environments } from '../../charts/environments';
import { cloudNeeds } from '../../src/model/cloud';
import { otherFleet } from '../fixtures/other-fleet';

const needs = cloudNeeds(fleet, environments.production);

test('a login is made by machine where the server is ours, and entered by a person elsewhere', () => {
  const users = new Map(needs.secrets.map(({ name, username }) => [name, username]));
  expect(users.get('production/orders/postgres-orders')).toBe('orders');
  expect(users.get('production/platform/grafana-database')).toBe('grafana');
  expect(users.get('production/platform/elasticsearch/reader')).toBe('reader');
  expect(users.get('production/warehouse-loader/warehouse-events')).toBeUndefined();
  expect(users.get('production/notifications/mail-provider')).toBeUndefined();
});

test('a store that two microservices use is one server with two users', () => {
  expect(needs.databases.find(({ name }) => name === 'payments')).toEqual({
    name: 'payments',
    port: 5432,
    database: 'payments',
    connections: 2000,
    users: [
      { name: 'payments', secret: 'production/payments/postgres-payments', access: 'readWrite' },
      { name: 'settlement', secret: 'production/settlement/postgres-payments', access: 'readWrite' },
    ],
  });
});

test('topics of microservices and of add-ons, each once, with what the broker must know', () => {
  const names = needs.topics.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
  expect(needs.topics.find(({ name }) => name === 'otlp.logs')).toEqual({
    name: 'otlp.logs',
    partitions: 48,
    retentionMs: 86_400_000,
  });
});

test('stores at given hosts and images built elsewhere are somebody else’s', () => {
  expect(needs.databases.map(({ name }) => name)).not.toContain('events');
  expect(needs.repositories).not.toContain('load-generator');
});

test('a fleet without add-ons needs what its microservices declare', () => {
  const { podRoles, entryPoints, tables } = cloudNeeds(otherFleet, otherFleet.environments['live']!);
  expect(podRoles.length).toBeGreaterThan(0);
  expect(entryPoints.map(({ targetGroup, host }) => `${targetGroup} ${host}`)).toEqual([
    'live-gateway-api api.live.acme.example',
    'live-gateway-graphql graph.live.acme.example',
  ]);
  expect(tables.length).toBeGreaterThan(0);
});
