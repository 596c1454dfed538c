import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { AddOnContext } from '../model/add-on';
import type { CloudContract } from '../model/contract';
import type { Environment } from '../model/environment';
import type { Fault } from '../model/faults';
import { faultsByPlace, UserError } from '../model/faults';
import type { Fleet } from '../model/fleet';
import type { Manifest } from '../model/manifest';
import type { Releases } from '../model/release';
import type { ResolvedMicroservice } from '../model/resolved';
import { resolveFleet } from '../model/resolve/fleet';
import { wavesOf } from '../model/waves';
import { argocdFiles, microserviceApplication } from './argocd';
import { microserviceCharts } from './microservice-charts';
import { overrideFaults } from './override-faults';
import { withOverride } from './overrides';

/** A part of the output tree: its charts become files of the folder. `inputs` is all it is made from. */
export interface FleetFolder {
  readonly path: string;
  readonly inputs: unknown;
  build(scope: Construct): void;
}

/** The folders of a fleet in the environments asked for, and what is doubtful about it. */
export interface RenderedFleet {
  readonly folders: readonly FleetFolder[];
  readonly warnings: readonly Fault[];
}

/** What machines write about an environment: which images run, and what the cloud answered. */
export interface EnvironmentData {
  readonly releases: Releases;
  readonly contract: CloudContract;
}

/**
 * Everything `dist/` holds for a fleet, lazily: a folder is built only when it is asked to.
 * @param data by environment, of those that are rendered
 * @throws UserError with the faults of all environments at once
 */
export function renderFleet(
  fleet: Fleet,
  data: Readonly<Record<string, EnvironmentData>>,
  options: { readonly only?: readonly string[]; readonly strict?: boolean } = {},
): RenderedFleet {
  const faults: (readonly [environment: string, fault: Fault])[] = [];
  const warnings: (readonly [environment: string, fault: Fault])[] = [];
  const microservices = new Map<string, readonly ResolvedMicroservice[]>();
  const folders: FleetFolder[] = [];
  for (const [name, settings] of Object.entries(fleet.environments)) {
    if (options.only && !options.only.includes(name)) continue;
    const { releases, contract } = data[name]!;
    const environment: Environment = { ...settings, cloud: contract };
    try {
      const resolved = resolveFleet(fleet, environment, releases, options);
      warnings.push(...resolved.warnings.map((fault) => [name, fault] as const));
      microservices.set(name, resolved.microservices);
      folders.push(
        ...environmentFolders(fleet, name, {
          environment,
          microservices: resolved.microservices,
          addOns: wavesOf(fleet, environment),
        }),
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(...error.faults.map((fault) => [name, fault] as const));
    }
  }
  const all = [...faultsByPlace(faults), ...overrideFaults(fleet, microservices)];
  if (all.length > 0) throw new UserError('the fleet cannot be rendered', all);
  return { folders, warnings: faultsByPlace(warnings) };
}

function environmentFolders(fleet: Fleet, name: string, context: AddOnContext): FleetFolder[] {
  const { environment, microservices } = context;
  const platform = context.addOns.map((planned) => ({ planned, files: planned.addOn.manifests(context) }));
  const argocd = argocdFiles(
    fleet,
    environment,
    microservices,
    platform.map(({ planned, files }) => ({
      planned,
      hasManifests: Object.values(files).some((file) => file.length > 0),
    })),
  );
  const applications = Object.fromEntries(
    microservices.map((each) => [
      each.name,
      [withOverride('application', microserviceApplication(fleet, each) as unknown as Manifest, each.overrides)],
    ]),
  );
  return [
    filesFolder(`${name}/argocd`, { ...argocd, ...applications }),
    ...platform.map(({ planned, files }) => filesFolder(`${name}/platform/${planned.addOn.name}`, files)),
    ...microservices.map((each): FleetFolder => ({
      path: `${name}/services/${each.name}`,
      inputs: each,
      build: (scope) => {
        microserviceCharts(scope, each);
      },
    })),
  ];
}

/** A folder whose files are plain manifests already. */
function filesFolder(path: string, files: Readonly<Record<string, readonly Manifest[]>>): FleetFolder {
  return {
    path,
    inputs: files,
    build: (scope) => {
      for (const [file, manifests] of Object.entries(files)) {
        const chart = new Chart(scope, file);
        manifests.forEach((manifest, index) => new ApiObject(chart, String(index), manifest));
      }
    },
  };
}
