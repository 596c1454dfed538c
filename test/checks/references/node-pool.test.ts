import { nodePool } from '../../../src/checks/references/node-pool';
import { judgeTable } from '../judging';

const C_EC2NODE_CLASS = 'karpenter.k8s.aws/v1 EC2NodeClass c';

judgeTable(nodePool, {
  'accepts labels that a pool offers, with its taints': {
    given: [
      C_EC2NODE_CLASS,
      'karpenter.sh/v1 NodePool arm spec: {template: {metadata: {labels: {tier: web}}, spec: {nodeClassRef: {kind: EC2NodeClass, name: c}, taints: [{key: arm, effect: NoSchedule}], requirements: [{key: kubernetes.io/arch, operator: In, values: [arm64]}, {key: gen, operator: Gt, values: ["5"]}, {key: size, operator: Lt, values: ["5"]}, {key: no, operator: NotIn, values: [a]}, {key: yes, operator: Exists}]}}}',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {kubernetes.io/arch: arm64, tier: web, gen: "6", size: "4", no: b, yes: c, topology.kubernetes.io/zone: a}, tolerations: [{key: arm, operator: Exists}], containers: []}}}',
      'apps/v1 DaemonSet shop/all spec: {template: {spec: {nodeSelector: {tier: web}, tolerations: [{operator: Exists}], containers: []}}}',
    ],
  },
  'finds labels that no pool offers': {
    given: [
      C_EC2NODE_CLASS,
      'karpenter.sh/v1 NodePool arm spec: {template: {spec: {nodeClassRef: {kind: EC2NodeClass, name: c}, requirements: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}}}',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {kubernetes.io/arch: riscv}, containers: []}}}',
      'batch/v1 Job shop/gpu spec: {template: {spec: {nodeSelector: {gpu: "true"}, containers: []}}}',
    ],
    found: [
      'Job gpu spec.template.spec.nodeSelector: selects gpu=true, which no NodePool offers: expected arm',
      'Deployment web spec.template.spec.nodeSelector: selects kubernetes.io/arch=riscv, which no NodePool offers: expected arm',
    ],
  },
  'finds a taint that is not tolerated, and a class that does not exist': {
    given: [
      'karpenter.sh/v1 NodePool arm spec: {template: {spec: {nodeClassRef: {kind: EC2NodeClass, name: c}, taints: [{key: arm, value: "1", effect: NoSchedule}]}}}',
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {kubernetes.io/arch: arm64}, tolerations: [{key: arm, value: "2"}], containers: []}}}',
    ],
    found: [
      'NodePool arm spec.template.spec.nodeClassRef.name: names EC2NodeClass c, which does not exist: there is none',
      'Deployment web spec.template.spec.tolerations: lack the taint of NodePool arm, the one with kubernetes.io/arch=arm64',
    ],
  },
  'leaves nodes that nobody describes': {
    given: [
      'apps/v1 Deployment shop/web spec: {template: {metadata: {labels: {app: web}}, spec: {nodeSelector: {disk: ssd}, containers: []}}}',
    ],
  },
});
