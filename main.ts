import { fleet } from './charts/fleet';
import { renderFleet } from './src/constructs/platform-app';
import type { PlatformApp } from './src/synth/app';
import { readReleases } from './src/synth/releases';

const environments = Object.keys(fleet.environments);

/** What is deployed, for the commands: `chartwright synth`, and through `cdk8s.yaml` stock `cdk8s synth`. */
export const app: PlatformApp = {
  environments,
  folders: (only) => renderFleet(fleet, readReleases('releases', environments), { only }).folders,
  warnings: (only) => renderFleet(fleet, readReleases('releases', environments), { only }).warnings,
};
