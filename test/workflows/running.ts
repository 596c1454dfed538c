import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { temporary } from '../gitops/fixtures/project';
import type { Run } from '../gitops/fixtures/project';
import { HOME } from './files';

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/**
 * Like `test`, for scripts that need what every machine of GitHub has and this one may not: skipped there, which shows
 * in the count.
 */
export const testWith = (...programs: readonly string[]): typeof test => {
  const isPossible = ['bash', 'git', ...programs].every(has);
  return isPossible ? test : test.skip;
};

/** A machine of its own for scripts: a home, a folder for programs that stand in for real ones, and a log of their calls. */
export class Runner {
  readonly home = temporary();
  readonly temp = path.join(this.home, 'temp');
  readonly folder = path.join(this.home, 'work');
  readonly output = path.join(this.home, 'output');
  private readonly programs = path.join(this.home, 'programs');
  private readonly log = path.join(this.home, 'calls');

  constructor() {
    for (const folder of [this.temp, this.folder, this.programs]) fs.mkdirSync(folder);
    for (const file of [this.output, this.log]) fs.writeFileSync(file, '');
  }

  /** A program in bash that writes down its arguments, and then does this. */
  program(name: string, does = ''): void {
    const text = `#!/usr/bin/env bash\nprintf '%s\\n' "${name} $*" >> '${this.log}'\n${does}\n`;
    fs.writeFileSync(path.join(this.programs, name), text, { mode: 0o755 });
  }

  /** Calls of the programs, in order. */
  get calls(): readonly string[] {
    return fs.readFileSync(this.log, 'utf8').split('\n').slice(0, -1);
  }

  /** What the scripts wrote for later steps. */
  get outputs(): Readonly<Record<string, string>> {
    const lines = fs.readFileSync(this.output, 'utf8').split('\n').slice(0, -1);
    return Object.fromEntries(lines.map((line) => line.split(/=(.*)/, 2) as [string, string]));
  }

  file(name: string, text: string): void {
    const place = path.join(this.folder, name);
    fs.mkdirSync(path.dirname(place), { recursive: true });
    fs.writeFileSync(place, text);
  }

  /** Runs a script as GitHub does for \`shell: bash\`. */
  run(script: string, variables: Readonly<Record<string, string>> = {}, folder = this.folder): Promise<Run> {
    const file = path.join(this.home, 'script.sh');
    fs.writeFileSync(file, script);
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd: folder,
      env: {
        HOME: this.home,
        PATH: `${this.programs}:${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
        GIT_CONFIG_SYSTEM: '/dev/null',
        RUNNER_TEMP: this.temp,
        GITHUB_OUTPUT: this.output,
        GITHUB_STEP_SUMMARY: path.join(this.home, 'summary.md'),
        GITHUB_REPOSITORY: 'shop-example/platform',
        GITHUB_REPOSITORY_OWNER: 'shop-example',
        ...variables,
      },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.on('data', (text) => (err += String(text)));
    return new Promise((resolve) => {
      child.on('close', (code) => {
        resolve({ code, out, err });
      });
    });
  }
}

/** The files of a platform repository as far as the scripts read it: the command line, releases, contracts. */
export function writePlatform(folder: string): void {
  fs.mkdirSync(path.join(folder, 'bin'), { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'bin/chartwright.js'),
    `process.argv.push('--app', ${JSON.stringify(path.join(HOME, 'main.ts'))});\nrequire(${JSON.stringify(path.join(HOME, 'bin/chartwright.js'))});\n`,
  );
  for (const data of ['releases', 'contract'])
    fs.cpSync(path.join(HOME, data), path.join(folder, data), { recursive: true });
  fs.symlinkSync(path.join(HOME, 'node_modules'), path.join(folder, 'node_modules'));
  fs.writeFileSync(path.join(folder, '.gitignore'), '.chartwright/\ndist/\nnode_modules\n*.md\n');
}
