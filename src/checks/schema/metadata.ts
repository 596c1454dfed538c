import type { Manifest } from '../../model/manifest';
import { groupOf } from '../tree';
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
const FIELDS: Readonly<Record<string, Kind>> = {
  annotations: 'texts',
  creationTimestamp: 'any',
  deletionGracePeriodSeconds: 'any',
  deletionTimestamp: 'any',
  finalizers: 'list',
  generateName: 'text',
  generation: 'any',
  labels: 'texts',
  managedFields: 'any',
  name: 'text',
  namespace: 'text',
  ownerReferences: 'list',
  resourceVersion: 'any',
  selfLink: 'any',
  uid: 'any',
};

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export function metadataFaults(manifest: Manifest, visit: Visit): void {
  const { metadata } = manifest;
  for (const [field, value] of Object.entries(metadata)) {
    const kind = FIELDS[field];
    if (kind === undefined)
      visit.fault(`is no field of metadata; ${nearest(field, Object.keys(FIELDS))}`, `metadata.${field}`);
    else if (value !== null) typeFault(kind, field, value, visit);
  }
  nameFault(manifest, visit);
  if (typeof metadata.namespace === 'string') expectFormat(dnsLabel, metadata.namespace, 'metadata.namespace', visit);
  for (const [key, value] of entriesOf(metadata.labels)) {
    expectFormat(qualifiedName, key, 'metadata.labels', visit);
    if (typeof value === 'string') expectFormat(labelValue, value, `metadata.labels.${key}`, visit);
  }
  for (const [key] of entriesOf(metadata.annotations))
    expectFormat(qualifiedName, key, 'metadata.annotations', visit, key.toLowerCase());
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

function typeFault(kind: Kind, field: string, value: unknown, visit: Visit): void {
  const path = `metadata.${field}`;
  if (kind === 'text' && typeof value !== 'string') visit.fault(`is ${shown(value)}; expected a string`, path);
  if (kind === 'list' && !Array.isArray(value)) visit.fault(`is ${shown(value)}; expected a list`, path);
  if (field === 'finalizers' && Array.isArray(value)) finalizerFaults(value, visit);
  if (kind !== 'texts') return;
  if (typeof value !== 'object' || Array.isArray(value)) visit.fault(`is ${shown(value)}; expected an object`, path);
  else
    for (const [key, inner] of entriesOf(value))
      if (typeof inner !== 'string' && inner !== null)
        visit.fault(`is ${shown(inner)}; expected a string`, `${path}.${key}`);
}

function finalizerFaults(finalizers: readonly unknown[], visit: Visit): void {
  finalizers.forEach((each, index) => {
    const path = `metadata.finalizers[${index}]`;
    if (typeof each !== 'string') visit.fault(`is ${shown(each)}; expected a string`, path);
    else if (finalizers.indexOf(each) < index) visit.fault(`is ${shown(each)} a second time`, path);
    else expectFormat(finalizer, each, path, visit);
  });
}

/** Names without a domain are Kubernetes' own. */
const finalizer: Format = (value) =>
  value.includes('/') || ['foregroundDeletion', 'orphan', 'kubernetes'].includes(value)
    ? slashed(value)
    : 'expected a name with a domain, such as example.com/cleanup';

/** Some tools' finalizers have two slashes, which the API server takes for custom resources. */
const slashed: Format = (value) => qualifiedName(value.split('/').slice(0, 2).join('/'));

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
