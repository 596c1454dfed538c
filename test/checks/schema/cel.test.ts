import { compileRules } from '../../../src/checks/schema/cel';
import { Visit } from '../../../src/checks/schema/fault';
import type { CelRule } from '../../../src/checks/schema/json-schema';

function messages(rules: readonly CelRule[], ...values: readonly unknown[]): readonly (readonly string[])[] {
  const validator = compileRules(rules, { type: 'object', properties: { if: {} } }, (schema) => schema);
  return values.map((value) => {
    const visit = new Visit();
    validator(value, visit);
    return visit.faults.map(({ message }) => message);
  });
}

test('a rule that asks for fields is answered by them, whatever else there is', () => {
  const rules = [{ rule: 'has(self.a) && self.a.b == self.__if__', message: 'no' }];
  expect(messages(rules, { a: { b: 1 }, if: 1, c: 1 }, { a: { b: 2 }, if: 1, c: 1 }, { c: 1 })).toEqual([
    [],
    ['no'],
    ['no'],
  ]);
});

test('a rule that asks for the whole is answered by the whole', () => {
  expect(messages([{ rule: 'self.size() < 2 && has(self.a)', message: 'no' }], { a: 1 }, { a: 1, b: 1 })).toEqual([
    [],
    ['no'],
  ]);
  expect(
    messages([{ rule: "self.all(key, key != 'b') && self.a == 1", message: 'no' }], { a: 1 }, { a: 1, b: 1 }),
  ).toEqual([[], ['no']]);
});

test('a message is computed from fields of its own', () => {
  const rules = [{ rule: 'self.a == 1', messageExpression: "'is ' + self.b" }];
  expect(messages(rules, { a: 2, b: 'x' }, { a: 2, b: 'y' })).toEqual([['is x'], ['is y']]);
});
