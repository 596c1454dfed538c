import { secret } from '../../src/model/address';

test('a secret becomes a reference and never a text', () => {
  const token = secret('provider', 'token');
  expect(JSON.parse(JSON.stringify(token))).toEqual({ secret: 'provider', key: 'token' });
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- what must fail
  expect(() => `Bearer ${token}`).toThrow(
    'secret provider/token has no text: pass it as a value of env, never inside a string',
  );
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- what must fail
  expect(() => String(token)).toThrow(TypeError);
});
