import { readFileSync, writeFileSync } from 'node:fs';
import { fleet } from '../../charts/fleet';
import { accessDocument } from '../../src/map/access';
import { cloudNeeds } from '../../src/model/cloud';
import type { AnyMicroservice } from '../../src/model/microservice';
import { resolveFleet } from '../../src/model/resolve/fleet';
import { documents, environments, otherFleet, releases } from '../fixtures/other-fleet';
import { environmentOf, fixedReleases } from '../fixtures/rendering';

test('docs/cloud.md says what production declares; WRITE_DOCS=1 writes it anew', () => {
  const { microservices } = resolveFleet(fleet, environmentOf(fleet, 'production'), fixedReleases(fleet));
  const document = accessDocument(cloudNeeds(fleet, fleet.environments.production!), microservices);
  if (process.env.WRITE_DOCS) writeFileSync('docs/cloud.md', document);
  expect(readFileSync('docs/cloud.md', 'utf8')).toBe(document);
});

test('who only reads, and who needs no token, is said', () => {
  const readings = { ...documents({ access: 'read' }).store, kind: 'postgres' as const, place: { in: 'vpc' as const } };
  const changed = otherFleet.microservices.map((each): AnyMicroservice => {
    if (each.name === 'worker')
      return { ...each, props: { ...each.props, stores: [{ kind: 'store', store: readings, access: 'read' }] } };
    if (each.name !== 'gateway') return each;
    return {
      ...each,
      props: {
        ...each.props,
        public: [{ port: 'api', host: 'api', routes: ['POST /hooks'], anonymous: 'the sender signs' }],
      },
    };
  });
  const other = { ...otherFleet, microservices: changed };
  const { microservices } = resolveFleet(other, environments.live, releases);
  const document = accessDocument(cloudNeeds(other, environments.live), microservices);
  expect(document).toContain('| postgres documents | acme-live-documents | 27017 | documents |  | worker (reads) |');
  expect(document).toContain('| api.live.acme.example | `POST /hooks` | gateway api | none: the sender signs |');
});
