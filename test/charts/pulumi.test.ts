import { environments } from '../../charts/environments';
import { fleet } from '../../charts/fleet';
import { cloudByOperator } from '../../charts/platform/pulumi';
import { checks } from '../../src/checks';
import { cloudNeeds } from '../../src/model/cloud';
import type { Fleet } from '../../src/model/fleet';
import { shippedTree, violationsIn } from '../checks/shipped-tree';

const addOns = Object.values(cloudByOperator({ dev: 'update', staging: 'preview', production: 'off' }));
const withOperator: Fleet = {
  ...fleet,
  addOns: [...fleet.addOns.filter(({ name }) => addOns.every((each) => each.name !== name)), ...addOns],
};
const stackOf = (environment: string, rendered: Fleet) =>
  shippedTree(environment, rendered).find(({ manifest }) => manifest.kind === 'Stack')?.manifest;

test('nobody runs the cloud program unless an environment asks for it', () => {
  for (const environment of Object.keys(environments)) expect(stackOf(environment, fleet)).toBeUndefined();
  expect(stackOf('production', withOperator)).toBeUndefined();
});

test('the operator looks, or updates as well, and never destroys', () => {
  expect(stackOf('dev', withOperator)).toMatchObject({
    metadata: { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' } },
    spec: { stack: 'dev', repoDir: 'infra', destroyOnFinalize: false },
  });
  expect(stackOf('dev', withOperator)!['spec']).not.toHaveProperty('preview');
  expect(stackOf('staging', withOperator)).toMatchObject({ spec: { preview: true } });
});

test('its role fits what it does', () => {
  const controllers = (environment: 'dev' | 'staging' | 'production') =>
    cloudNeeds(withOperator, environments[environment]).podRoles.map(({ controller }) => controller);
  expect(controllers('dev')).toContain('cloud-program');
  expect(controllers('staging')).toContain('cloud-preview');
  expect(controllers('production')).not.toContain('cloud-preview');
});

test.each(['dev', 'staging'])('every check passes where it is on: %s', (environment) => {
  const violations = violationsIn(shippedTree(environment, withOperator), checks);
  expect(violations.map(({ check, file, name, message }) => `${check} ${file} ${name} ${message}`)).toEqual([]);
});
