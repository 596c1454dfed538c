import { ACTIONS } from '../../src/workflows/actions';
import { computed, github } from '../../src/workflows/expression';
import { renderWorkflow } from '../../src/workflows/render';
import { script } from '../../src/workflows/shell';
import { cell, job, needed, output, run, use } from '../../src/workflows/workflow';
import type { Job, Step } from '../../src/workflows/workflow';

const frame = { permissions: {}, timeoutMinutes: 1 } as const;
const token = use('Token', ACTIONS.appToken, { id: 'token' });
const build = job({ ...frame, id: 'build', name: 'Build', outputs: { tag: github('sha') }, steps: [] });

function render(...jobs: readonly Job<never>[]): string {
  const on = { pullRequest: true } as const;
  const concurrency = { group: computed`test-${github('sha')}`, cancelInProgress: false };
  return renderWorkflow({ file: 'test', name: 'Test', purpose: 'A test.', on, concurrency, jobs }, 'Generated.');
}

const asks = (value: ReturnType<typeof github>): Step<never> => run('Ask', script`echo`, { env: { VALUE: value } });

const FAULTS: readonly (readonly [string, string, () => Job<never>])[] = [
  [
    'a step that comes later',
    'step "Ask" refers to the step token, which it has not',
    () => job({ ...frame, id: 'job', name: 'Job', steps: [asks(output(token, 'token')), token] }),
  ],
  [
    'a step of another job',
    'step "Ask" refers to the step token, which it has not',
    () => job({ ...frame, id: 'job', name: 'Job', steps: [asks(output(token, 'token'))] }),
  ],
  [
    'a job that it does not wait for',
    'step "Ask" refers to the job build, which it has not',
    () => job({ ...frame, id: 'job', name: 'Job', steps: [asks(needed(build, 'tag'))] }),
  ],
  [
    'a matrix that is another job’s',
    'the job refers to the matrix place, which it has not',
    () =>
      job({ ...frame, id: 'job', name: computed`In ${cell({ include: [{ place: 'here' }] }, 'place')}`, steps: [] }),
  ],
  [
    'two steps of one id',
    'job job has two steps token',
    () => job({ ...frame, id: 'job', name: 'Job', steps: [token, token] }),
  ],
  [
    'an expression that nobody checked',
    'holds an expression that nothing checked',
    () => job({ ...frame, id: 'job', name: 'Job of ${{ github.actor }}', steps: [] }),
  ],
];

test.each(FAULTS)('%s is refused', (_, message, make) => {
  expect(() => render(make())).toThrow(message);
});

test('a reference to what is there is written as GitHub reads it', () => {
  const waits = job({ ...frame, id: 'job', name: 'Job', needs: [build], steps: [token, asks(output(token, 'token'))] });
  expect(render(build as Job<never>, waits)).toContain('VALUE: ${{ steps.token.outputs.token }}');
});

test('a script keeps its lines, and loses the indentation of the code around it', () => {
  expect(
    script`
    if true; then
      echo ${3}
    fi
  `.text,
  ).toBe('set -euo pipefail\nif true; then\n  echo 3\nfi\n');
});
