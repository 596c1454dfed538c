import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { UserError } from '../model/faults';

/**
 * The constructs of a tree, each after what it depends on, else as they were declared: the order of cdk8s, in time
 * linear in constructs and declared dependencies.
 */
export function dependencyOrder(constructs: readonly IConstruct[]): readonly IConstruct[] {
  const declared = declaredDependencies(constructs);
  return declared.length === 0 ? constructs : sortedTopologically(constructs, declared);
}

interface Dependency {
  readonly source: IConstruct;
  readonly target: IConstruct;
}

/** A construct, or one dependency of many objects on many, which stands for the edges of each on each. */
interface Vertex {
  readonly construct?: IConstruct;
  readonly targets: Set<Vertex>;
  isTarget: boolean;
  state: 'new' | 'open' | 'done';
}

function vertexOf(construct?: IConstruct): Vertex {
  return { ...(construct && { construct }), targets: new Set(), isTarget: false, state: 'new' };
}

/** What was declared, and that a chart comes after the charts within it and after those its constructs depend on. */
function declaredDependencies(constructs: readonly IConstruct[]): Dependency[] {
  const explicit = constructs.flatMap((source) => source.node.dependencies.map((target) => ({ source, target })));
  const nested = constructs
    .filter((construct) => Chart.isChart(construct))
    .flatMap((source) =>
      source.node.children.filter((child) => Chart.isChart(child)).map((target) => ({ source, target })),
    );
  if (explicit.length === 0 && nested.length === 0) return [];
  const between = explicit
    .map(({ source, target }) => ({ source: chartOf(source), target: chartOf(target) }))
    .filter(({ source, target }) => source !== target);
  return bySource(constructs, [...explicit, ...nested, ...between]);
}

/** Grouped by source in the order of declaration: so cdk8s walks them, and the order of what is equal hangs on it. */
function bySource(constructs: readonly IConstruct[], dependencies: readonly Dependency[]): Dependency[] {
  const groups = new Map<IConstruct, Map<IConstruct, Dependency>>();
  for (const dependency of dependencies) {
    const group = groups.get(dependency.source) ?? new Map<IConstruct, Dependency>();
    groups.set(dependency.source, group);
    if (!group.has(dependency.target)) group.set(dependency.target, dependency);
  }
  return constructs.flatMap((construct) => [...(groups.get(construct)?.values() ?? [])]);
}

function sortedTopologically(constructs: readonly IConstruct[], declared: readonly Dependency[]): IConstruct[] {
  const vertices = new Map(constructs.map((construct) => [construct, vertexOf(construct)]));
  // A target outside the tree is somebody else's to order.
  const inside = declared.filter(({ target }) => vertices.has(target));
  const objectsOf = objectsByConstruct();
  for (const { source, target } of inside) link(vertices.get(source)!, vertices.get(target)!);
  for (const { source, target } of inside) {
    linkAll(
      objectsOf(source).map((object) => vertices.get(object)!),
      objectsOf(target).map((object) => vertices.get(object)!),
    );
  }
  return visited([...vertices.values()]);
}

function link(source: Vertex, target: Vertex): void {
  if (source === target) throw cycle([source, target]);
  source.targets.add(target);
  target.isTarget = true;
}

/** Every source after every target, by way of one vertex between them, or one by one where a construct is both. */
function linkAll(sources: readonly Vertex[], targets: readonly Vertex[]): void {
  if (sources.length === 0 || targets.length === 0) return;
  const asTargets = new Set(targets);
  const both = sources.filter((source) => asTargets.has(source));
  if (both.length > 1) throw cycle(both.slice(0, 2));
  if (both.length === 1 || sources.length === 1 || targets.length === 1) {
    for (const target of targets) for (const source of sources) if (source !== target) link(source, target);
    return;
  }
  const between = vertexOf();
  for (const target of targets) link(between, target);
  for (const source of sources) source.targets.add(between);
}

/** Depth first, targets before sources, beginning where nothing depends on. */
function visited(vertices: readonly Vertex[]): IConstruct[] {
  const order: IConstruct[] = [];
  for (const vertex of vertices) if (!vertex.isTarget) visit(vertex, order);
  // Whatever is left is the target of something left: there is no beginning, only circles.
  for (const vertex of vertices) if (vertex.state === 'new') visit(vertex, order);
  return order;
}

/** With a stack of its own, because a chain may be longer than the call stack. */
function visit(root: Vertex, order: IConstruct[]): void {
  if (root.state === 'done') return;
  const path = [open(root)];
  while (path.length > 0) {
    const { vertex, rest } = path.at(-1)!;
    const next = rest.next();
    if (next.done) {
      vertex.state = 'done';
      if (vertex.construct) order.push(vertex.construct);
      path.pop();
    } else if (next.value.state === 'open') {
      const circle = path.map((step) => step.vertex);
      throw cycle([...circle.slice(circle.indexOf(next.value)), next.value]);
    } else if (next.value.state === 'new') path.push(open(next.value));
  }
}

function open(vertex: Vertex): { vertex: Vertex; rest: Iterator<Vertex> } {
  vertex.state = 'open';
  return { vertex, rest: vertex.targets.values() };
}

function cycle(circle: readonly Vertex[]): UserError {
  const path = circle.filter((vertex) => vertex.construct).map((vertex) => vertex.construct!.node.path);
  if (path.length > 0 && path[0] !== path.at(-1)) path.push(path[0]!);
  return new UserError(`Dependencies form a circle: ${path.join(' => ')}`);
}

/** The API objects under a construct that belong to the same chart as it does. */
function objectsByConstruct(): (construct: IConstruct) => readonly IConstruct[] {
  const known = new Map<IConstruct, readonly IConstruct[]>();
  return (construct) => {
    const found = known.get(construct) ?? objectsUnder(construct);
    known.set(construct, found);
    return found;
  };
}

function objectsUnder(construct: IConstruct): IConstruct[] {
  const own = construct.node.children.filter((child) => !Chart.isChart(child)).flatMap(objectsUnder);
  return ApiObject.isApiObject(construct) ? [construct, ...own] : own;
}

function chartOf(construct: IConstruct): Chart {
  const chart = construct.node.scopes.findLast((scope) => Chart.isChart(scope));
  if (!chart) throw new UserError(`[${construct.node.path}] takes part in a dependency, but belongs to no chart`);
  return chart;
}
