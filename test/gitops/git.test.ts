import * as fs from 'node:fs';
import * as path from 'node:path';
import { Git } from '../../src/gitops/repository/git';
import { forgetProjects, temporary, VARIABLES } from './fixtures/project';

afterAll(forgetProjects);

/** More than any pipe holds, so that who writes it always notices that nobody reads. */
const input = Buffer.alloc(4 << 20);

/** Runs a program in git's place. */
function gitThat(script: string): Git {
  const folder = temporary();
  fs.writeFileSync(path.join(folder, 'git'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return new Git({ ...VARIABLES, PATH: `${folder}:${process.env['PATH']!}` }, { folder });
}

test('a git that fails before it read its input is reported by its own complaint', () => {
  const git = gitThat('echo "fatal: cannot lock ref: Permission denied" >&2; exit 128');
  expect(git.try(['update-ref', '--stdin'], { input })).toMatchObject({
    code: 128,
    err: 'fatal: cannot lock ref: Permission denied\n',
  });
  expect(() => git.run(['update-ref', '--stdin'], { input })).toThrow(
    'git update-ref failed: cannot lock ref: Permission denied',
  );
});

test('a git that is killed before it read its input is named with the signal', () => {
  expect(() => gitThat('kill -9 $$').run(['mktree'], { input })).toThrow('git mktree was ended by SIGKILL');
});

test('a git that ends well without having read its input is not believed', () => {
  expect(() => gitThat('exit 0').run(['mktree'], { input })).toThrow('EPIPE');
});

test('without an input git has nothing to read', () => {
  expect(gitThat('wc -c').run(['status']).trim()).toBe('0');
});
