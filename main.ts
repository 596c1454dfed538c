import { delivery } from './charts/delivery';
import { fleet } from './charts/fleet';
import { renderFleet } from './src/constructs/platform-app';
import type { EnvironmentData, RenderedFleet } from './src/constructs/platform-app';
import type { PlatformApp } from './src/synth/app';
import { readContract } from './src/synth/contracts';
import { readReleases } from './src/synth/releases';

/** What machines wrote about these environments: one whose cloud is not there yet does not stop the others. */
function readData(
  only: readonly string[] = Object.keys(fleet.environments),
): Readonly<Record<string, EnvironmentData>> {
  const environments = Object.values(fleet.environments).filter(({ name }) => only.includes(name));
  return Object.fromEntries(
    environments.map((environment) => [
      environment.name,
      { releases: readReleases('releases', environment.name), contract: readContract('contract', environment) },
    ]),
  );
}

/** Asked for folders and for warnings, a command gets both of one rendering; other data is another one. */
let last: { readonly key: string; readonly rendered: RenderedFleet } | undefined;

function render(only?: readonly string[]): RenderedFleet {
  const data = readData(only);
  const key = JSON.stringify([only, data]);
  if (last?.key !== key) last = { key, rendered: renderFleet(fleet, data, { only }) };
  return last.rendered;
}

/** What is deployed, for the commands: `chartwright synth`, and through `cdk8s.yaml` stock `cdk8s synth`. */
export const app: PlatformApp = {
  environments: Object.keys(fleet.environments),
  folders: (only) => render(only).folders,
  warnings: (only) => render(only).warnings,
  delivery: () => ({
    delivery,
    environments: Object.values(fleet.environments),
    microservices: fleet.microservices.map(({ name, props }) => ({ name, runtime: props.runtime.kind })),
  }),
};
