import { fleet } from '../../charts/fleet';
import { commerce } from '../../charts/teams';
import { topic } from '../../charts/environments';
import { cloudNeeds } from '../../src/model/cloud';
import type { Fleet } from '../../src/model/fleet';
import { causesOf } from '../../src/gitops/diff/causes';
import { diffEnvironment } from '../../src/gitops/diff/diff';
import type { PlacedManifest } from '../../src/gitops/diff/diff';
import { groupsOf } from '../../src/gitops/diff/diff-groups';
import { fixedReleases, renderedFolders } from '../fixtures/rendering';

const refundIssued = topic('payments.refund-issued.v1', {
  owner: commerce,
  partitions: { dev: 3, staging: 6, production: 12 },
  retention: '30d',
});

/** The fleet in which payments announces refunds as well. */
const refunding: Fleet = {
  ...fleet,
  microservices: fleet.microservices.map((each) =>
    each.name === 'payments'
      ? { ...each, props: { ...each.props, publishes: [...(each.props.publishes ?? []), refundIssued] } }
      : each,
  ),
};

function placed(rendered: Fleet, environment: string): PlacedManifest[] {
  return [...renderedFolders(rendered, fixedReleases(rendered), environment)].flatMap(([folder, manifests]) =>
    manifests.map((manifest) => ({ path: `${folder}/manifests.yaml`, manifest })),
  );
}

test.each(Object.keys(fleet.environments))(
  'one more topic is one cause in %s, at the walls, the rights and the telemetry',
  (environment) => {
    const diff = diffEnvironment(environment, placed(fleet, environment), placed(refunding, environment));
    const [cause, ...others] = causesOf(groupsOf(diff), diff);
    expect(others).toEqual([]);
    expect(cause!.title).toBe('payments.refund-issued.v1 is new');
    const kinds = new Set(cause!.groups.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['Deployment', 'GrafanaDashboard', 'Job', 'NetworkPolicy', 'ServiceAccount']);
    expect(cause!.groups.flatMap(({ parts }) => parts).every((part) => part.endsWith('services/payments'))).toBe(true);
  },
);

test('and in the cloud it is the topic, and the right to write it, and nothing else', () => {
  const environment = fleet.environments['production']!;
  const [before, after] = [cloudNeeds(fleet, environment), cloudNeeds(refunding, environment)];
  const rights = ({ podRoles }: typeof before) =>
    podRoles.flatMap(({ serviceAccount, permissions }) =>
      permissions.flatMap(({ sid, actions, resources }) =>
        resources.flatMap((resource) =>
          actions.map((action) => `${serviceAccount} ${sid} ${action} ${JSON.stringify(resource)}`),
        ),
      ),
    );
  const known = new Set(rights(before));
  const topicRight = (action: string): string =>
    `payments Publish kafka-cluster:${action} {"kind":"kafka-topic","name":"payments.refund-issued.v1"}`;
  // the exporter of lag may look at every topic
  const added = rights(after).filter((right) => !known.has(right) && !right.startsWith('kafka-metrics '));
  expect(added).toEqual([topicRight('DescribeTopic'), topicRight('WriteData')]);
  expect(after.topics.length).toBe(before.topics.length + 1);
  expect({ ...after, podRoles: [], topics: [] }).toEqual({ ...before, podRoles: [], topics: [] });
});
