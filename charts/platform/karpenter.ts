import type { EC2NodeClass } from '../../imports/karpenter-aws';
import type { NodePool } from '../../imports/karpenter';
import { addOn, chart } from '../../src/model/add-on';
import { interruptionQueueName, nodeRoleName } from '../../src/model/cloud-names';
import type { Environment } from '../../src/model/environment';
import { kubernetes } from './kubernetes';
import { CHARTS } from './pins';
import { prometheusOperatorCrds } from './prometheus-crds';
import { resources } from './resources';

/** Kinds of nodes, apart from the controller, because Helm never upgrades a chart's own. */
export const karpenterCrds = addOn('karpenter-crds', {
  why: 'Kinds for pools and classes of nodes',
  namespace: 'kube-system',
  needs: [kubernetes],
  helm: () => [chart(CHARTS.karpenterCrds, {})],
});

const SERVICE_ACCOUNT = { namespace: 'kube-system', serviceAccount: 'karpenter' };

/** Buys nodes for pods that wait, and gives them back: https://karpenter.sh */
export const karpenter = addOn('karpenter', {
  why: 'Adds a fitting node within a minute of a pod finding no room, and removes nodes that are not worth their price',
  // its requests have priority at the API server there
  namespace: 'kube-system',
  needs: [karpenterCrds, prometheusOperatorCrds],
  helm: (environment) => [
    chart(CHARTS.karpenter, {
      replicas: environment.highlyAvailable ? 2 : 1,
      serviceAccount: { name: SERVICE_ACCOUNT.serviceAccount },
      // it makes the nodes that the cluster's DNS runs on, so it must not depend on it
      dnsPolicy: 'Default',
      logLevel: 'info',
      controller: { resources: resources('1', '1Gi') },
      serviceMonitor: { enabled: true },
      settings: { clusterName: environment.cluster, interruptionQueue: interruptionQueueName(environment) },
    }),
  ],
  cloud: () => ({ roles: [{ ...SERVICE_ACCOUNT, permissions: [], controller: 'karpenter' }] }),
});

/** Pinned: a floating alias would replace nodes outside git. */
const AMI = 'al2023@v20260903';

/** Pools and their class. */
export const nodePools = addOn('node-pools', {
  why: 'What may be bought: on-demand, spot for work that may be interrupted, Graviton for what runs on Arm',
  namespace: 'kube-system',
  needs: [karpenter],
  manifests: ({ environment }) => ({
    class: [nodeClass(environment)],
    pools: [general(environment), graviton(environment), spot(environment), spotGraviton(environment)],
  }),
});

function nodeClass(environment: Environment): EC2NodeClass {
  const discovery = { tags: { 'karpenter.sh/discovery': environment.cluster } };
  return {
    apiVersion: 'karpenter.k8s.aws/v1',
    kind: 'EC2NodeClass',
    metadata: { name: 'default' },
    spec: {
      amiSelectorTerms: [{ alias: AMI }],
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { deleteOnTermination: true, encrypted: true, volumeSize: '100Gi', volumeType: 'gp3' },
        },
      ],
      // memory for the kubelet and room to evict before the kernel kills
      kubelet: { evictionHard: { 'memory.available': '200Mi', 'nodefs.available': '10%' } },
      // one hop: pods get their roles from Pod Identity, never the node's
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpProtocolIPv6: 'disabled',
        httpPutResponseHopLimit: 1,
        httpTokens: 'required',
      },
      role: nodeRoleName(environment),
      securityGroupSelectorTerms: [discovery],
      subnetSelectorTerms: [discovery],
      tags: { environment: environment.name, 'managed-by': 'karpenter' },
    },
  };
}

interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule';
}

/** Tolerated by microservices that say `spot`. */
const SPOT: Taint = { key: 'karpenter.sh/capacity-type', value: 'spot', effect: 'NoSchedule' };

/** Tolerated by microservices that say `arm64`. */
const ARM: Taint = { key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' };

interface Pool {
  readonly name: string;
  readonly capacity: readonly ('on-demand' | 'spot')[];
  readonly arch: 'amd64' | 'arm64';
  readonly weight: number;
  readonly cpu: number;
  readonly taints?: readonly Taint[];
}

/** Share of a pool's processors by environment: what a mistake may cost at most. */
const cores = (environment: Environment, production: number): number =>
  environment.name === 'production' ? production : Math.ceil(production / (environment.highlyAvailable ? 4 : 10));

const general = (environment: Environment): NodePool =>
  nodePool(environment, {
    name: 'general',
    capacity: ['on-demand'],
    arch: 'amd64',
    weight: 50,
    cpu: cores(environment, 1000),
  });

/** Images are built for amd64 unless a microservice says otherwise, so Arm nodes take only those that ask for them. */
const graviton = (environment: Environment): NodePool =>
  nodePool(environment, {
    name: 'graviton',
    capacity: ['on-demand'],
    arch: 'arm64',
    weight: 10,
    cpu: cores(environment, 500),
    taints: [ARM],
  });

/** Tainted: only work that says it may be interrupted is put there. */
const spot = (environment: Environment): NodePool =>
  nodePool(environment, {
    name: 'spot',
    capacity: ['spot'],
    arch: 'amd64',
    weight: 10,
    cpu: cores(environment, 500),
    taints: [SPOT],
  });

/** Both at once, for what may be interrupted and runs on Arm. */
const spotGraviton = (environment: Environment): NodePool =>
  nodePool(environment, {
    name: 'spot-graviton',
    capacity: ['spot'],
    arch: 'arm64',
    weight: 10,
    cpu: cores(environment, 500),
    taints: [ARM, SPOT],
  });

function nodePool(environment: Environment, pool: Pool): NodePool {
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: pool.name },
    spec: {
      disruption: {
        budgets: environment.highlyAvailable
          ? [
              { nodes: '10%' },
              // nothing but repairs while most customers are there
              { duration: '12h0m0s', nodes: '0', reasons: ['Underutilized', 'Drifted'], schedule: '0 8 * * mon-fri' },
            ]
          : [{ nodes: '25%' }],
        consolidateAfter: environment.highlyAvailable ? '5m' : '1m',
        consolidationPolicy: 'WhenEmptyOrUnderutilized',
      },
      limits: { cpu: String(pool.cpu), memory: `${String(pool.cpu * 4)}Gi` },
      template: {
        spec: {
          expireAfter: '720h',
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' },
          requirements: [
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: [...pool.capacity] },
            { key: 'kubernetes.io/arch', operator: 'In', values: [pool.arch] },
            { key: 'kubernetes.io/os', operator: 'In', values: ['linux'] },
            { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['c', 'm', 'r'] },
            { key: 'karpenter.k8s.aws/instance-generation', operator: 'Gt', values: ['5'] },
            // spot needs a choice, or one interruption takes all
            ...(pool.capacity.includes('spot')
              ? [{ key: 'karpenter.k8s.aws/instance-family', minValues: 5, operator: 'Exists' as const }]
              : []),
          ],
          ...(pool.taints === undefined ? {} : { taints: pool.taints }),
          // pods that may not be moved cannot keep an expired node forever
          terminationGracePeriod: '1h0m0s',
        },
      },
      weight: pool.weight,
    },
  };
}
