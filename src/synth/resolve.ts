import type { ApiObjectMetadataDefinition, Chart } from 'cdk8s';
import {
  ApiObject,
  App,
  Chart as ChartClass,
  ImplicitTokenResolver,
  JsonPatch,
  Lazy,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Fault } from '../model/faults';
import { UserError } from '../model/faults';
import type { Manifest } from '../model/manifest';
import { dependencyOrder } from './order';

/**
 * What `chart.toJson()` gives, without its walks over the whole app: each construct of the chart is validated once, and
 * the objects come in the order of their dependencies.
 */
export function manifestsOf(chart: Chart): Manifest[] {
  validate(chart.node.findAll());
  return resolveChart(chart);
}

/** Every chart of a tree, validated as one, so that all that is wrong with it is said at once. */
export function chartsOf(scope: IConstruct): Chart[] {
  const constructs = scope.node.findAll();
  validate(constructs);
  return dependencyOrder(constructs).filter((construct): construct is Chart => ChartClass.isChart(construct));
}

/** The manifests of a chart that is known to be valid. */
export function resolveChart(chart: Chart): Manifest[] {
  const resolveObject = isStock(chart) ? resolved : (object: ApiObject) => object.toJson() as Manifest;
  return objectsOf(chart).map(resolveObject);
}

/** The objects of a chart, in the order of its manifests. */
export function objectsOf(chart: Chart): ApiObject[] {
  return dependencyOrder(chart.node.findAll()).filter(
    (construct): construct is ApiObject => ApiObject.isApiObject(construct) && construct.chart === chart,
  );
}

function validate(constructs: readonly IConstruct[]): void {
  const faults: Fault[] = constructs.flatMap((construct) =>
    construct.node.validate().map((what) => ({ where: construct.node.path, what })),
  );
  if (faults.length > 0) throw new UserError('Some constructs are not valid:', faults);
}

/** Resolvers of the app's own may do anything to any value: such an app is left to the code of cdk8s. */
function isStock(chart: Chart): boolean {
  const { resolvers } = App.of(chart);
  return (
    resolvers.length === 3 &&
    resolvers[0]!.constructor === LazyResolver &&
    resolvers[1]!.constructor === ImplicitTokenResolver &&
    resolvers[2]!.constructor === NumberStringUnionResolver
  );
}

/** The fields of cdk8s that its own `toJson` reads. */
interface Internals {
  readonly props: Data;
  readonly patches: readonly JsonPatch[];
}

interface MetadataInternals {
  readonly _additionalAttributes: Data;
  readonly finalizers: unknown;
  readonly ownerReferences: unknown;
  readonly labels: unknown;
  readonly annotations: unknown;
}

type Data = Record<string, unknown>;

/** Raised where only the code of cdk8s knows what a value means. */
const UNUSUAL = new Error('unusual');

function resolved(object: ApiObject): Manifest {
  // Generated classes rename fields in a `toJson` of their own.
  if (object.toJson !== ApiObject.prototype.toJson) return object.toJson() as Manifest;
  try {
    return resolvedObject(object);
  } catch (error) {
    if (error === UNUSUAL) return object.toJson() as Manifest;
    throw error;
  }
}

function resolvedObject(object: ApiObject): Manifest {
  const { props, patches } = object as unknown as Internals;
  const data: Data = {};
  for (const key of Object.keys(props).sort()) {
    const value = key === 'metadata' ? undefined : resolvedValue(props[key]);
    if (value !== undefined) data[key] = value;
  }
  data['metadata'] = resolvedMetadata(object.metadata);
  const patched = patches.length === 0 ? data : (JsonPatch.apply(data, ...patches) as Data);
  return Object.assign(leading(patched), patched) as Manifest;
}

/** The fields that stand first. */
function leading(data: Data): Data {
  const result: Data = {};
  for (const key of ['apiVersion', 'kind', 'metadata']) if (key in data) result[key] = data[key];
  return result;
}

function resolvedMetadata(definition: ApiObjectMetadataDefinition): Data {
  const metadata = definition as unknown as MetadataInternals;
  const { _additionalAttributes: additional, annotations, finalizers, labels, ownerReferences } = metadata;
  const { name, namespace } = definition;
  const data: Data = { annotations, finalizers, labels, name, namespace, ownerReferences };
  // What was given at first is in both, and may have been changed since.
  for (const key of Object.keys(additional)) if (!(key in data)) data[key] = additional[key];
  return filledMap(resolvedMap(data));
}

/** Lazies and tokens replaced, nulls left out of maps, keys sorted: one pass where cdk8s makes two. */
function resolvedValue(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return typeof value === 'function' ? unusual() : value;
  if (value instanceof Lazy) return resolvedValue(value.produce());
  if (typeof (value as Token).resolve === 'function') return resolvedValue((value as Token).resolve());
  if (Array.isArray(value)) return value.map(resolvedValue);
  return value.constructor === Object ? resolvedMap(value as Data) : resolvedUnion(value as Token);
}

interface Token {
  resolve(): unknown;
  readonly value?: unknown;
}

/** Classes that hold a number or a string, such as IntOrString. */
function resolvedUnion(token: Token): unknown {
  return typeof token.value === 'number' || typeof token.value === 'string' ? { value: token.value } : unusual();
}

function resolvedMap(map: Data): Data {
  const result: Data = {};
  for (const key of sortedKeys(map)) {
    const value = resolvedValue(map[key]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function sortedKeys(map: Data): string[] {
  const keys = Object.keys(map);
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return keys.sort();
  return keys;
}

/** Empty lists and maps left out at any depth, from data that is ours to change. */
function filledMap(map: Data): Data {
  for (const key of Object.keys(map)) {
    const value = filled(map[key]);
    if (value === undefined) Reflect.deleteProperty(map, key);
    else map[key] = value;
  }
  return map;
}

function filled(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(filled);
  const map = filledMap(value as Data);
  return Object.keys(map).length === 0 ? undefined : map;
}

function unusual(): never {
  throw UNUSUAL;
}
