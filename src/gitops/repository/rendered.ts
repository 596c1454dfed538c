import { loadAll } from 'js-yaml';
import { UserError, validNames } from '../../model/faults';
import type { Manifest } from '../../model/manifest';
import type { PlatformApp } from '../../synth/app';
import { renderFolder } from '../../synth/folder';
import { Identities } from '../../synth/identities';

/** The files of one environment as rendered, by path within it: `services/orders/workload.yaml`. */
export interface RenderedEnvironment {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

/** Renders the environments asked for, all unless given, to the bytes that synth writes. */
export function renderEnvironments(app: PlatformApp, only?: readonly string[]): RenderedEnvironment[] {
  const unknown = only?.filter((name) => !app.environments.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new UserError(`There is no environment ${unknown.join(', ')}: ${validNames(app.environments)}`);
  }
  const names = app.environments.filter((name) => only?.includes(name) ?? true);
  const environments = new Map(names.map((name) => [name, new Map<string, string>()]));
  const identities = new Identities();
  for (const folder of app.folders(names)) {
    for (const { path, text, identities: known } of renderFolder(folder)) {
      const slash = path.indexOf('/');
      identities.add(path, known);
      const files = environments.get(path.slice(0, slash));
      if (files === undefined)
        throw new UserError(`${path} lies in no folder of an environment, so it cannot be published`);
      if (files.has(path.slice(slash + 1))) throw new UserError(`Two charts would be written to ${path}`);
      files.set(path.slice(slash + 1), text);
    }
  }
  identities.check();
  return [...environments].map(([name, files]) => ({ name, files }));
}

/** The manifests of a text, in order. */
export function manifestsOf(text: string): Manifest[] {
  return loadAll(text).filter(isManifest);
}

/** Whether it is an object that the API server could take. */
export function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<Record<keyof Manifest, unknown>>;
  const name = typeof metadata === 'object' && metadata !== null ? (metadata as { name?: unknown }).name : undefined;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof name === 'string';
}
