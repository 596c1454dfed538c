import { metricsIn } from '../../../src/checks/references/promql';

test.each([
  ['sum by (pod, le) (rate(a_bucket{x="b_total",y=~"c|d"}[5m]))', ['a_bucket']],
  ['a:b:c / on (pod) group_left (team) d_total offset 1h unless bool > 1e3', ['a:b:c', 'd_total']],
  ['histogram_quantile(0.99, rate(a[$__rate_interval])) or vector(0)', ['a']],
  ['label_replace(a, "x", "$1", "y", "(.*)_total") and ignoring(z) b', ['a', 'b']],
  ['time() - a > ${threshold:raw} + Inf', ['a']],
  ['avg without (cpu) (a @ end())', ['a']],
])('%s', (expression, metrics) => {
  expect(metricsIn(expression)).toEqual(metrics);
});
