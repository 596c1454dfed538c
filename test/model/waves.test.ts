import { addOn } from '../../src/model/add-on';
import type { AddOn } from '../../src/model/add-on';
import { planWaves, wavesOf } from '../../src/model/waves';

const part = (name: string, ...needs: AddOn[]): AddOn => addOn(name, { why: 'a part', namespace: name, needs });
const waves = (...addOns: AddOn[]): Record<string, number> =>
  Object.fromEntries(planWaves(addOns).map(({ addOn: each, wave }) => [each.name, wave]));

describe('waves of add-ons', () => {
  test('there are none without add-ons', () => {
    expect(planWaves([])).toEqual([]);
  });

  test('independent add-ons share the last wave before microservices', () => {
    expect(waves(part('a'), part('b'))).toEqual({ a: -1, b: -1 });
  });

  test('each comes after all that it needs, in as few waves as the longest chain has members', () => {
    const base = part('base');
    const crds = part('crds', base);
    const operator = part('operator', crds, base);
    const other = part('other', base);
    const user = part('user', operator, other);
    expect(waves(user, other, operator, crds, base)).toEqual({ base: -4, crds: -3, other: -3, operator: -2, user: -1 });
  });

  test('the order in which they are listed changes nothing', () => {
    const a = part('a');
    const b = part('b', a);
    const c = part('c', a);
    expect(planWaves([a, b, c])).toEqual(planWaves([c, b, a]));
  });

  test('a circle is an error that names the path', () => {
    const needs: AddOn[] = [];
    const a: AddOn = { ...part('a'), needs };
    const c = part('c', part('b', a));
    needs.push(c);
    expect(() => planWaves([a, c, c.needs[0]!])).toThrow('a -> c -> b -> a');
  });

  test('an add-on that is needed and not listed is named with who needs it', () => {
    expect(() => planWaves([part('user', part('absent'))])).toThrow(
      '[user] needs absent, which is not among the add-ons of the fleet in this environment',
    );
  });

  test('an environment has only those add-ons that exist there, and says what it lacks', () => {
    const base = part('base');
    const only = { ...part('only', base), only: ['dev'] };
    const names = (environment: string): string[] =>
      wavesOf({ addOns: [base, only] }, { name: environment }).map(({ addOn: each }) => each.name);
    expect(names('dev')).toEqual(['base', 'only']);
    expect(names('production')).toEqual(['base']);
    expect(() => wavesOf({ addOns: [base, only, part('user', only)] }, { name: 'production' })).toThrow(
      '[user] needs only, which is not among the add-ons of the fleet in this environment',
    );
  });
});
