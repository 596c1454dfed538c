import { ApiObject, App, Chart } from 'cdk8s';
import { Construct, DependencyGroup } from 'constructs';
import * as fc from 'fast-check';
import { UserError } from '../../src/model/faults';
import { chartsOf, manifestsOf } from '../../src/synth/resolve';

const object = (scope: Construct, id: string) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
const namesOf = (chart: Chart) => manifestsOf(chart).map((manifest) => manifest.metadata.name);

/** A tree from numbers: each says which of the constructs so far is the scope, and what to make. */
function treeOf(shape: readonly { kind: 'chart' | 'object' | 'construct'; scope: number }[]): {
  app: App;
  nodes: Construct[];
} {
  const app = new App();
  const nodes: Construct[] = [new Chart(app, 'first'), new Chart(app, '10'), new Chart(app, '9')];
  shape.forEach(({ kind, scope }, index) => {
    const parent = nodes[scope % nodes.length]!;
    const id = kind === 'construct' ? `${(index * 7) % 10}` : `${kind}${index}`;
    if (parent.node.tryFindChild(id)) return;
    if (kind === 'chart') nodes.push(new Chart(parent, id));
    else if (kind === 'object') nodes.push(object(parent, id));
    else nodes.push(new Construct(parent, id));
  });
  return { app, nodes };
}

const SHAPE = fc.array(
  fc.record({ kind: fc.constantFrom('chart', 'object', 'object', 'object', 'construct'), scope: fc.nat(30) }),
  { minLength: 3, maxLength: 14 },
);
const EDGES = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 6 });

function attempt<Result>(run: () => Result): Result | 'circle' {
  try {
    return run();
  } catch (error) {
    const message = (error as Error).message;
    if (/Dependency cycle detected|Maximum call stack/.test(message)) return 'circle';
    expect(error).toBeInstanceOf(UserError);
    expect(message).toMatch(/^Dependencies form a circle: \S.* => \S/);
    return 'circle';
  }
}

test('the order is that of cdk8s for whatever depends on whatever', () => {
  let acyclic = 0;
  let circles = 0;
  fc.assert(
    fc.property(SHAPE, EDGES, (shape, edges) => {
      const build = () => {
        const { app, nodes } = treeOf(shape);
        for (const [from, to] of edges) {
          const [source, target] = [nodes[from % nodes.length]!, nodes[to % nodes.length]!];
          if (source !== target) source.node.addDependency(target);
        }
        return app;
      };
      const charts = (app: App) => app.node.findAll().filter((construct) => Chart.isChart(construct));
      const stock = attempt(() => {
        const app = build();
        const manifests = charts(app).map((chart) => chart.toJson() as unknown[]);
        return app.charts.length > 0 && manifests;
      });
      const ours = attempt(() => {
        const app = build();
        return chartsOf(app).length > 0 && charts(app).map(manifestsOf);
      });
      expect(ours).toEqual(stock);
      if (ours === 'circle') circles++;
      else acyclic++;
    }),
    { numRuns: 1200 },
  );
  expect(acyclic).toBeGreaterThan(200);
  expect(circles).toBeGreaterThan(50);
});

test('charts come after those they depend on', () => {
  const app = new App();
  const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(app, id)) as [Chart, Chart, Chart];
  a.addDependency(b);
  object(b, 'x').addDependency(object(c, 'y'));
  expect(chartsOf(app).map((chart) => chart.node.id)).toEqual(['c', 'b', 'a']);
});

test('a group of constructs is depended on as one', () => {
  const chart = new Chart(new App(), 'chart');
  const [a, b, c] = ['a', 'b', 'c'].map((id) => object(chart, id)) as [ApiObject, ApiObject, ApiObject];
  a.node.addDependency(new DependencyGroup(c, b));
  expect(namesOf(chart)).toEqual(['c', 'b', 'a']);
});

describe('circles are named', () => {
  test('of charts', () => {
    const app = new App();
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(app, id)) as [Chart, Chart, Chart];
    a.addDependency(b);
    b.addDependency(c);
    c.addDependency(a);
    expect(() => chartsOf(app)).toThrow(new UserError('Dependencies form a circle: a => b => c => a'));
  });

  test('of groups of objects', () => {
    const chart = new Chart(new App(), 'chart');
    const groups = ['a', 'b'].map((id) => new Construct(chart, id));
    for (const group of groups) for (const id of ['x', 'y', 'z']) object(group, id);
    groups[0]!.node.addDependency(groups[1]!);
    object(groups[1]!, 'last').addDependency(groups[0]!.node.findChild('y'));
    expect(() => manifestsOf(chart)).toThrow('Dependencies form a circle: chart/b/last => chart/a/y => chart/b/last');
  });

  test('of one with itself', () => {
    const chart = new Chart(new App(), 'chart');
    const alone = object(chart, 'alone');
    alone.addDependency(alone);
    expect(() => manifestsOf(chart)).toThrow('Dependencies form a circle: chart/alone => chart/alone');
  });

  test('of a construct with what it holds', () => {
    const chart = new Chart(new App(), 'chart');
    const group = new Construct(chart, 'group');
    const objects = ['a', 'b'].map((id) => object(group, id));
    group.node.addDependency(chart);
    expect(objects).toHaveLength(2);
    expect(() => manifestsOf(chart)).toThrow('Dependencies form a circle: ');
  });
});

test('a dependency outside of any chart is refused', () => {
  const app = new App();
  const outside = new Construct(app, 'outside');
  object(new Chart(app, 'chart'), 'a').addDependency(outside);
  expect(() => chartsOf(app)).toThrow('[outside] takes part in a dependency, but belongs to no chart');
});

test('a chain of a thousand charts takes no longer than the charts themselves', () => {
  const app = new App();
  const charts = Array.from({ length: 1000 }, (_, index) => new Chart(app, `chart${index}`));
  charts.forEach((chart, index) => {
    for (let count = 0; count < 8; count++) object(chart, `object${count}`);
    if (index > 0) chart.addDependency(charts[index - 1]!);
  });
  const started = performance.now();
  expect(chartsOf(app)).toEqual(charts);
  for (const chart of charts) expect(manifestsOf(chart)).toHaveLength(8);
  expect(performance.now() - started).toBeLessThan(5000);
});
