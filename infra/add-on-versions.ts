import type { KubernetesVersion } from '../src/model/environment';

/** What EKS installs into the cluster before Argo CD is there. */
export const EKS_ADD_ONS = [
  'aws-ebs-csi-driver',
  'coredns',
  'eks-pod-identity-agent',
  'kube-proxy',
  'vpc-cni',
] as const;
export type EksAddOn = (typeof EKS_ADD_ONS)[number];

/**
 * Releases of EKS's add-ons for each minor of Kubernetes that an environment runs. AWS refuses a release that does not
 * fit, so a new minor needs its line here: `aws eks describe-addon-versions --kubernetes-version <minor>` tells them.
 */
export const ADD_ON_VERSIONS: Partial<Record<KubernetesVersion, Readonly<Record<EksAddOn, string>>>> = {
  '1.34': {
    'aws-ebs-csi-driver': 'v1.54.0-eksbuild.1',
    coredns: 'v1.12.4-eksbuild.1',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.2',
    'kube-proxy': 'v1.34.1-eksbuild.2',
    'vpc-cni': 'v1.21.1-eksbuild.1',
  },
  '1.35': {
    'aws-ebs-csi-driver': 'v1.57.1-eksbuild.1',
    coredns: 'v1.13.2-eksbuild.1',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
    'kube-proxy': 'v1.35.0-eksbuild.2',
    'vpc-cni': 'v1.21.1-eksbuild.3',
  },
};
