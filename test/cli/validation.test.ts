import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Submitted {
  readonly status: string;
  readonly rules: readonly string[];
}

/** Runs the validation as cdk8s-cli does: https://github.com/cdk8s-team/cdk8s-cli/blob/2.x/docs/plugins/validation.md */
async function validate(output: string, properties: object = {}): Promise<Submitted> {
  // Plain JavaScript, as it is shipped.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Checks } = require('../../bin/validation.js');
  const rules: string[] = [];
  let status = '';
  await new Checks({ output, ...properties }).validate({
    logger: { log: () => undefined },
    report: {
      addViolation: ({ ruleName, recommendation }: { ruleName: string; recommendation: string }) =>
        rules.push(`${ruleName}: ${recommendation}`),
      submit: (given: string) => (status = given),
    },
  });
  return { status, rules };
}

function rendered(text: string): string {
  const output = mkdtempSync(join(tmpdir(), 'chartwright-validation-'));
  mkdirSync(join(output, 'dev'));
  writeFileSync(join(output, 'dev/all.yaml'), text);
  return output;
}

const CLASS = 'apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata:\n  name: low\nvalue: 5\n';

test('a stock synth fails on violations, and only then', async () => {
  expect(await validate(rendered(CLASS))).toEqual({ status: 'success', rules: [] });
  expect(await validate(rendered(CLASS.replace('value: 5', 'value: five')))).toEqual({
    status: 'failure',
    rules: ['schema: PriorityClass low: is "five", a string; expected an integer'],
  });
});

test('warnings fail where they are asked to, and a target is passed on', async () => {
  const kind = rendered(CLASS.replace('scheduling.k8s.io', 'example.com'));
  expect((await validate(kind)).status).toBe('success');
  expect((await validate(kind, { strict: true })).status).toBe('failure');
  await expect(validate(kind, { kubernetes: '1.2' })).rejects.toThrow('Kubernetes 1.2 is not known');
});
