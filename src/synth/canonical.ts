import { UserError } from '../model/faults';
import { identityOf } from '../model/manifest';
import type { Manifest } from '../model/manifest';
import { canonicalQuantity, canonicalResource } from '../model/quantity';

/**
 * The manifest as the API server stores it: quantities in their canonical spelling, nothing that equals unset, keys in
 * one order. Custom resources are stored as sent, so only their metadata and their order of keys are touched.
 */
export function canonical(manifest: Manifest): Manifest {
  try {
    return canonicalFields(manifest);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${identityOf(manifest)}: ${error.message}`);
  }
}

function canonicalFields(manifest: Manifest): Manifest {
  const builtIn = isBuiltIn(manifest.apiVersion);
  const result: Data = {
    apiVersion: manifest.apiVersion,
    kind: manifest.kind,
    metadata: metadataOf(manifest.metadata),
  };
  for (const key of sortedKeys(manifest)) {
    if (key in result) continue;
    const value = builtIn ? stored(manifest[key], key, manifest.kind) : ordered(manifest[key]);
    if (value !== undefined) result[key] = value;
  }
  return result as Manifest;
}

type Data = Record<string, unknown>;

/** Groups whose types the API server knows by itself; a definition of custom types holds schemas, which are data. */
function isBuiltIn(apiVersion: string): boolean {
  const slash = apiVersion.indexOf('/');
  if (slash < 0) return true;
  const group = apiVersion.slice(0, slash);
  return BUILT_IN_GROUPS.has(group);
}

const BUILT_IN_GROUPS = new Set([
  'admissionregistration.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Maps of free keys: their values are data, and an empty one is not stored. */
const STRING_MAPS = new Set([
  'annotations',
  'binaryData',
  'data',
  'labels',
  'matchLabels',
  'nodeSelector',
  'parameters',
  'stringData',
  'volumeAttributes',
]);
/** Maps from a resource to a quantity. */
const RESOURCE_MAPS = new Set(['capacity', 'hard', 'limits', 'overhead', 'requests']);
const LIMIT_RANGE_MAPS = new Set(['default', 'defaultRequest', 'max', 'maxLimitRequestRatio', 'min']);
const QUANTITIES = new Set(['averageValue', 'divisor', 'sizeLimit']);
/** Where false, 0 or "" is the same as nothing, and is stored as nothing. */
const FALSE_IS_UNSET = new Set([
  'globalDefault',
  'hostIPC',
  'hostNetwork',
  'hostPID',
  'paused',
  'publishNotReadyAddresses',
  'readOnly',
  'stdin',
  'stdinOnce',
  'tty',
]);
const ZERO_IS_UNSET = new Set([
  'failureThreshold',
  'healthCheckNodePort',
  'hostPort',
  'initialDelaySeconds',
  'minReadySeconds',
  'nodePort',
  'periodSeconds',
  'successThreshold',
  'timeoutSeconds',
]);

/** Empty there is a choice: no class, rather than the default one. A volume itself has just no class. */
const EMPTY_IS_A_CHOICE = new Set(['storageClassName', 'volumeAttributesClassName']);

/** The value as it is stored in a field of a built-in kind; undefined when it is not. */
function stored(value: unknown, field: string, kind: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (QUANTITIES.has(field)) return spelled(value, quantityTexts);
  if (typeof value !== 'object') return isUnset(value, field, kind) ? undefined : value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => storedItem(item, kind));
  if (isStringMap(field, value, kind)) return mapOf(value as Data, (item) => item ?? undefined);
  if (isResourceMap(field, kind)) return mapOf(value as Data, (item) => spelled(item, resourceTexts));
  return storedObject(value as Data, sortedKeys(value), field, kind);
}

function storedItem(item: unknown, kind: string): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
  return storedObject(item as Data, nameFirst(item), '', kind);
}

function storedObject(object: Data, keys: string[], field: string, kind: string): unknown {
  if (!isPlain(object)) return object;
  const result: Data = {};
  for (const key of keys) {
    // `value` is a quantity in the target of a metric, and text everywhere else.
    const isTarget = key === 'value' && field === 'target' && kind === 'HorizontalPodAutoscaler';
    const value = isTarget ? spelled(object[key], quantityTexts) : stored(object[key], key, kind);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

function isUnset(value: unknown, field: string, kind: string): boolean {
  if (value === '') return kind === 'PersistentVolume' || !EMPTY_IS_A_CHOICE.has(field);
  if (value === false) return FALSE_IS_UNSET.has(field);
  return value === 0 && ZERO_IS_UNSET.has(field);
}

/** `selector` is a plain map in a Service, and a structure with a meaning of its own when empty everywhere else. */
function isStringMap(field: string, value: object, kind: string): boolean {
  if (STRING_MAPS.has(field)) return Object.values(value).every((item) => typeof item !== 'object' || item === null);
  return field === 'selector' && (kind === 'Service' || kind === 'ReplicationController');
}

function isResourceMap(field: string, kind: string): boolean {
  if (kind === 'RuntimeClass') return field === 'podFixed';
  return RESOURCE_MAPS.has(field) || (kind === 'LimitRange' && LIMIT_RANGE_MAPS.has(field));
}

/** A map of free keys; an empty one is not stored. */
function mapOf(map: Data, spelling: (item: unknown) => unknown): Data | undefined {
  const result: Data = {};
  let isEmpty = true;
  for (const key of sortedKeys(map)) {
    const value = spelling(map[key]);
    if (value === undefined) continue;
    result[key] = value;
    isEmpty = false;
  }
  return isEmpty ? undefined : result;
}

/** A fleet repeats few quantities; the bound is for fleets that do not. */
function remembering(spelling: (text: string | number) => string): (text: string | number) => string {
  const known = new Map<string | number, string>();
  return (text) => {
    const found = known.get(text) ?? spelling(text);
    if (known.size < 1000) known.set(text, found);
    return found;
  };
}

const quantityTexts = remembering(canonicalQuantity);
const resourceTexts = remembering(canonicalResource);

function spelled(value: unknown, spelling: (text: string | number) => string): unknown {
  return typeof value === 'string' || typeof value === 'number' ? spelling(value) : (value ?? undefined);
}

/** The fields every kind has: those that people look for first, and nothing empty. */
function metadataOf(metadata: Manifest['metadata']): Data {
  const result: Data = {};
  for (const key of ['name', 'namespace', 'labels', 'annotations', ...sortedKeys(metadata)]) {
    if (key in result) continue;
    const value = stored(metadata[key], key, '');
    if (value !== undefined) result[key] = value;
  }
  return result;
}

/** Free-form data: as it is, but for undefined and the order of keys. */
function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map(orderedItem) : orderedObject(value, sortedKeys(value));
}

function orderedItem(item: unknown): unknown {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return ordered(item);
  return orderedObject(item, nameFirst(item));
}

function orderedObject(object: object, keys: string[]): unknown {
  if (!isPlain(object)) return object;
  const result: Data = {};
  for (const key of keys) {
    const value = ordered((object as Data)[key]);
    if (value !== undefined) result[key] = value;
  }
  return result;
}

/** In a list the name tells the items apart. */
function nameFirst(item: object): string[] {
  const keys = sortedKeys(item);
  return 'name' in item ? ['name', ...keys.filter((key) => key !== 'name')] : keys;
}

/** Most objects come sorted already. */
function sortedKeys(object: object): string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index++) if (keys[index - 1]! > keys[index]!) return keys.sort();
  return keys;
}

/** What is not plain data is left for the writer to refuse. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
