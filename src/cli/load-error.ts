import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../model/faults';

/** A frame of a module that is being loaded: the bundler calls its function by the path of its file. */
const MODULE_FRAME = /^ +at (\S+\.ts) \((.+):(\d+):\d+\)$/m;

/**
 * What a person can use of an error that a chart throws while it is loaded: most often a name that does not exist, which
 * the bundler lets pass because it does not look at types. The line is that of the bundle, whose code is as it was written.
 */
export function loadError(error: unknown, app: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const [, file = app, bundle = '', line = '0'] = MODULE_FRAME.exec(error.stack ?? '') ?? [];
  const source = existsSync(bundle) ? readFileSync(bundle, 'utf8').split('\n')[Number(line) - 1] : undefined;
  return new UserError(
    [
      `${file} cannot be loaded: ${error.message}`,
      ...(source === undefined ? [] : [`  ${source.trim()}`]),
      '`npm run types` tells line and column of what does not fit.',
    ].join('\n'),
  );
}
