import type { NodePool } from '../../../imports/karpenter';
import type { PodSpec } from '../../../imports/kubernetes';
import type { Check } from '../check';
import { claimed } from '../tree/claimed';
import type { Claimed } from '../tree/claimed';
import { podTemplates } from '../tree/pods';
import type { Located } from '../tree/tree';
import { expected } from './valid';

/** A pod can get a node. */
export const nodePool: Check = {
  id: 'node-pool',
  severity: 'error',
  what: 'Some NodePool makes nodes with the labels that a pod selects, and the pod tolerates their taints; the node class of a pool exists.',
  why: 'A pod that no pool can serve stays Pending for ever; autoscaling cannot help, since no node would fit.',
  remediation: 'Select labels that one NodePool offers and tolerate its taints, or add a NodePool.',
  peers: [],
  source: 'https://karpenter.sh/docs/concepts/scheduling/',
  run: (tree, report) => {
    const pools = tree.ofKind('NodePool', 'karpenter.sh');
    for (const at of pools) {
      const { kind = '', name = '' } = claimed<NodePool>(at).spec?.template?.spec?.nodeClassRef ?? {};
      if (!tree.find(kind, '', name))
        report(
          at,
          'spec.template.spec.nodeClassRef.name',
          `names ${kind} ${name}, which does not exist: ${expected(tree.namesOf(kind, ''))}`,
        );
    }
    // nodes that nobody describes here may have any label
    if (pools.length === 0) return;
    for (const { at, path, spec } of podTemplates(tree)) {
      const wanted = Object.entries(spec.nodeSelector ?? {});
      if (wanted.length === 0) continue;
      const selector = wanted.map(([label, value]) => `${label}=${value}`).join(', ');
      const fitting = pools.filter((pool) => wanted.every(([label, value]) => offers(pool, label, value)));
      const names = expected(pools.map(({ manifest }) => manifest.metadata.name));
      if (fitting.length === 0)
        report(at, `${path}.spec.nodeSelector`, `selects ${selector}, which no NodePool offers: ${names}`);
      else if (!fitting.some((pool) => tolerates(spec, pool)))
        report(
          at,
          `${path}.spec.tolerations`,
          `lack the taint of NodePool ${fitting[0]!.manifest.metadata.name}, the one with ${selector}`,
        );
    }
  },
};

/** Labels that the provider sets on nodes as they come: free unless a requirement of the pool restricts them. */
const FREE =
  /^(kubernetes\.io|topology\.kubernetes\.io|node\.kubernetes\.io|karpenter\.sh|karpenter\.k8s\.aws|topology\.k8s\.aws)\//;

function offers(pool: Located, label: string, value: string): boolean {
  const { metadata, spec } = claimed<NodePool>(pool).spec?.template ?? {};
  const own = metadata?.labels?.[label];
  if (own !== undefined) return own === value;
  const rules = (spec?.requirements ?? []).filter(({ key }) => key === label);
  if (rules.length === 0) return FREE.test(label);
  return rules.every(({ operator, values = [] }) => {
    if (operator === 'In') return values.includes(value);
    if (operator === 'NotIn') return !values.includes(value);
    if (operator === 'Gt') return Number(value) > Number(values[0]);
    if (operator === 'Lt') return Number(value) < Number(values[0]);
    return operator === 'Exists';
  });
}

function tolerates(pod: Claimed<PodSpec>, pool: Located): boolean {
  return (claimed<NodePool>(pool).spec?.template?.spec?.taints ?? []).every((taint) =>
    (pod.tolerations ?? []).some(
      ({ key, operator = 'Equal', value, effect }) =>
        (key === undefined ? operator === 'Exists' : key === taint.key) &&
        (operator === 'Exists' || (value ?? '') === (taint.value ?? '')) &&
        (effect === undefined || effect === taint.effect),
    ),
  );
}
