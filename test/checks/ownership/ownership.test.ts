import { annotationSize } from '../../../src/checks/ownership/annotation-size';
import { applicationSize } from '../../../src/checks/ownership/application-size';
import { duplicateObject } from '../../../src/checks/ownership/duplicate-object';
import { sharedOwnership } from '../../../src/checks/ownership/shared-ownership';
import { saidOf } from '../saying';

const map = (file: string, more: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'shop', ...more },
  file,
});

test('two manifests of one object in one folder', () => {
  expect(saidOf(duplicateObject, [map('a/x.yaml'), map('a/y.yaml')])).toEqual([': is defined at a/x.yaml:1 already']);
  expect(saidOf(duplicateObject, [map('a/x.yaml'), map('b/x.yaml')])).toEqual([]);
  expect(saidOf(duplicateObject, [map('a/x.yaml'), map('a/y.yaml', { namespace: 'other' })])).toEqual([]);
});

test('one object in the folders of two Applications', () => {
  expect(saidOf(sharedOwnership, [map('a/x.yaml'), map('b/x.yaml')])).toEqual([
    ': belongs to a already, where a/x.yaml:1 defines it',
  ]);
  expect(saidOf(sharedOwnership, [map('a/x.yaml'), map('a/y.yaml')])).toEqual([]);
});

test('annotations of more than 256 KiB', () => {
  expect(saidOf(annotationSize, [map('a/x.yaml', { annotations: { note: 'n'.repeat(262141) } })])).toEqual([
    'metadata.annotations: hold 262145 bytes; expected at most 262144',
  ]);
  expect(saidOf(annotationSize, [map('a/x.yaml', { annotations: { note: 'n'.repeat(262140) } })])).toEqual([]);
});

test('an annotation that kubectl keeps for itself', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
  expect(saidOf(annotationSize, [map('a/x.yaml', { annotations })])).toEqual([
    'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration: is written by kubectl, and never by hand',
  ]);
});

test('a folder of more than 10 MB', () => {
  const large = (file: string): object => ({ ...map(file), data: { text: 't'.repeat(5_100_000) } });
  expect(saidOf(applicationSize, [large('a/x.yaml'), large('a/y.yaml')])).toEqual([
    expect.stringMatching(/^: lies in a with 102\d+ bytes of manifests; expected at most 10000000$/),
  ]);
  expect(saidOf(applicationSize, [large('a/x.yaml'), large('b/y.yaml')])).toEqual([]);
});
