import type { Environment } from '../environment';
import { validNames } from '../faults';
import type { ExtraContainer, MicroserviceProps } from '../microservice';
import { fileKey, isDnsLabel } from '../names';
import { compareQuantities, isQuantity } from '../quantity';
import type { Probe, Resources } from '../runtime';
import type { Report } from './report';

/** Containers beside the program, steps before it, and volumes. */
export function checkContainers(name: string, props: MicroserviceProps, report: Report): void {
  const names = new Set(['main']);
  const visit = (kind: string, containers: Readonly<Record<string, ExtraContainer>> = {}): void => {
    for (const [container, extra] of Object.entries(containers)) {
      const where = `${name}.${kind}.${container}`;
      if (!isDnsLabel(container)) report(where, 'is no DNS label');
      if (names.has(container)) report(where, 'is the name of another container');
      names.add(container);
      if (!isPinned(extra.image))
        report(`${where}.image`, `is ${extra.image}; expected repository:tag other than latest, or a digest`);
      if (extra.resources) checkQuantities(`${where}.resources`, extra.resources, report);
      checkUser(where, extra, report);
      checkHealth(kind, where, extra, props, report);
    }
  };
  visit('containers', props.containers);
  visit('init', props.init);
  for (const [volume, { mounts, ...source }] of Object.entries(props.volumes ?? {})) {
    for (const [container, path] of Object.entries(mounts)) {
      const where = `${name}.volumes.${volume}.mounts.${container}`;
      if (!names.has(container)) report(where, `is no container; ${validNames(names)}`);
      if (!path.startsWith('/')) report(where, `is ${path}, expected an absolute path`);
    }
    const size = 'scratch' in source ? source.scratch : 'claim' in source ? source.claim : undefined;
    if (size !== undefined && !isQuantity(size))
      report(`${name}.volumes.${volume}`, `has the size "${size}"; expected a quantity such as 10Gi`);
  }
}

/** The namespaces admit no root. */
export function checkUser(where: string, { user }: { readonly user?: number }, report: Report): void {
  if (user === 0) report(`${where}.user`, 'is 0, and no pod may run as root; expected a user that its files belong to');
}

function checkHealth(
  kind: string,
  where: string,
  { health }: ExtraContainer,
  props: MicroserviceProps,
  report: Report,
): void {
  if (health && kind === 'init') report(`${where}.health`, 'is never asked, because the step ends before the start');
  for (const [question, probe] of Object.entries(health ?? {}) as [string, Probe | number][])
    if (typeof probe === 'object' && props.mesh !== false && ('grpc' in probe || 'tcp' in probe))
      report(
        `${where}.health.${question}`,
        'is refused by the mesh, since the kubelet has no identity; ask by http or exec',
      );
}

/** `repository:tag` with another tag than latest, or a digest. */
function isPinned(image: string): boolean {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return true;
  const tag = /:([A-Za-z0-9_][A-Za-z0-9._-]*)$/.exec(image)?.[1];
  return tag !== undefined && tag !== 'latest';
}

/** Files whose paths are none, or that would be one in the ConfigMap. */
export function checkFiles(name: string, { files = {}, volumes = {} }: MicroserviceProps, report: Report): void {
  const keys = new Map<string, string>();
  const visit = (where: string, path: string): void => {
    const other = keys.get(fileKey(path));
    if (other !== undefined) report(where, `${path} and ${other} have one key, ${fileKey(path)}; rename one of them`);
    keys.set(fileKey(path), path);
  };
  for (const file of Object.keys(files)) {
    if (!file.startsWith('/')) report(`${name}.files`, `${file} is no absolute path`);
    visit(`${name}.files`, file);
  }
  for (const [volume, each] of Object.entries(volumes)) {
    for (const file of 'files' in each ? Object.keys(each.files) : []) {
      if (file.startsWith('/')) report(`${name}.volumes.${volume}.files`, `${file} is no path inside the volume`);
      visit(`${name}.volumes.${volume}.files`, `/${volume}/${file}`);
    }
  }
}

/** Amounts that are missing or unreadable, or a limit below its request. */
export function checkResources(name: string, props: MicroserviceProps, environment: Environment, report: Report): void {
  const given = props.resources;
  if (given === undefined) return;
  const resources = 'cpu' in given ? (given as Resources) : given[environment.name];
  if (!resources) {
    report(`${name}.resources.${environment.name}`, `is missing; given are ${Object.keys(given).sort().join(', ')}`);
    return;
  }
  checkQuantities(`${name}.resources`, resources, report);
}

function checkQuantities(where: string, resources: Resources, report: Report): void {
  let readable = true;
  for (const [field, quantity] of Object.entries(resources)) {
    if (isQuantity(quantity as string)) continue;
    readable = false;
    report(`${where}.${field}`, `is "${String(quantity)}"; expected a quantity such as 250m, 1 or 512Mi`);
  }
  const { memory, memoryLimit } = resources;
  if (readable && memoryLimit !== undefined && compareQuantities(memoryLimit, memory) < 0) {
    report(`${where}.memoryLimit`, `is ${memoryLimit}, below the request of ${memory}`);
  }
}
