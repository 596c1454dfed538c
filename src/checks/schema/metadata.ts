import type { Manifest, ManifestMetadata } from '../../model/manifest';
import { groupOf } from '../tree/tree';
import { nearest, shown } from './fault';
import type { Visit } from './fault';
import type { Format } from './formats';
import { dns1035, dnsLabel, dnsSubdomain, labelValue, pathSegment, qualifiedName } from './formats';

/** Kinds whose names are not DNS subdomains. */
const NAMES: Readonly<Record<string, Format>> = {
  '/Service': dns1035,
  '/Namespace': dnsLabel,
  'rbac.authorization.k8s.io/Role': pathSegment,
  'rbac.authorization.k8s.io/RoleBinding': pathSegment,
  'rbac.authorization.k8s.io/ClusterRole': pathSegment,
  'rbac.authorization.k8s.io/ClusterRoleBinding': pathSegment,
};

/** Its Jobs add a suffix of eleven characters to the name, and theirs is a label of their pods. */
const CRON_JOB_NAME = 52;

type Kind = 'text' | 'texts' | 'list' | 'any';
const FIELDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['annotations', 'texts'],
  ['creationTimestamp', 'any'],
  ['deletionGracePeriodSeconds', 'any'],
  ['deletionTimestamp', 'any'],
  ['finalizers', 'list'],
  ['generateName', 'text'],
  ['generation', 'any'],
  ['labels', 'texts'],
  ['managedFields', 'any'],
  ['name', 'text'],
  ['namespace', 'text'],
  ['ownerReferences', 'list'],
  ['resourceVersion', 'any'],
  ['selfLink', 'any'],
  ['uid', 'any'],
]);

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export function metadataFaults(manifest: Manifest, visit: Visit): void {
  const { metadata } = manifest;
  for (const field in metadata) {
    const kind = FIELDS.get(field);
    const value = metadata[field];
    if (kind === undefined)
      visit.fault(`is no field of metadata; ${nearest(field, FIELDS.keys())}`, `metadata.${field}`);
    else if (value !== null) typeFault(kind, field, value, manifest, visit);
  }
  nameFault(manifest, visit);
  if (typeof metadata.namespace === 'string') expectFormat(dnsLabel, metadata.namespace, 'metadata.namespace', visit);
  labelFaults(metadata.labels, visit);
  const { annotations } = metadata;
  for (const key in mapOf(annotations)) expectKey(key, 'metadata.annotations', visit, key.toLowerCase());
}

function labelFaults(labels: ManifestMetadata['labels'], visit: Visit): void {
  const all = mapOf(labels);
  for (const key in all) {
    expectKey(key, 'metadata.labels', visit, key);
    const value = all[key];
    if (typeof value !== 'string') continue;
    const expected = labelValue(value);
    if (expected !== undefined) visit.fault(`is ${shown(value)}; ${expected}`, `metadata.labels.${key}`);
  }
}

const NOTHING: Readonly<Record<string, unknown>> = {};

const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : NOTHING;

/** Keys that are good: all manifests have the same few. */
const known = new Set<string>();
const MOST_KNOWN = 5000;

function expectKey(key: string, path: string, visit: Visit, tested: string): void {
  if (known.has(tested)) return;
  const before = visit.faults.length;
  expectFormat(qualifiedName, key, path, visit, tested);
  if (visit.faults.length === before && known.size < MOST_KNOWN) known.add(tested);
}

function typeFault(kind: Kind, field: string, value: unknown, manifest: Manifest, visit: Visit): void {
  switch (kind) {
    case 'any':
      return;
    case 'text':
      if (typeof value !== 'string') visit.fault(`is ${shown(value)}; expected a string`, `metadata.${field}`);
      return;
    case 'list':
      if (!Array.isArray(value)) visit.fault(`is ${shown(value)}; expected a list`, `metadata.${field}`);
      else if (field === 'finalizers') finalizerFaults(value, isOwnGroup(groupOf(manifest)), visit);
      return;
    case 'texts':
      if (typeof value !== 'object' || Array.isArray(value))
        visit.fault(`is ${shown(value)}; expected an object`, `metadata.${field}`);
      else textsFault(field, value as Readonly<Record<string, unknown>>, visit);
  }
}

function textsFault(field: string, value: Readonly<Record<string, unknown>>, visit: Visit): void {
  for (const key in value) {
    const inner = value[key];
    if (typeof inner !== 'string' && inner !== null)
      visit.fault(`is ${shown(inner)}; expected a string`, `metadata.${field}.${key}`);
  }
}

function finalizerFaults(finalizers: readonly unknown[], isOwn: boolean, visit: Visit): void {
  finalizers.forEach((each, index) => {
    const path = `metadata.finalizers[${index}]`;
    if (typeof each !== 'string') visit.fault(`is ${shown(each)}; expected a string`, path);
    else if (finalizers.indexOf(each) < index) visit.fault(`is ${shown(each)} a second time`, path);
    else expectFormat(isOwn ? ownFinalizer : qualifiedName, each, path, visit);
  });
}

/** Kubernetes' own kinds have its own finalizers, and those with a domain; custom resources have any. */
const ownFinalizer: Format = (value) =>
  value.includes('/') || ['foregroundDeletion', 'orphan', 'kubernetes'].includes(value)
    ? qualifiedName(value)
    : 'expected a name with a domain, such as example.com/cleanup';

/** Groups of Kubernetes itself are words, or end in its domain. */
const isOwnGroup = (group: string): boolean => !group.includes('.') || group.endsWith('.k8s.io');

function nameFault(manifest: Manifest, visit: Visit): void {
  const { name } = manifest.metadata;
  expectFormat(NAMES[`${groupOf(manifest)}/${manifest.kind}`] ?? dnsSubdomain, name, 'metadata.name', visit);
  if (manifest.kind === 'CronJob' && groupOf(manifest) === 'batch' && name.length > CRON_JOB_NAME)
    visit.fault(`has ${name.length} characters; expected at most ${CRON_JOB_NAME}`, 'metadata.name');
}

function expectFormat(format: Format, value: string, path: string, visit: Visit, tested = value): void {
  const expected = format(tested);
  if (expected !== undefined) visit.fault(`is ${shown(value)}; ${expected}`, path);
}
