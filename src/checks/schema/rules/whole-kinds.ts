import type { Visit } from '../fault';
import { shown } from '../fault';
import { configKey, qualifiedName } from '../formats';
import { accessKindRules } from './access';
import { mounts } from './mounts';
import type { Fields, Rule, RuleTable } from './rule';
import { record, text, nonEmpty, keys } from './rule';

/** Kinds whose definition calls the spec optional, though nothing is valid without one. */
const WITH_SPEC = [
  ...['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet', 'batch/Job', 'batch/CronJob'],
  ...['autoscaling/HorizontalPodAutoscaler', 'networking.k8s.io/Ingress', '/Service', '/PersistentVolumeClaim'],
];

/** Rules of whole kinds, by `group/Kind`. */
export const wholeKindRules: RuleTable = {
  ...Object.fromEntries(WITH_SPEC.map((kind) => [kind, [nonEmpty('spec')]])),
  ...accessKindRules,
  '/ConfigMap': [keys('data', configKey), keys('binaryData', configKey), bothData, size('data', 'binaryData')],
  '/Pod': [
    ({ spec }, visit) => {
      mounts({ template: { spec } }, visit);
    },
  ],
  '/Namespace': [
    ({ metadata }, visit) => {
      for (const mode of ['enforce', 'audit', 'warn']) {
        const level = record(record(metadata)['labels'])[`pod-security.kubernetes.io/${mode}`];
        if (level !== undefined && !['privileged', 'baseline', 'restricted'].includes(level as string))
          visit.fault(
            `is ${shown(level)}; expected one of privileged, baseline, restricted`,
            `metadata.labels.pod-security.kubernetes.io/${mode}`,
          );
      }
    },
  ],
  '/Secret': [keys('data', configKey), keys('stringData', configKey), size('data', 'stringData')],
  'scheduling.k8s.io/PriorityClass': [
    (object, visit) => {
      if (object['preemptionPolicy'] === '') visit.fault('is empty', 'preemptionPolicy');
      const { metadata, value } = object as { metadata?: { name?: string }; value?: number };
      if (metadata?.name?.startsWith('system-')) visit.fault('is kept for Kubernetes itself', 'metadata.name');
      if ((value ?? 0) > 1_000_000_000) visit.fault(`is ${value ?? 0}; expected at most 1000000000`, 'value');
    },
  ],
  'storage.k8s.io/StorageClass': [
    nonEmpty('provisioner'),
    text('provisioner', (value) => qualifiedName(value.toLowerCase())),
    (object, visit) => {
      if (object['volumeBindingMode'] === '') visit.fault('is empty', 'volumeBindingMode');
    },
  ],
};

function bothData({ data, binaryData }: Fields, visit: Visit): void {
  for (const key of Object.keys(record(data)))
    if (Object.hasOwn(record(binaryData), key)) visit.fault(`has the key ${key}, as binaryData has`, 'data');
}

/** What one ConfigMap or Secret may hold. */
function size(...fields: string[]): Rule {
  return (object, visit) => {
    const texts = fields.flatMap((field) => Object.values(record(object[field])));
    const total = texts.reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0);
    if (total > 1024 * 1024) visit.fault(`holds ${total} bytes; expected at most 1048576`);
  };
}
