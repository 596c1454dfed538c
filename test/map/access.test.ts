import { readFileSync, writeFileSync } from 'node:fs';
import { fleet } from '../../charts/fleet';
import { accessDocument } from '../../src/map/access';
import { resolveFleet } from '../../src/model/resolve';
import { environmentOf, fixedReleases } from '../fixtures/rendering';

const releases = fixedReleases(fleet);

test('docs/cloud.md says what production declares; WRITE_DOCS=1 writes it anew', () => {
  const document = accessDocument(
    'production',
    resolveFleet(fleet, environmentOf(fleet, 'production'), releases).microservices,
  );
  if (process.env.WRITE_DOCS) writeFileSync('docs/cloud.md', document);
  expect(readFileSync('docs/cloud.md', 'utf8')).toBe(document);
});
