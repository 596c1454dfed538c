import { OFFERS } from '../../../src/checks/references/offered-metrics';
import { METRICS } from '../../../src/model/metrics';

test('checks, which know nothing of the model, offer every metric that the model makes expressions from', () => {
  const offered = new Set(OFFERS.flatMap(({ metrics }) => metrics));
  const made = Object.entries(METRICS).flatMap(([source, names]) => names.map((name) => `${source}: ${name}`));
  expect(made.filter((name) => !offered.has(name.slice(name.indexOf(' ') + 1)))).toEqual([]);
});

test('no metric is offered by two', () => {
  const names = OFFERS.flatMap(({ metrics }) => metrics);
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
});
