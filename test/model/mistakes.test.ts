import { Mistakes, UserError } from '../../src/model/faults';

const refuse = (message: string) => (): never => {
  throw new UserError(message);
};

test('what each task has to say is told when all were tried', () => {
  const mistakes = new Mistakes();
  mistakes.meet(refuse('one'));
  expect(mistakes.meet(() => 2)).toBe(2);
  mistakes.meet(refuse('three'));
  expect(() => {
    mistakes.tell();
  }).toThrow(new UserError('one\nthree'));
});

test('without a mistake nothing is told, and a bug is told at once', () => {
  const mistakes = new Mistakes();
  expect(mistakes.meet(() => 1)).toBe(1);
  expect(() => {
    mistakes.tell();
  }).not.toThrow();
  expect(() => {
    mistakes.meet(() => {
      throw new TypeError('a bug');
    });
  }).toThrow(TypeError);
});
