import { inside, keysOf, lineOfPath } from '../../src/checks/lines';

const text = `kind: Deployment
metadata:
  annotations:
    a.b/c: x
spec:
  list:
  - name: first
  - name: second
    ports:
    - 80
`;

test.each([
  ['', 0],
  ['kind', 0],
  ['metadata.annotations["a.b/c"]', 3],
  ['spec.list[1].name', 7],
  ['spec.list[1].ports[0]', 9],
])('line of %s', (path, line) => {
  expect(lineOfPath(text, path)).toBe(line);
});

test('a field that is missing is at its nearest parent', () => {
  expect(lineOfPath(text, 'spec.list[1].image')).toBe(7);
  expect(lineOfPath(text, 'spec.template.spec')).toBe(4);
});

test('a path holds every key, whatever is in it', () => {
  for (const keys of [
    ['spec', 'list', 0, 'name'],
    ['metadata', 'annotations', 'a.b/c'],
    ['data', 'x["y"].z', 2],
  ])
    expect(keysOf(keys.reduce<string>((path, key) => inside(path, key), ''))).toEqual(keys);
});
