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
 * Releases of EKS's add-ons for each minor of Kubernetes that an environment runs, each line a set that runs together
 * elsewhere. AWS refuses a release that does not fit, so a new minor needs its line here:
 * `aws eks describe-addon-versions --kubernetes-version <minor>` tells them.
 */
export const ADD_ON_VERSIONS: Partial<Record<KubernetesVersion, Readonly<Record<EksAddOn, string>>>> = {
  '1.34': {
    'aws-ebs-csi-driver': 'v1.57.1-eksbuild.1',
    coredns: 'v1.13.2-eksbuild.4',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.2',
    'kube-proxy': 'v1.34.6-eksbuild.2',
    'vpc-cni': 'v1.21.1-eksbuild.7',
  },
  '1.35': {
    'aws-ebs-csi-driver': 'v1.58.0-eksbuild.1',
    coredns: 'v1.13.2-eksbuild.4',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
    'kube-proxy': 'v1.35.3-eksbuild.2',
    'vpc-cni': 'v1.21.1-eksbuild.7',
  },
  '1.36': {
    'aws-ebs-csi-driver': 'v1.63.1-eksbuild.1',
    coredns: 'v1.14.3-eksbuild.3',
    'eks-pod-identity-agent': 'v1.3.10-eksbuild.3',
    'kube-proxy': 'v1.36.0-eksbuild.13',
    'vpc-cni': 'v1.22.3-eksbuild.1',
  },
};
