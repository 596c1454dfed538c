import type { Manifest } from '../../model/manifest';
import { identityOf } from '../../model/manifest';
import type { PlacedManifest } from '../diff/diff';
import { syncOptions } from '../diff/effects';
import { refusals } from './refusals';
import { isWaitedFor, stepsOf, turnsOf } from './sync-order';
import type { Phase } from './sync-order';

/** Seconds that Argo CD pauses between two steps, as it ships. */
export const PAUSE = 2;

/** Objects that an Application applies together. */
export interface PlannedStep {
  readonly phase: Phase;
  readonly wave: number;
  readonly objects: readonly string[];
  /** Those that must be healthy before the next step. */
  readonly waitsFor: readonly string[];
}

/** What Argo CD does for one Application. */
export interface PlannedApplication {
  readonly name: string;
  /** Folder it reads; absent for a chart or another repository, whose objects are not known here. */
  readonly part?: string;
  readonly elsewhere?: string;
  readonly steps: readonly PlannedStep[];
  /** Deleted in this order. */
  readonly prunes: readonly string[];
  /** At least, for the pauses between steps. */
  readonly seconds: number;
}

/** Applications that the root applies together. */
export interface PlannedWave {
  readonly wave: number;
  readonly objects: readonly string[];
  readonly applications: readonly PlannedApplication[];
}

/** What Argo CD does for an environment. */
export interface Plan {
  readonly environment: string;
  readonly waves: readonly PlannedWave[];
  /** Applications that go with the root: what only they brought goes with them. */
  readonly prunes: readonly string[];
  readonly seconds: number;
  /** Whether a wave of Applications waits for the one before. */
  readonly applicationsHaveHealth: boolean;
  /** What would stop a sync, with the Application first. */
  readonly refused: readonly string[];
}

interface ApplicationSpec {
  readonly source?: {
    readonly path?: string;
    readonly chart?: string;
    readonly repoURL?: string;
    readonly targetRevision?: string;
  };
}

/** The order in which Argo CD applies the manifests of an environment, and what of the published ones it deletes. */
export function planOf(
  environment: string,
  rendered: readonly PlacedManifest[],
  published: readonly PlacedManifest[],
): Plan {
  const root = rendered.find(
    ({ path, manifest }) => /^[^/]+\/root\.yaml$/.test(path) && manifest.kind === 'Application',
  );
  const rootPart = root ? partOf(root.path) : 'argocd';
  const own = rendered.filter(({ path }) => partOf(path) === rootPart).map(({ manifest }) => manifest);
  const applicationsHaveHealth = rendered.some(({ manifest }) => definesHealth(manifest));
  const folders = new Folders(rendered, published, root && sourceOf(root.manifest).path?.slice(0, -rootPart.length));
  const waves = stepsOf(own).map((step): PlannedWave => {
    const applications = step.manifests
      .filter((manifest) => manifest.kind === 'Application' && manifest !== root?.manifest)
      .map((each) => folders.plan(each, applicationsHaveHealth));
    return { wave: step.wave, objects: step.manifests.map(identityOf), applications };
  });
  const inner = waves.map(({ applications }) => Math.max(0, ...applications.map(({ seconds }) => seconds)));
  const waited = applicationsHaveHealth ? inner.reduce((sum, seconds) => sum + seconds, 0) : Math.max(0, ...inner);
  return {
    environment,
    waves,
    prunes: folders.prunesIn(rootPart),
    seconds: waited + pauses(waves.length),
    applicationsHaveHealth,
    refused: refusals(
      rendered.map(({ manifest }) => manifest),
      waves,
      (part) => folders.manifestsIn(part),
    ),
  };
}

function partOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function sourceOf(application: Manifest): NonNullable<ApplicationSpec['source']> {
  return (application['spec'] as ApplicationSpec | undefined)?.source ?? {};
}

function pauses(steps: number): number {
  return Math.max(0, steps - 1) * PAUSE;
}

/** Without this setting Argo CD takes every Application for healthy at once. */
function definesHealth(manifest: Manifest): boolean {
  const isSetting = manifest.kind === 'ConfigMap' || manifest.kind === 'Application';
  return isSetting && JSON.stringify(manifest).includes('"resource.customizations.health.argoproj.io_Application"');
}

/** The folders that Applications read, as rendered and as published. */
class Folders {
  constructor(
    private readonly rendered: readonly PlacedManifest[],
    private readonly published: readonly PlacedManifest[],
    private readonly prefix = '',
  ) {}

  manifestsIn(part: string): Manifest[] {
    return this.rendered.filter(({ path }) => partOf(path) === part).map(({ manifest }) => manifest);
  }

  /** Reverse waves, as Argo CD prunes; what may stay, stays. */
  prunesIn(part: string): string[] {
    const kept = new Set(this.rendered.map(({ manifest }) => identityOf(manifest)));
    const gone = this.published.filter(
      ({ path, manifest }) => partOf(path) === part && !kept.has(identityOf(manifest)),
    );
    return gone
      .map(({ manifest }) => manifest)
      .filter((manifest) => !syncOptions(manifest).includes('Prune=false'))
      .sort((left, right) => (turnsOf(right)[0]?.wave ?? 0) - (turnsOf(left)[0]?.wave ?? 0))
      .map(identityOf);
  }

  plan(application: Manifest, applicationsHaveHealth: boolean): PlannedApplication {
    const { path, chart, repoURL = '', targetRevision = '' } = sourceOf(application);
    const { name } = application.metadata;
    const part = path?.startsWith(this.prefix) ? path.slice(this.prefix.length) : undefined;
    const manifests = part === undefined ? [] : this.manifestsIn(part);
    if (part === undefined || chart !== undefined || (manifests.length === 0 && this.prunesIn(part).length === 0)) {
      const elsewhere =
        chart === undefined ? `${repoURL} ${path ?? ''} ${targetRevision}` : `chart ${chart} ${targetRevision}`;
      return { name, elsewhere, steps: [], prunes: [], seconds: 0 };
    }
    const steps = stepsOf(manifests);
    const planned = steps.map(({ phase, wave, manifests: together }): PlannedStep => {
      const waited = steps.length > 1 ? together.filter((each) => isWaitedFor(each, applicationsHaveHealth)) : [];
      return { phase, wave, objects: together.map(identityOf), waitsFor: waited.map(identityOf) };
    });
    return { name, part, steps: planned, prunes: this.prunesIn(part), seconds: pauses(steps.length) };
  }
}
