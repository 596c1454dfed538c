import * as fs from 'node:fs';
import * as path from 'node:path';
import { service } from './fixtures/manifests';
import { filesOf, forgetProjects, git, Project, temporary, VARIABLES } from './fixtures/project';

afterAll(forgetProjects);

const before = { dev: { ...service('orders'), ...service('catalog') } };
const after = { dev: { ...service('orders', 'two'), ...service('payments') } };

/** A git that, at the run of this number, does `script` instead, or first. */
function gitThat(script: string): { variables: Record<string, string | undefined>; count: () => number } {
  const folder = temporary();
  const counter = path.join(folder, 'count');
  fs.writeFileSync(counter, '0\n');
  const lines = [
    '#!/bin/sh',
    `read -r number < "${counter}"; number=$((number + 1)); echo $number > "${counter}"`,
    script,
    `PATH="${process.env['PATH']!}" exec git "$@"`,
  ];
  fs.writeFileSync(path.join(folder, 'git'), lines.join('\n'), { mode: 0o755 });
  const variables = { ...VARIABLES, PATH: `${folder}:${process.env['PATH']!}` };
  return { variables, count: () => Number(fs.readFileSync(counter, 'utf8')) };
}

let first: Project | undefined;

/** Copies of one that was published once. */
async function published(): Promise<Project> {
  if (!first) {
    first = new Project(before);
    await first.run('publish');
  }
  const project = new Project(after);
  fs.cpSync(first.embedded, project.embedded, { recursive: true });
  return project;
}

/** The repository holds all of the old state or all of the new, and is sound. */
function stateOf(project: Project): 'old' | 'new' {
  const files = git(project.embedded, 'ls-tree', '-r', '--name-only', 'main', 'dev/').split('\n');
  const text = git(project.embedded, 'show', 'main:dev/services/orders/settings.yaml');
  if (files[0]!.includes('catalog') && text.includes('VALUE: one')) return 'old';
  expect(files).toEqual(['dev/services/orders/settings.yaml', 'dev/services/payments/settings.yaml']);
  expect(text).toContain('VALUE: two');
  return 'new';
}

async function runsOfGit(): Promise<number> {
  const project = await published();
  const { variables, count } = gitThat('');
  project.variables = variables;
  expect(await project.run('publish')).toMatchObject({ code: 0 });
  return count();
}

test.each([
  ['fails', 'exit 1'],
  ['is killed', 'kill -9 $$'],
  [
    'fills the disk after its work',
    `PATH="${process.env['PATH']!}" git "$@" >/dev/null 2>&1; echo "fatal: No space left on device" >&2; exit 128`,
  ],
])(
  'when any one run of git %s, the repository is the old or the new, and the next run completes',
  async (_, script) => {
    const runs = await runsOfGit();
    expect(runs).toBeGreaterThan(8);
    for (let step = 1; step <= runs; step++) {
      const project = await published();
      project.variables = gitThat(`if [ $number = ${step} ]; then ${script}; fi`).variables;
      await project.run('publish');
      stateOf(project);
      project.variables = VARIABLES;
      expect(await project.run('publish')).toMatchObject({ code: 0 });
      expect(stateOf(project)).toBe('new');
    }
  },
);

test('when the process and its git are killed at any step, the next run completes', async () => {
  const warm = await published();
  await warm.start(['publish']);
  const runs = await runsOfGit();
  const states = new Set<string>();
  const steps = Array.from({ length: runs }, (_, index) => index + 1);
  const one = async (step: number): Promise<void> => {
    const project = await published();
    project.variables = gitThat(`if [ $number = ${step} ]; then kill -9 $PPID $$; fi`).variables;
    expect((await project.start(['publish'])).code).toBeNull();
    states.add(stateOf(project));
    git(project.embedded, 'fsck', '--no-dangling', '--strict');
    project.variables = VARIABLES;
    expect(await project.run('publish')).toMatchObject({ code: 0 });
    expect(stateOf(project)).toBe('new');
  };
  for (const step of steps) await one(step);
  expect([...states]).toEqual(['old']);
});

test('a lock that a killed git left is taken away after a minute', async () => {
  const project = await published();
  const lock = path.join(project.embedded, 'refs/heads/main.lock');
  fs.writeFileSync(lock, '');
  fs.utimesSync(lock, new Date(0), new Date(0));
  expect(await project.run('publish')).toMatchObject({ code: 0 });
});

test('a repository that may not be written stays as it was, with a reason', async () => {
  const project = await published();
  project.variables = gitThat(
    'case "$*" in *update-ref*) echo "fatal: cannot lock ref: Permission denied" >&2; exit 128;; esac',
  ).variables;
  const { code, err } = await project.run('publish');
  expect(code).toBe(2);
  expect(err).toContain('cannot be changed: cannot lock ref: Permission denied');
  expect(stateOf(project)).toBe('old');
});

test('without git the message says so', async () => {
  const project = new Project(before);
  project.variables = { ...VARIABLES, PATH: temporary() };
  expect(await project.run('publish')).toMatchObject({
    code: 2,
    err: expect.stringContaining('install git') as string,
  });
});

test('twenty publishers at once on one remote: every change lands, none is lost', async () => {
  const bare = path.join(temporary(), 'gitops.git');
  git('.', 'init', '--bare', '--quiet', '--initial-branch=main', bare);
  const names = Array.from({ length: 20 }, (_, index) => `env${index}`);
  const projects = names.map((name) => new Project({ [name]: service('orders', name) }));
  const runs = await Promise.all(projects.map((project) => project.start(['publish', '--repo', bare, '--json'])));
  expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(names.map(() => ({ code: 0, err: '' })));
  const files = filesOf(bare);
  for (const name of names) expect(files[`${name}/services/orders/settings.yaml`]).toContain(`VALUE: ${name}`);
  expect(git(bare, 'rev-list', '--count', '--first-parent', 'main')).toBe('20');
  git(bare, 'fsck', '--strict', '--no-dangling');
});

test('ten publishers at once in one project, each another environment', async () => {
  const names = Array.from({ length: 10 }, (_, index) => `env${index}`);
  const project = new Project(Object.fromEntries(names.map((name) => [name, service('orders', name)])));
  const runs = await Promise.all(names.map((name) => project.start(['publish', '--env', name])));
  expect(runs.map(({ code }) => code)).toEqual(names.map(() => 0));
  expect(git(project.embedded, 'rev-list', '--count', 'main')).toBe('10');
  expect((await project.run('publish')).out).not.toContain('added');
});
