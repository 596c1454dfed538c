import { readFileSync, writeFileSync } from 'node:fs';
import { fleet } from '../../charts/fleet';
import { environments } from '../../charts/environments';
import { accessDocument } from '../../src/map/access';
import { resolveFleet } from '../../src/model/resolve';

const releases = Object.fromEntries(
  fleet.microservices.map(({ name }) => [name, { tag: '1.0.0', digest: `sha256:${'0'.repeat(64)}` }]),
);

test('docs/cloud.md says what production declares; WRITE_DOCS=1 writes it anew', () => {
  const document = accessDocument('production', resolveFleet(fleet, environments.production, releases).microservices);
  if (process.env.WRITE_DOCS) writeFileSync('docs/cloud.md', document);
  expect(readFileSync('docs/cloud.md', 'utf8')).toBe(document);
});
