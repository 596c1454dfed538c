import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { linker } from '../src/checks';
import { nameOf } from './fleet';
import type { Sample } from './measure';
import { forget, measure, median, prepareFolder, release } from './measure';
import type { Figures, ShopFigures } from './report';
import { report } from './report';

const SIZES = [10, 100, 1000, 4000];
const ROUNDS = 5;
/** The shop has some 250 manifests without its platform. */
const SHOPS = 31;
/** Stock cdk8s walks the whole app once for each chart: at 4000 it would take a quarter of an hour a run. */
const STOCK_ROUNDS: Readonly<Record<number, number>> = { 10: 3, 100: 3, 1000: 3 };

const launcher = path.resolve('bin/chartwright.js');
const app = path.resolve('bench/app.ts');
/** All checks, and those that follow references: over what was rendered, which has nothing to find. */
const check = [launcher, 'check', 'dist/production'];
const link = [...check, '--only', ...linker.map(({ id }) => id)];
const synth = [launcher, 'synth', '--app', app];
/** In memory where that can be had, because how a disk feels today is not the question. */
const memory = '/dev/shm';
const root = fs.mkdtempSync(path.join(fs.existsSync(memory) ? memory : os.tmpdir(), 'bench-'));

function figuresOf(size: number): Figures {
  const [ours, peer] = [path.join(root, `ours-${size}`), path.join(root, `peer-${size}`)];
  for (const folder of [ours, peer]) prepareFolder(folder, { size, tags: {} });
  for (const command of [synth, check]) measure(command, ours);
  const samples: Record<'empty' | 'cold' | 'check' | 'link' | 'unchanged' | 'one' | 'jsYaml' | 'stock', Sample[]> = {
    empty: [],
    cold: [],
    check: [],
    link: [],
    unchanged: [],
    one: [],
    jsYaml: [],
    stock: [],
  };
  let oneWritten: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    samples.empty.push(measure(['-e', '0'], ours));
    release(ours, { size, tags: {} });
    forget(ours);
    samples.cold.push(measure(synth, ours));
    samples.check.push(measure(check, ours));
    samples.link.push(measure(link, ours));
    samples.unchanged.push(measure(synth, ours));
    release(ours, { size, tags: { [nameOf(size >> 1)]: '1.0.1' } });
    const one = measure([...synth, '--json'], ours);
    samples.one.push(one);
    oneWritten = (JSON.parse(one.output) as { written: string[] }).written;
    forget(peer);
    samples.jsYaml.push(measure([path.resolve('build/bench-js-yaml.js')], peer));
    if (round < (STOCK_ROUNDS[size] ?? 0)) {
      forget(peer);
      samples.stock.push(measure([path.resolve('build/bench-stock.js')], peer));
    }
    process.stderr.write(`${size} services, round ${round + 1} of ${ROUNDS}\n`);
  }
  const { stock, empty, cold, check: checked, link: linked, unchanged, one, jsYaml } = samples;
  return {
    size,
    empty: median(empty),
    cold: median(cold),
    check: median(checked),
    link: median(linked),
    unchanged: median(unchanged),
    one: median(one),
    oneWritten,
    jsYaml: median(jsYaml),
    ...(stock.length > 0 && { stock: median(stock) }),
  };
}

/** The shop itself, as often as gives ten thousand manifests: rendering them, and checking them. */
function shopFigures(): ShopFigures {
  const folder = path.join(root, 'shop');
  prepareFolder(folder, { size: SHOPS, tags: {} });
  const shop = [launcher, 'synth', '--app', path.resolve('bench/shop.ts')];
  for (const command of [shop, check]) measure(command, folder);
  const samples: Record<'cold' | 'check' | 'link', Sample[]> = { cold: [], check: [], link: [] };
  for (let round = 0; round < ROUNDS; round++) {
    forget(folder);
    samples.cold.push(measure(shop, folder));
    samples.check.push(measure(check, folder));
    samples.link.push(measure(link, folder));
    process.stderr.write(`the shop, round ${round + 1} of ${ROUNDS}\n`);
  }
  return { cold: median(samples.cold), check: median(samples.check), link: median(samples.link) };
}

try {
  const text = report(SIZES.map(figuresOf), shopFigures(), ROUNDS);
  process.stdout.write(text);
  fs.writeFileSync('docs/performance.md', text);
} finally {
  fs.rmSync(root, { recursive: true, force: true });
}
