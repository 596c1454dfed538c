import { fleet } from '../../charts/fleet';
import { checks } from '../../src/checks';
import { BREAKERS } from './mutations';
import { shippedTree, violationsIn } from './shipped-tree';

const linker = checks.filter(({ id }) => id in BREAKERS || id === 'linkerd-annotation');

test.each(Object.keys(fleet.environments))('every reference of %s resolves', (environment) => {
  const violations = violationsIn(shippedTree(environment), linker);
  expect(violations.map(({ check, file, name, message }) => `${check} ${file} ${name} ${message}`)).toEqual([]);
});
