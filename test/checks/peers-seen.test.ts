import { checks } from '../../src/checks';
import { SEEN } from '../../src/checks/peers-seen';

test.each(SEEN)('%s names %s, which was seen to be the same', (id, rule) => {
  expect(checks.find((check) => check.id === id)?.peers).toContain(rule);
});
