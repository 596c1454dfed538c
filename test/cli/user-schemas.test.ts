import * as fs from 'node:fs';
import * as path from 'node:path';
import { userSchemas } from '../../src/cli/user-schemas';
import type { Located } from '../../src/checks/tree/tree';
import { forgetProjects, temporary } from '../gitops/fixtures/project';

afterAll(forgetProjects);

const located = (spec: unknown): Located =>
  ({
    manifest: {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'a' },
      spec,
    },
  }) as unknown as Located;
const kindsOf = (spec: unknown): string[] =>
  userSchemas([], [located(spec)]).flatMap(({ kinds }) => Object.keys(kinds));
const names = { kind: 'Relic' };
const schema = { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } };

test.each<[string, object, string[]]>([
  [
    'versions with schemas',
    {
      group: 'x.io',
      names,
      versions: [
        { name: 'v1', schema },
        { name: 'v2', schema },
      ],
    },
    ['x.io/v1/Relic', 'x.io/v2/Relic'],
  ],
  ['one version of v1beta1', { group: 'x.io', names, version: 'v1', validation: schema }, ['x.io/v1/Relic']],
  [
    'versions of v1beta1 with one schema',
    { group: 'x.io', names, versions: [{ name: 'v1' }], validation: schema },
    ['x.io/v1/Relic'],
  ],
  ['no schema', { group: 'x.io', names, versions: [{ name: 'v1' }] }, []],
])('%s', (_, spec, expected) => {
  expect(kindsOf(spec)).toEqual(expected);
});

test.each<[string, unknown]>([
  ['no spec', undefined],
  ['a text as spec', 'x'],
  ['no names', { group: 'x.io', versions: [{ name: 'v1', schema }] }],
  ['a list as kind', { group: 'x.io', names: { kind: [] }, versions: [{ name: 'v1', schema }] }],
  ['no group', { names, versions: [{ name: 'v1', schema }] }],
  ['versions that are none', { group: 'x.io', names, versions: [null, 'v1', { schema }] }],
  ...[
    'x',
    { type: 1 },
    { required: 'a' },
    { required: [1] },
    { properties: [] },
    { properties: { a: null } },
    { items: 'x' },
    { additionalProperties: 'x' },
    { anyOf: {} },
    { allOf: [null] },
    { not: 'x' },
  ].map((openAPIV3Schema): [string, unknown] => [
    `the schema ${JSON.stringify(openAPIV3Schema)}`,
    { group: 'x.io', names, versions: [{ name: 'v1', schema: { openAPIV3Schema } }] },
  ]),
])('nothing is taken of a definition with %s, and nothing breaks', (_, spec) => {
  expect(kindsOf(spec)).toEqual([]);
});

test('files that are named must hold definitions', () => {
  const folder = temporary();
  const file = path.join(folder, 'a.yaml');
  fs.writeFileSync(file, 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
  expect(() => userSchemas([file], [])).toThrow('there is no CustomResourceDefinition in there');
  fs.writeFileSync(file, 'a: [');
  expect(() => userSchemas([file], [])).toThrow(/^--schemas .*a\.yaml:\d+: /);
});
