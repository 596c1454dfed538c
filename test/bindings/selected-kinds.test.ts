import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../imports/kinds';
import { earlierIndex } from '../../src/bindings/import-index';
import { pinned } from '../../src/bindings/selection';

const imports = join(__dirname, '../../imports');
const index = earlierIndex(imports);

describe('the selection of kinds', () => {
  test('is what was imported last, in its order', () => {
    const core = (kinds.kubernetes ?? []).flatMap(({ namespaced = [], cluster = [] }) => [...namespaced, ...cluster]);
    const groups = kinds.groups.flatMap((group) => group.kinds.map((kind) => pinned(kind).kind));
    const handWritten = (kinds.handWritten ?? []).flatMap((entry) => Object.keys(entry.kinds));
    expect(index.map((entry) => entry.kind)).toEqual([...core, ...groups, ...handWritten]);
  });

  test('gives every kind exactly one interface, in the file that the index names', () => {
    for (const { kind, group, version, file } of index) {
      const text = readFileSync(join(imports, `${file}.ts`), 'utf8');
      const apiVersion = group === '' ? version : `${group}/${version}`;
      expect(text.split(`export interface ${kind} {\n  readonly apiVersion: '${apiVersion}';`)).toHaveLength(2);
    }
  });

  test('leaves no other file in the folder', () => {
    const files = new Set(['index.json', 'kinds.ts', 'schemas', ...index.map((entry) => `${entry.file}.ts`)]);
    expect(new Set(readdirSync(imports))).toEqual(files);
  });

  test('spells plurals as the API server does', () => {
    const plural = (kind: string): unknown => index.find((entry) => entry.kind === kind)?.plural;
    expect(plural('NetworkPolicy')).toBe('networkpolicies');
    expect(plural('PriorityClass')).toBe('priorityclasses');
    expect(plural('Deployment')).toBe('deployments');
    expect(plural('Prometheus')).toBe('prometheuses');
  });

  test('has a release for every kind', () => {
    for (const entry of index)
      expect([entry.kind, entry.release]).toEqual([entry.kind, expect.stringMatching(/\d+\.\d+/)]);
  });
});
