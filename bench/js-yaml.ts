import { dump } from 'js-yaml';
import * as fs from 'node:fs';
import type { FleetSize } from './fleet';
import { filesOf, servicesOf } from './fleet';

/** The same objects as plain data, without tree, check or memo, through a common library. */
for (const service of servicesOf(JSON.parse(fs.readFileSync('releases/fleet.json', 'utf8')) as FleetSize)) {
  const folder = `dist/production/services/${service.name}`;
  fs.mkdirSync(folder, { recursive: true });
  for (const [id, manifests] of Object.entries(filesOf(service))) {
    fs.writeFileSync(
      `${folder}/${id}.yaml`,
      manifests.map((manifest) => dump(manifest, { lineWidth: -1, noRefs: true })).join('---\n'),
    );
  }
}
