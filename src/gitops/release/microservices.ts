import { UserError } from '../../model/faults';
import type { PlatformApp } from '../../synth/app';

/**
 * Names of the microservices that an environment has. While the app cannot be rendered, because a release is what is
 * missing for instance, they are those that have one and those it complains about.
 */
export function microservicesOf(app: PlatformApp, environment: string, released: readonly string[]): Set<string> {
  try {
    const paths = [...app.folders([environment])].map(({ path }) => path.split('/'));
    return new Set(paths.flatMap(([, kind, name]) => (kind === 'services' && name !== undefined ? [name] : [])));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const missing = error.faults.flatMap(({ where }) => /\.yaml: ([a-z0-9-]+)$/.exec(where)?.[1] ?? []);
    return new Set([...released, ...missing]);
  }
}
