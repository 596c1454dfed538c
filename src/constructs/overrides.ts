import type { Manifest } from '../model/manifest';
import type { Overrides } from '../model/overrides';

/** Keys by which Kubernetes tells list items apart; the first that every item has is used. */
const LIST_KEYS = ['name', 'mountPath', 'containerPort', 'port', 'key', 'topologyKey', 'type'];

type Json = unknown;
const isObject = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Applies the owner's change to a generated manifest, and writes its reason beside it. */
export function withOverride(key: string, manifest: Manifest, overrides: Overrides): Manifest {
  const override = overrides[key as keyof Overrides] as { reason: string; patch: unknown } | undefined;
  if (!override) return manifest;
  const patched = merge(manifest, override.patch) as Manifest;
  const annotations = { ...patched.metadata.annotations, 'chartwright.dev/override': override.reason };
  return { ...patched, metadata: { ...patched.metadata, annotations } };
}

function merge(base: Json, patch: Json): Json {
  if (Array.isArray(base) && Array.isArray(patch)) return mergeLists(base, patch);
  if (!isObject(base) || !isObject(patch)) return patch;
  const kept = Object.entries(base).filter(([field]) => patch[field] !== null);
  const merged: Record<string, Json> = Object.fromEntries(kept);
  for (const [field, value] of Object.entries(patch)) {
    if (value !== null) merged[field] = field in base ? merge(base[field], value) : value;
  }
  return merged;
}

function mergeLists(base: readonly Json[], patch: readonly Json[]): readonly Json[] {
  const key = LIST_KEYS.find((candidate) => [...base, ...patch].every((item) => isObject(item) && candidate in item));
  if (key === undefined) return patch;
  const merged = [...base];
  for (const item of patch) {
    const index = merged.findIndex(
      (other) => (other as Record<string, Json>)[key] === (item as Record<string, Json>)[key],
    );
    if (index < 0) merged.push(item);
    else merged[index] = merge(merged[index], item);
  }
  return merged;
}
