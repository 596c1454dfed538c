import { shown } from '../fault';
import type { Rule } from './rule';
import { list, record } from './rule';

/** Every mount names a volume of the pod, or a claim of the StatefulSet. */
export const mounts: Rule = ({ template, volumeClaimTemplates }, visit) => {
  const pod = record(record(template)['spec']);
  const claims = list(volumeClaimTemplates).map(({ metadata }) => record(metadata)['name']);
  const names = new Set([...claims, ...list(pod['volumes']).map((volume) => volume['name'])]);
  for (const field of ['initContainers', 'containers'])
    list(pod[field]).forEach((container, index) => {
      list(container['volumeMounts']).forEach((mount, at) => {
        if (!names.has(mount['name']))
          visit.fault(
            `is ${shown(mount['name'])}, which is no volume of the pod; it has ${[...names].join(', ') || 'none'}`,
            `template.spec.${field}[${index}].volumeMounts[${at}].name`,
          );
      });
    });
};
