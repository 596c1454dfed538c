import { delivery } from './charts/delivery';
import { fleet } from './charts/fleet';
import { renderFleet } from './src/constructs/platform-app';
import type { EnvironmentData, RenderedFleet } from './src/constructs/platform-app';
import type { PlatformApp } from './src/synth/app';
import { Mistakes } from './src/model/faults';
import { readContract } from './src/synth/contracts';
import { readReleases } from './src/synth/releases';

/** Asked for folders and for warnings, a command gets both of one rendering; other data is another one. */
let last: { readonly key: string; readonly rendered: RenderedFleet } | undefined;

/** Only what is asked for is read, so that an environment whose cloud is not there yet stops no other. */
function render(only: readonly string[] = Object.keys(fleet.environments)): RenderedFleet {
  const mistakes = new Mistakes();
  const data: Record<string, EnvironmentData> = {};
  for (const environment of Object.values(fleet.environments).filter(({ name }) => only.includes(name))) {
    const releases = mistakes.meet(() => readReleases('releases', environment.name));
    const contract = mistakes.meet(() => readContract('contract', environment));
    if (releases && contract) data[environment.name] = { releases, contract };
  }
  const key = JSON.stringify(data);
  const rendered =
    last?.key === key ? last.rendered : mistakes.meet(() => renderFleet(fleet, data, { only: Object.keys(data) }));
  mistakes.tell();
  last = { key, rendered: rendered! };
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
