import type { ScaledObject } from '../../../imports/keda';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import { namespaceOf } from '../tree/tree';
import { expected } from './valid';

/** What a trigger authenticates with exists. */
export const triggerAuthentication: Check = {
  id: 'trigger-authentication',
  severity: 'error',
  what: 'The TriggerAuthentication or ClusterTriggerAuthentication of every KEDA trigger exists.',
  why: 'Without it the scaler cannot read its source: the workload stays at its last size whatever the lag.',
  remediation: 'Name an authentication of the namespace, or one of the cluster with kind ClusterTriggerAuthentication.',
  peers: [],
  source: 'https://keda.sh/docs/latest/concepts/authentication/',
  run: (tree, report) => {
    for (const at of [...tree.ofKind('ScaledObject'), ...tree.ofKind('ScaledJob')])
      (claimed<ScaledObject>(at).spec?.triggers ?? []).forEach(({ authenticationRef }, index) => {
        if (authenticationRef === undefined) return;
        const { kind = 'TriggerAuthentication', name = '' } = authenticationRef;
        const namespace = kind === 'ClusterTriggerAuthentication' ? '' : namespaceOf(at);
        if (!tree.find(kind, namespace, name))
          report(
            at,
            `spec.triggers[${index}].authenticationRef.name`,
            `names ${kind} ${name}, which does not exist: ${expected(tree.namesOf(kind, namespace))}`,
          );
      });
  },
};
