import type { Sample } from './measure';

/** What was measured at one size; the medians. */
export interface Figures {
  readonly size: number;
  readonly empty: Sample;
  readonly cold: Sample;
  readonly check: Sample;
  readonly link: Sample;
  readonly unchanged: Sample;
  readonly one: Sample;
  readonly oneWritten: readonly string[];
  readonly jsYaml: Sample;
  readonly stock?: Sample;
}

/** What ten thousand manifests of the shop took; the medians. */
export interface ShopFigures {
  readonly cold: Sample;
  readonly check: Sample;
  readonly link: Sample;
}

/** The page of figures. */
export function report(figures: readonly Figures[], shop: ShopFigures, rounds: number): string {
  return `# Performance

Written by \`npm run bench\`: medians of ${rounds} rounds in which every case runs once, in processor seconds of the whole process (user and system) and MiB of resident memory at its peak, on a file system in memory. Single times vary with the machine; the ratios are what to compare.

A generated microservice has ten objects in three files: Namespace, ServiceAccount, ConfigMap with a collector's configuration, Deployment of two containers, Service, HorizontalPodAutoscaler, PodDisruptionBudget, NetworkPolicy, Linkerd Server and ServiceMonitor. No check has anything to say about them.

${table(figures)}
The shop of \`charts/\` in production, its microservices 31 times over, has 10,500 manifests, all of them through model and constructs: ${cell(shop.cold)} from nothing, ${cell(shop.check)} for all checks, ${cell(shop.link)} for those of references.

- "From nothing" is \`chartwright synth\` without output or memo, its bundle built: charts, checks of identity, canonical spelling, files, memo.
- "All checks" is \`chartwright check\` of what was written; "checks of references" are those that follow a name from one manifest to another. They read every file, and remember nothing.
- "Nothing changed" is the same command again; it writes nothing. "One changed" is a new image tag of one microservice; at 1000 it wrote ${written(figures)}.
- js-yaml is that library over the same plain objects, without tree, checks, comparison or memo.
- Stock is \`app.synth()\` of cdk8s with cdk8s-plus-28 as one bundle, a chart a microservice, with the same ten kinds of objects. It walks the whole app once for each chart, so its time grows with the square of the fleet: at 4000 a run would take many minutes, and is left out.

| aim | measured |
| --- | --- |
${aims(figures, shop)}`;
}

function table(figures: readonly Figures[]): string {
  const rows: readonly (readonly [string, (figure: Figures) => Sample | undefined])[] = [
    ['empty program (`node -e 0`)', (figure) => figure.empty],
    ['from nothing', (figure) => figure.cold],
    ['all checks', (figure) => figure.check],
    ['checks of references', (figure) => figure.link],
    ['nothing changed', (figure) => figure.unchanged],
    ['one changed', (figure) => figure.one],
    ['js-yaml', (figure) => figure.jsYaml],
    ['stock cdk8s and cdk8s-plus', (figure) => figure.stock],
  ];
  const head = ['| microservices', ...figures.map(({ size }) => String(size))].join(' | ');
  const body = rows.map(
    ([name, pick]) => ['| ' + name, ...figures.map((figure) => cell(pick(figure)))].join(' | ') + ' |\n',
  );
  return `${head} |\n| --- |${figures.map(() => ' --- |').join('')}\n${body.join('')}`;
}

function cell(sample: Sample | undefined): string {
  return sample ? `${sample.cpu.toFixed(2)} s, ${sample.memory.toFixed(0)} MiB` : '-';
}

function written(figures: readonly Figures[]): string {
  const files = figures.find(({ size }) => size === 1000)?.oneWritten ?? [];
  return files.length === 0 ? 'nothing' : files.map((file) => `\`${file}\``).join(', ');
}

function aims(figures: readonly Figures[], shop: ShopFigures): string {
  const [thousand, most] = [figures.find(({ size }) => size === 1000)!, figures.at(-1)!];
  const each = ({ cold, empty, size }: Figures): number => (cold.cpu - empty.cpu) / size;
  const rows: [string, string][] = [
    [
      'from nothing at 1000, against stock: at most 1/40',
      `1/${((thousand.stock?.cpu ?? 0) / thousand.cold.cpu).toFixed(0)}`,
    ],
    ['from nothing at 1000, against js-yaml', ratio(thousand.cold, thousand.jsYaml)],
    ['all checks of 10,500 manifests of the shop, against from nothing: at most 1', ratio(shop.check, shop.cold)],
    ['checks of references of these, against from nothing: at most 1', ratio(shop.link, shop.cold)],
    ['all checks of 10,000 generated manifests, against from nothing', ratio(thousand.check, thousand.cold)],
    ['checks of references of these, against from nothing', ratio(thousand.link, thousand.cold)],
    [`each microservice at ${most.size}, against one at 1000: at most 1.2`, (each(most) / each(thousand)).toFixed(2)],
    ['nothing changed at 1000, against an empty program: at most 2', ratio(thousand.unchanged, thousand.empty)],
    ['one changed at 1000, against from nothing', ratio(thousand.one, thousand.cold)],
    ['from nothing at 4000, memory against 1000', (most.cold.memory / thousand.cold.memory).toFixed(2)],
  ];
  return rows.map(([aim, value]) => `| ${aim} | ${value} |\n`).join('');
}

function ratio(left: Sample, right: Sample): string {
  return (left.cpu / right.cpu).toFixed(2);
}
