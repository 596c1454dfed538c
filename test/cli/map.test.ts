import { app } from '../../main';
import { main } from '../../src/cli/main';
import type { Context } from '../../src/cli/command';

async function map(...words: readonly string[]): Promise<{ code: number; out: string; warned: string }> {
  let [out, warned] = ['', ''];
  const context = {
    app: () => app,
    print: (text: string) => (out += text),
    warn: (text: string) => (warned += text),
  } as unknown as Context;
  return { code: await main(['map', ...words], context, ''), out, warned };
}

test('prints the fleet, or one place of it', async () => {
  expect(await map('--env', 'dev')).toMatchObject({ code: 0, out: expect.stringContaining('\norders ') as string });
  const { out } = await map('orders', '--env', 'dev');
  expect(out).toContain('  called by   bff (grpc Place, grpc List)\n');
});

test('prints pictures and data, of one place with what is near', async () => {
  expect((await map('--env', 'dev', '--format', 'mermaid')).out).toMatch(/^flowchart LR\n/);
  expect((await map('orders', '--env', 'dev', '--format', 'dot')).out).toMatch(/^digraph fleet \{\n/);
  const { places, links } = JSON.parse((await map('pricing', '--env', 'dev', '--format', 'json')).out) as {
    places: { name: string }[];
    links: object[];
  };
  expect(places.map(({ name }) => name)).toEqual(['catalog', 'inventory', 'pricing']);
  expect(links[0]).toMatchObject({ kind: 'calls', from: { kind: 'microservice', name: 'catalog' } });
  const further = JSON.parse((await map('pricing', '--env', 'dev', '--format', 'json', '--hops', '2')).out) as {
    places: object[];
  };
  expect(further.places.length).toBeGreaterThan(places.length);
});

test.each([
  [
    'an unknown place',
    ['order', '--env', 'dev'],
    /^There is no order in dev: expected one of bff, .*, or of .*postgres\/orders/,
  ],
  [
    'an unknown environment',
    ['--env', 'prod'],
    /^There is no environment prod: expected one of dev, production, staging\n/,
  ],
  ['no environment', [], /required option '--env <name>' not specified/],
  ['no number', ['--env', 'dev', '--hops', 'far'], /^--hops is far: expected a number such as 2\n/],
])('%s is refused', async (_, words, message) => {
  const { code, out, warned } = await map(...words);
  expect([code, out]).toEqual([2, '']);
  expect(warned).toMatch(message);
});
