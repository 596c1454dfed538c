import { commonDomain } from '../../infra/endpoint-domain';

test('the domain is what all endpoints end in', () => {
  expect(commonDomain([])).toBeUndefined();
  expect(commonDomain([['a', 'a.rds.example']])).toBe('rds.example');
  expect(
    commonDomain([
      ['master.a', 'master.a.cache.example'],
      ['master.b', 'master.b.cache.example'],
    ]),
  ).toBe('cache.example');
});

test('an endpoint that charts would name otherwise is refused', () => {
  expect(() => commonDomain([['a', 'ab.rds.example']])).toThrow(
    'The endpoint ab.rds.example does not begin with a, as the charts expect',
  );
  expect(() =>
    commonDomain([
      ['a', 'a.x.rds.example'],
      ['b', 'b.y.rds.example'],
    ]),
  ).toThrow('Endpoints end in x.rds.example and y.rds.example, where the charts expect one domain for all');
});
