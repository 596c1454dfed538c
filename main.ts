import { delivery } from './charts/delivery';
import { fleet } from './charts/fleet';
import { renderFleet } from './src/constructs/platform-app';
import type { RenderedFleet } from './src/constructs/platform-app';
import type { PlatformApp } from './src/synth/app';
import { readReleases } from './src/synth/releases';

const environments = Object.keys(fleet.environments);

/** Asked for folders and for warnings, a command gets both of one rendering; other releases are another one. */
let last: { readonly key: string; readonly rendered: RenderedFleet } | undefined;

function render(only?: readonly string[]): RenderedFleet {
  const releases = readReleases('releases', environments);
  const key = JSON.stringify([only, releases]);
  if (last?.key !== key) last = { key, rendered: renderFleet(fleet, releases, { only }) };
  return last.rendered;
}

/** What is deployed, for the commands: `chartwright synth`, and through `cdk8s.yaml` stock `cdk8s synth`. */
export const app: PlatformApp = {
  environments,
  folders: (only) => render(only).folders,
  warnings: (only) => render(only).warnings,
  delivery: () => ({
    delivery,
    environments: Object.values(fleet.environments),
    microservices: fleet.microservices.map(({ name, props }) => ({ name, runtime: props.runtime.kind })),
  }),
};
