import { existsSync, readFileSync } from 'node:fs';
import { checks } from '../checks';
import { judge } from '../checks/judge';
import { readTexts } from '../checks/reading/read';
import { Tree } from '../checks/tree/tree';
import type { Violation } from '../checks/violation';
import { readWaivers, waive } from '../checks/waivers';
import type { RenderedEnvironment } from '../gitops/repository/rendered';
import type { Fault } from '../model/faults';

/** The Kubernetes that manifests are meant for, unless it is said. */
export const DEFAULT_KUBERNETES = '1.35';

/** Where this repository says which violations stay. */
export const WAIVERS = 'waivers/checks.yaml';

/** Judges what is about to be published, as `chartwright check` would judge it on disk. */
export function verify({ name, files }: RenderedEnvironment, kubernetes: string): readonly Fault[] {
  const { located, unreadable } = readTexts([...files].map(([path, text]) => [`${name}/${path}`, text] as const));
  return unwaived([...unreadable, ...judge(new Tree(located, { kubernetes }), checks)]).map(faultOf);
}

/** A waiver that accepts nothing here may accept something in another environment: only violations count. */
function unwaived(found: readonly Violation[]): readonly Violation[] {
  if (!existsSync(WAIVERS)) return found;
  const ids = checks.map(({ id }) => id);
  const { left } = waive(found, readWaivers(WAIVERS, readFileSync(WAIVERS, 'utf8'), ids), WAIVERS);
  return left.filter((violation) => found.includes(violation));
}

function faultOf({ file, line, kind, name, path, message, severity }: Violation): Fault {
  return { where: `${file}:${line} ${kind} ${name} ${path}`.trim(), what: message, severity };
}
