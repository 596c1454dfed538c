import { forgetProjects } from '../gitops/fixtures/project';
import { scriptOf } from './files';
import { Runner, testWith } from './running';

const scripted = testWith('jq');

afterAll(forgetProjects);

const tested = `sha256:${'a'.repeat(64)}`;
const other = `sha256:${'b'.repeat(64)}`;
const variables = {
  REGISTRY: 'here.test',
  SOURCE: 'first.test',
  REPOSITORY: 'orders',
  TAG: '7-0123456789ab',
  DIGEST: tested,
};

/** An AWS whose registry answers so about the tag. */
function aws(runner: Runner, describe: string): void {
  runner.program('aws', `if [ "$2" = get-login-password ]; then echo password; else ${describe}; fi`);
}

const ABSENT = `echo 'An error occurred (ImageNotFoundException) when calling the DescribeImages operation' >&2; exit 254`;

/** A registry client that has pushed this. */
const crane = (runner: Runner, pushed: string): void => {
  runner.program('crane', `case "$1" in auth) cat > /dev/null ;; digest) echo ${pushed} ;; esac`);
};

describe('the name of an image', () => {
  const script = scriptOf('rust-service', 'image', 'Name the image');
  const env = { RUN: '42', COMMIT: '0123456789abcdef0123456789abcdef01234567' };

  scripted('is the number of the run and the commit, with the digest of the whole index', async () => {
    const runner = new Runner();
    runner.file('image/index.json', JSON.stringify({ manifests: [{ digest: tested }] }));
    expect(await runner.run(script, env)).toMatchObject({ code: 0 });
    expect(runner.outputs).toEqual({ tag: '42-0123456789ab', digest: tested });
  });

  scripted.each([
    ['two images', { manifests: [{ digest: tested }, { digest: other }] }],
    ['no image', { manifests: [] }],
    ['an image without digest', { manifests: [{}] }],
  ])('is refused to %s', async (_, index) => {
    const runner = new Runner();
    runner.file('image/index.json', JSON.stringify(index));
    expect((await runner.run(script, env)).code).not.toBe(0);
    expect(runner.outputs).toEqual({});
  });
});

describe('a push', () => {
  const script = scriptOf('rust-service', 'push', 'Push');

  scripted('brings what was tested, and tells its digest', async () => {
    const runner = new Runner();
    aws(runner, ABSENT);
    crane(runner, tested);
    expect(await runner.run(script, variables)).toMatchObject({ code: 0 });
    expect(runner.calls).toContain('crane push image here.test/orders:7-0123456789ab');
    expect(runner.outputs).toEqual({ digest: tested });
  });

  scripted('succeeds where the tag exists already, and tells the digest that is there', async () => {
    const runner = new Runner();
    aws(runner, `echo ${other}`);
    crane(runner, tested);
    const run = await runner.run(script, variables);
    expect(run.code).toBe(0);
    expect(run.out).toContain(`::notice::orders:7-0123456789ab is there already, as ${other}`);
    expect(runner.calls.filter((call) => call.startsWith('crane push'))).toEqual([]);
    expect(runner.outputs).toEqual({ digest: other });
  });

  scripted('takes no other answer for "there is none"', async () => {
    const runner = new Runner();
    aws(runner, `echo 'An error occurred (AccessDeniedException)' >&2; exit 254`);
    crane(runner, tested);
    const run = await runner.run(script, variables);
    expect(run.code).toBe(1);
    expect(run.err).toContain('AccessDeniedException');
    expect(runner.outputs).toEqual({});
  });

  scripted('of which the registry makes something else fails', async () => {
    const runner = new Runner();
    aws(runner, ABSENT);
    crane(runner, other);
    const run = await runner.run(script, variables);
    expect(run).toMatchObject({ code: 1 });
    expect(run.out).toContain(`::error::the registry has ${other}, but ${tested} was tested`);
    expect(runner.outputs).toEqual({});
  });

  scripted('fails where the login does', async () => {
    const runner = new Runner();
    runner.program('aws', 'exit 255');
    crane(runner, tested);
    expect((await runner.run(script, variables)).code).not.toBe(0);
    expect(runner.calls.filter((call) => call.startsWith('crane push'))).toEqual([]);
  });
});

describe('a copy to a later environment', () => {
  const script = scriptOf('rust-service', 'copy', 'Copy');

  scripted.each([
    ['is by digest', ABSENT, 0, ['crane copy first.test/orders@' + tested + ' here.test/orders:7-0123456789ab']],
    ['is none where the image is already', `echo ${tested}`, 0, []],
    ['is refused where the tag is another image', `echo ${other}`, 1, []],
  ])('%s', async (_, describe, code, copies) => {
    const runner = new Runner();
    aws(runner, describe);
    crane(runner, tested);
    expect((await runner.run(script, variables)).code).toBe(code);
    expect(runner.calls.filter((call) => call.startsWith('crane copy'))).toEqual(copies);
  });
});
