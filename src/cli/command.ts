import type { Command } from 'commander';
import type { PlatformApp } from '../synth/app';
import type { Stamp } from '../synth/disk';

/** What a command may use of the world. */
export interface Context {
  /** Of everything that renders: the same key, the same bytes from the same inputs. */
  readonly codeKey: string;
  /** The `app` of main.ts; throws a UserError if there is none. */
  app(): PlatformApp;
  print(text: string): void;
  warn(text: string): void;
  /** Whether `warn` reaches a person who likes to see progress. */
  readonly isTerminal: boolean;
  /** Where commands come from that this project runs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tells the launcher what to print for as long as nothing that the run has read or written changes. */
  rememberRun(outdir: string, report: string, written: ReadonlyMap<string, Stamp>): void;
}

/** What the file of a command exports. */
export interface CommandModule {
  /** Adds the options, and the action, which resolves to the exit code: 0 clean, 1 findings, 2 could not run. */
  define(command: Command, context: Context, exit: (code: number) => void): void;
}
