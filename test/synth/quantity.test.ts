import * as fc from 'fast-check';
import { UserError } from '../../src/model/faults';
import { canonicalQuantity, canonicalResource, compareQuantities, parseQuantity } from '../../src/model/quantity';

test.each<[string | number, string]>([
  ['0', '0'],
  [0, '0'],
  ['0Ki', '0'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['100m', '100m'],
  [0.1, '100m'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['5.', '5'],
  ['1.5', '1500m'],
  ['+2', '2'],
  ['-1000m', '-1'],
  ['-1.5Gi', '-1536Mi'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['1000k', '1M'],
  ['1000000000', '1G'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['0.5Gi', '512Mi'],
  ['1000Ki', '1000Ki'],
  ['1025Mi', '1025Mi'],
  ['512Ki', '512Ki'],
  ['0.5Ki', '512'],
  ['1.5Ki', '1536'],
  ['0.001Ki', '1024m'],
  ['1e3', '1e3'],
  ['1E3', '1e3'],
  ['12e2', '1200'],
  ['1e4', '10e3'],
  ['1e-3', '1e-3'],
  ['1E', '1E'],
  ['100n', '100n'],
  ['0.1n', '1n'],
  ['1000u', '1m'],
  ['10E', '9223372036854775807'],
  ['1e30', '9223372036854775807'],
  ['1e-40', '1e-9'],
  ['0e99', '0'],
  ['8Ei', '9223372036854775807'],
])('%s is stored as %s', (text, expected) => {
  expect(canonicalQuantity(text)).toBe(expected);
  expect(canonicalQuantity(expected)).toBe(expected);
});

test.each(['', 'm', '1.2.3', '1 Gi', '1gi', 'one', '1e', '0x1', '1KI', '--1', NaN])('%s is not a quantity', (text) => {
  expect(() => parseQuantity(text)).toThrow(UserError);
});

test.each<[string, string]>([
  ['100u', '1m'],
  ['1.0001', '1001m'],
  ['1e-6', '1e-3'],
  ['0.0001Ki', '103m'],
  ['1Gi', '1Gi'],
  ['-100u', '-1m'],
])('in a list of resources %s is rounded up to %s', (text, expected) => {
  expect(canonicalResource(text)).toBe(expected);
});

test.each<[string | number, string | number, number]>([
  ['1', '1000m', 0],
  ['1Gi', '1G', 1],
  ['500m', 1, -1],
  ['-1', '1', -1],
])('%s against %s is %d', (left, right, expected) => {
  expect(compareQuantities(left, right)).toBe(expected);
});

test('the canonical spelling keeps the amount and is its own', () => {
  const suffixes = ['', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'e-2', 'E5'];
  const amount = fc.tuple(fc.nat(100_000), fc.constantFrom('', '.5', '.25', '.001'), fc.constantFrom(...suffixes));
  fc.assert(
    fc.property(amount, (parts) => {
      const text = parts.join('');
      const canonical = canonicalQuantity(text);
      expect(compareQuantities(canonical, text)).toBe(0);
      expect(canonicalQuantity(canonical)).toBe(canonical);
    }),
  );
});
