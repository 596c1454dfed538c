import { readFileSync, writeFileSync } from 'node:fs';
import { fleet } from '../../charts/fleet';
import { PLATFORM_ALERTS } from '../../charts/platform/prometheus-rules';
import { ALERTS } from '../../src/constructs/alerts';
import { DATASOURCES } from '../../src/constructs/dashboard';
import type { Environment } from '../../src/model/environment';
import type { Manifest } from '../../src/model/manifest';
import { identityOf } from '../../src/model/manifest';
import { platformDocument } from '../../src/model/platform-document';
import { resolveFleet } from '../../src/model/resolve/fleet';
import { wavesOf } from '../../src/model/waves';
import { environmentOf, fixedReleases } from '../fixtures/rendering';

const environments = Object.keys(fleet.environments).map((name) => environmentOf(fleet, name));
const production = environmentOf(fleet, 'production');
const releases = fixedReleases(fleet);

function manifestsOf(environment: Environment): readonly Manifest[] {
  const { microservices } = resolveFleet(fleet, environment, releases);
  const addOns = wavesOf(fleet, environment);
  return addOns.flatMap(({ addOn }) => Object.values(addOn.manifests({ environment, microservices, addOns })).flat());
}

const ofKind = (manifests: readonly Manifest[], kind: string): readonly Manifest[] =>
  manifests.filter((manifest) => manifest.kind === kind);

describe.each(environments)('the platform of $name', (environment) => {
  const manifests = manifestsOf(environment);

  test('has no two objects of one identity', () => {
    const identities = manifests.map(identityOf);
    expect(identities.filter((each, index) => identities.indexOf(each) !== index)).toEqual([]);
  });

  test('makes every namespace it puts something into', () => {
    const made = new Set(ofKind(manifests, 'Namespace').map((each) => each.metadata.name));
    const used = manifests.flatMap((each) => each.metadata.namespace ?? []);
    expect([...new Set(used)].filter((name) => !made.has(name) && name !== 'kube-system')).toEqual([]);
  });

  test('enforces Pod Security everywhere, and `privileged` only for agents of the nodes', () => {
    const levels = ofKind(manifests, 'Namespace').map(
      ({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']] as const,
    );
    expect(levels.filter(([, level]) => level !== 'restricted')).toEqual([
      ['linkerd-cni', 'privileged'],
      ['node-agents', 'privileged'],
    ]);
  });

  test('holds no secret, only references', () => {
    expect(ofKind(manifests, 'Secret')).toEqual([]);
  });

  test('pins every chart and image exactly', () => {
    const versions = wavesOf(fleet, environment).flatMap(({ addOn }) =>
      addOn.helm(environment).map((release) => release.version),
    );
    expect(versions.filter((version) => !/^v?\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const images = JSON.stringify(manifests).match(/"image":"[^"]+"/g) ?? [];
    expect(images.filter((each) => !/:v?\d+\.\d+\.\d+(-[a-z]+)?"$/.test(each))).toEqual([]);
  });

  test('lets every microservice with a sidecar send to the collector', () => {
    const { microservices } = resolveFleet(fleet, environment, releases);
    const senders = microservices.filter((each) => each.sidecar && each.self.meshed);
    const authentication = manifests.find(
      (each) => each.kind === 'MeshTLSAuthentication' && each.metadata.name === 'otel-gateway-grpc-callers',
    );
    const { identityRefs } = authentication?.['spec'] as { identityRefs: { name: string; namespace: string }[] };
    expect(identityRefs.map(({ name, namespace }) => `${namespace}/${name}`).sort()).toEqual(
      senders.map(({ self }) => `${self.namespace}/${self.serviceAccount}`).sort(),
    );
  });

  test('has the data sources that dashboards name', () => {
    const uids = ofKind(manifests, 'GrafanaDatasource').map((each) => (each['spec'] as { uid: string }).uid);
    for (const { uid } of Object.values(DATASOURCES)) expect(uids).toContain(uid);
  });

  test('is the same twice', () => {
    expect(JSON.stringify(manifestsOf(environment))).toBe(JSON.stringify(manifests));
  });
});

describe('runbooks', () => {
  const headings = [...readFileSync('docs/runbooks.md', 'utf8').matchAll(/^### (.+)$/gm)].map((match) => match[1]!);

  test('exist for every alert, and for nothing else', () => {
    expect([...headings].sort()).toEqual([...ALERTS, ...PLATFORM_ALERTS.map((alert) => alert.name)].sort());
  });
});

test('docs/platform.md is what the add-ons say', () => {
  const document = platformDocument(fleet, production);
  if (process.env['WRITE_DOCS']) writeFileSync('docs/platform.md', document);
  expect(readFileSync('docs/platform.md', 'utf8')).toBe(document);
});
