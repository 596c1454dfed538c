import { planOf } from '../../infra/stack';
import { cloudOf } from './fixtures/cloud';

test('x', async () => {
  const t = performance.now();
  for (const e of ['dev', 'staging', 'production']) {
    const cloud = await cloudOf(planOf(e));
    console.log(cloud.made.length, cloud.outputs, performance.now() - t);
    if (e === 'production') console.log(cloud.made.map((m) => `${m.type} ${m.name} ${m.provider} ${m.protect} ${m.within}`).join('\n'));
  }
});
