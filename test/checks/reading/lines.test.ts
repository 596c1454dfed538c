import { fleet } from '../../../charts/fleet';
import { inside, keysOf, lineOfPath, placesIn } from '../../../src/checks/reading/lines';
import { parseManifest } from '../../../src/checks/reading/parse';
import { emit } from '../../../src/synth/yaml';
import { fixedReleases, renderedFolders } from '../../fixtures/rendering';

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

const WHERE: [string, number][] = [
  ['', 0],
  ['kind', 0],
  ['metadata.annotations["a.b/c"]', 3],
  ['spec.list[1].name', 7],
  ['spec.list[1].ports[0]', 9],
];

test.each(WHERE)('line of %s', (path, line) => {
  expect(lineOfPath(placesIn(text), path)).toBe(line);
});

test.each(WHERE)('line of %s in a document that a whole parser reads', (path, line) => {
  const other = text.replace('kind: Deployment', 'kind: !!str Deployment');
  expect(parseManifest(other)).toBeUndefined();
  expect(lineOfPath(placesIn(other), path)).toBe(line);
});

test('a field that is missing is at its nearest parent', () => {
  expect(lineOfPath(placesIn(text), 'spec.list[1].image')).toBe(7);
  expect(lineOfPath(placesIn(text), 'spec.template.spec')).toBe(4);
});

test('a path holds every key, whatever is in it', () => {
  for (const keys of [
    ['spec', 'list', 0, 'name'],
    ['metadata', 'annotations', 'a.b/c'],
    ['data', 'x["y"].z', 2],
  ])
    expect(keysOf(keys.reduce<string>((path, key) => inside(path, key), ''))).toEqual(keys);
});

function pathsOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsOf((value as Record<string | number, unknown>)[key], inside(path, key)))];
}

test('every line of what we write is where a whole parser finds it', () => {
  const manifests = [...renderedFolders(fleet, fixedReleases(fleet), 'staging').values()].flat();
  for (const manifest of manifests) {
    const plain = `# begins with a comment\n\n${emit(manifest)}`;
    // the same lines with a tag in the last of them, which a whole parser alone reads
    const tagged = `${plain}zz: !!str x\n`;
    const [ours, theirs] = [placesIn(plain), placesIn(tagged)];
    for (const path of pathsOf(manifest, ''))
      expect([path, lineOfPath(ours, path)]).toEqual([path, path === '' ? 0 : lineOfPath(theirs, path)]);
  }
});
