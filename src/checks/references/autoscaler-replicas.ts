import { autoscalersOf } from './autoscalers';
import type { Check } from '../check';
import { called } from '../tree/pods';
import { namespaceOf } from '../tree/tree';

/** Nothing sets the number of pods beside an autoscaler. */
export const autoscalerReplicas: Check = {
  id: 'autoscaler-replicas',
  severity: 'error',
  what: 'What an autoscaler scales has no replicas of its own, and no second autoscaler.',
  why: 'Every sync puts the number of git back, in the middle of the load for which the autoscaler had added pods; two autoscalers undo each other.',
  remediation: 'Leave out spec.replicas of the workload, and let one autoscaler measure everything.',
  peers: ['kube-score deployment-targeted-by-hpa-does-not-have-replicas-configured'],
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/#leaving-room-for-imperativeness',
  run: (tree, report) => {
    const scaled = new Map<string, string>();
    for (const { at, kind, name, target } of autoscalersOf(tree)) {
      const { replicas } = (target?.manifest.spec ?? {}) as { replicas?: number };
      if (target && replicas !== undefined)
        report(target, 'spec.replicas', `is ${replicas}, but ${called(at)} decides the number: expected no replicas`);
      const key = `${namespaceOf(at)}/${kind}/${name}`;
      const other = scaled.get(key);
      if (other !== undefined)
        report(at, 'spec.scaleTargetRef', `scales ${kind} ${name}, which ${other} scales already`);
      scaled.set(key, called(at));
    }
  },
};
