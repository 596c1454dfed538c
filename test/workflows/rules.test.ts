import { pullRoleName, pushRoleName } from '../../src/model/delivery';
import { KUBERNETES_VERSIONS } from '../../src/model/environment';
import { GO_TOOLS, IMAGES } from '../../src/workflows/tools';
import { facts, jobs, texts, workflow } from './files';
import type { StepInFile } from './files';

const steps = jobs.flatMap(([name, job]) => (job.steps ?? []).map((step) => [`${name}: ${step.name}`, step] as const));
const using = steps.filter(([, step]) => step.uses !== undefined);
const running = steps.filter(([, step]) => step.run !== undefined);
const services = ['rust-service', 'kotlin-service'];

test.each(using)('%s is pinned by a commit, with the version for people', (name, { uses }) => {
  expect(uses).toMatch(/^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40}$/);
  expect(texts.get(name.split(': ')[0]!)).toMatch(new RegExp(`${uses!} # v\\d+\\.\\d+\\.\\d+\n`));
});

test('one action has one commit everywhere', () => {
  const commits = new Map<string, Set<string>>();
  for (const [, { uses }] of using) {
    const [action, commit] = uses!.split('@') as [string, string];
    commits.set(action, (commits.get(action) ?? new Set()).add(commit));
  }
  expect([...commits].filter(([, each]) => each.size > 1)).toEqual([]);
});

test.each(running)('%s is a script without expressions that stops at the first failure', (_, { run }) => {
  expect(run).toMatch(/^set -euo pipefail\n/);
  expect(run).not.toContain('${{');
});

test.each(jobs)('%s has the permissions it names, and no others', (name, job) => {
  expect(job.permissions).toBeDefined();
  for (const [scope, access] of Object.entries(job.permissions!)) {
    // every one says what it is for
    expect(texts.get(name.split(': ')[0]!)).toMatch(new RegExp(`${scope}: ${access} # to `));
  }
});

test.each([...texts.keys()])('%s grants nothing at the top, and gives each merge a group of its own', (file) => {
  const { permissions, concurrency } = workflow(file.replace(/^.*\/|\.yml$/g, ''));
  expect(permissions).toEqual({});
  expect(concurrency.group).toMatch(/github\.(sha|run_id|event\.pull_request\.number)/);
});

test.each(jobs.filter(([, job]) => job.steps !== undefined))('%s ends in time on an exact runner', (_, job) => {
  expect(job['timeout-minutes']).toBeLessThanOrEqual(45);
  expect(job['runs-on']).toBe('ubuntu-24.04');
});

test('no caller hands over all of its secrets, and no checkout leaves a token behind', () => {
  for (const [, job] of jobs) expect(job.secrets).not.toBe('inherit');
  for (const [, step] of using.filter(([, { uses }]) => uses!.startsWith('actions/checkout@')))
    expect(step.with).toMatchObject({ 'persist-credentials': false });
});

test('every image has a digest, and every program in Go an exact version', () => {
  for (const image of Object.values(IMAGES)) expect(image).toMatch(/^[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
  for (const tool of Object.values(GO_TOOLS)) expect(tool).toMatch(/@v\d+\.\d+\.\d+$/);
  for (const [, job] of jobs)
    for (const { image } of Object.values(job.services ?? {})) expect(Object.values(IMAGES)).toContain(image);
});

test('the role of every microservice has a name that IAM takes', () => {
  for (const { name } of facts.microservices)
    for (const role of [pushRoleName(name), pullRoleName(name)]) expect(role).toMatch(/^[\w+=,.@-]{1,64}$/);
});

test('kind runs the Kubernetes that the first environment runs', () => {
  const minor = /:v(\d+\.\d+)\./.exec(IMAGES.kindNode)?.[1];
  expect(KUBERNETES_VERSIONS).toContain(minor);
  expect(minor).toBe(facts.environments[0]!.kubernetes);
});

describe.each(services)('%s', (file) => {
  const all = workflow(file).jobs;
  const entries = Object.entries(all);
  const stepsOf = (id: string): readonly StepInFile[] => all[id]!.steps!;

  test('what pushes, copies or releases runs on main only, after every gate', () => {
    const guarded = entries.filter(([, job]) => job.if?.includes('refs/heads/main')).map(([id]) => id);
    expect(guarded.sort()).toEqual(['copy', 'push', 'release']);
    const gates = entries.map(([id]) => id).filter((id) => !guarded.includes(id));
    expect([...all['push']!.needs!].sort()).toEqual(gates.sort());
    expect([all['copy']!.needs, all['release']!.needs]).toEqual([['push'], ['push']]);
  });

  test('no job that can prove to AWS who it is, or write elsewhere, runs code of the service', () => {
    const proving = entries.filter(([, { permissions }]) => permissions!['id-token']).map(([id]) => id);
    expect(proving.sort()).toEqual(['callees', 'copy', 'push']);
    for (const id of [...proving, 'release']) {
      const checkouts = stepsOf(id).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      for (const { with: inputs } of checkouts) expect(inputs).toMatchObject({ repository: 'shop-example/platform' });
    }
  });

  test('keys to AWS reach only the steps that are given them', () => {
    const keys = entries.flatMap(([, job]) => job.steps!).filter(({ uses }) => uses?.startsWith('aws-actions/'));
    expect(keys.length).toBe(4);
    for (const { with: inputs } of keys)
      expect(inputs).toMatchObject({ 'output-credentials': true, 'output-env-credentials': false });
  });

  test('a pull request takes the role that reads, and the first environment is all that is released', () => {
    const role = (id: string): unknown =>
      stepsOf(id).find(({ uses }) => uses?.startsWith('aws-actions/'))?.with?.['role-to-assume'];
    expect(role('callees')).toBe('arn:aws:iam::111111111111:role/github-${{ inputs.microservice }}-pull');
    expect(role('push')).toBe('arn:aws:iam::111111111111:role/github-${{ inputs.microservice }}');
    expect(stepsOf('release').find(({ name }) => name === 'Set the release')?.env).toMatchObject({
      ENVIRONMENT: 'dev',
    });
    const copies = all['copy']!.strategy!.matrix.include.map(({ environment }) => environment);
    expect(copies).toEqual(['staging', 'production']);
  });

  test('its caller grants all that its jobs take', () => {
    const granted = workflow(file === 'rust-service' ? 'caller of orders' : 'caller of bff').jobs['delivery']!;
    expect(granted.uses).toMatch(new RegExp(`^shop-example/platform/\\.github/workflows/${file}\\.yml@[0-9a-f]{40}$`));
    for (const [, { permissions = {} }] of entries)
      for (const [scope, access] of Object.entries(permissions)) expect(granted.permissions![scope]).toBe(access);
    const taken = new Set(entries.flatMap(([, job]) => Object.keys(job.permissions!)));
    expect(Object.keys(granted.permissions!).sort()).toEqual([...taken].sort());
  });
});
