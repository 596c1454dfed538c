import { ApiObject, Chart } from 'cdk8s';
import * as fs from 'node:fs';
import type { PlatformApp } from '../src/synth/app';
import type { Folder } from '../src/synth/folder';
import type { BenchService, FleetSize } from './fleet';
import { filesOf, servicesOf } from './fleet';

/** A generated fleet, of the size that the folder of the run says. */
export const app: PlatformApp = {
  environments: ['production'],
  folders: () => servicesOf(JSON.parse(fs.readFileSync('releases/fleet.json', 'utf8')) as FleetSize).map(folderOf),
};

function folderOf(service: BenchService): Folder {
  return {
    path: `production/services/${service.name}`,
    inputs: service,
    build: (scope) => {
      for (const [id, manifests] of Object.entries(filesOf(service))) {
        const chart = new Chart(scope, id);
        for (const manifest of manifests) new ApiObject(chart, manifest.kind, { ...manifest });
      }
    },
  };
}
