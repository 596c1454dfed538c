import { app } from '../../main';
import { main } from '../../src/cli/main';
import type { Context } from '../../src/cli/command';

async function explain(...words: readonly string[]): Promise<{ code: number; out: string; warned: string }> {
  let [out, warned] = ['', ''];
  const context = {
    app: () => app,
    print: (text: string) => (out += text),
    warn: (text: string) => (warned += text),
  } as unknown as Context;
  return { code: await main(['explain', ...words], context, ''), out, warned };
}

test('shows each object with its file, its key and its reason', async () => {
  const { code, out } = await explain('orders', '--env', 'dev');
  expect(code).toBe(0);
  expect(out).toMatch(
    /^orders in dev: \d+ objects\nworkload\.yaml\n {2}serviceAccount +ServiceAccount orders {2,}who /,
  );
  expect(out).toMatch(/\nargocd\/orders\.yaml\n {2}application +Application orders +what Argo CD syncs for it\n$/);
});

test('prints the same as JSON', async () => {
  const { out } = await explain('settlement', '--env', 'production', '--json');
  expect(JSON.parse(out)).toContainEqual({
    file: 'workload.yaml',
    key: 'cronJob',
    kind: 'CronJob',
    name: 'settlement',
    reason: expect.stringMatching(/^schedule: \S/) as string,
  });
});

test.each([
  [['order', '--env', 'dev'], /^There is no microservice order in dev: expected one of bff, /],
  [['orders', '--env', 'prod'], /^There is no environment prod: expected one of dev, production, staging\n/],
])('%s is refused', async (words, message) => {
  const { code, warned } = await explain(...words);
  expect(code).toBe(2);
  expect(warned).toMatch(message);
});
