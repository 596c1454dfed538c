import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { LaunchTemplate } from '@pulumi/aws/ec2';
import { Addon, NodeGroup } from '@pulumi/aws/eks';
import { Role, RolePolicyAttachment } from '@pulumi/aws/iam';
import { ADD_ON_VERSIONS } from './add-on-versions';
import type { EksAddOn } from './add-on-versions';
import type { Cluster } from './cluster';
import type { Keys } from './keys';
import type { Network } from './network';
import { Part } from './part';
import type { Site } from './part';
import { assumedBy, awsPolicy } from './policies';

/**
 * What a node needs of AWS. The CNI's rights are the node's, since it must work before the agent that hands out roles to
 * pods does; pods cannot borrow them, for the node's metadata is one hop away and theirs are two.
 */
export const NODE_POLICIES = [
  'AmazonEC2ContainerRegistryPullOnly',
  'AmazonEKSWorkerNodePolicy',
  'AmazonEKS_CNI_Policy',
] as const;

/** A few nodes that are always there, for Karpenter itself and what must run before it, and EKS's own add-ons. */
export class SystemNodes extends Part {
  constructor(site: Site, cluster: Cluster, network: Network, keys: Keys, options: ComponentResourceOptions) {
    super('system-nodes', options);
    const daemons = [
      this.addOn(site, cluster, 'vpc-cni', { enableNetworkPolicy: 'true' }),
      this.addOn(site, cluster, 'kube-proxy'),
      this.addOn(site, cluster, 'eks-pod-identity-agent'),
    ];
    const group = this.nodeGroup(site, cluster, network, keys, daemons);
    const role = new Role(
      'ebs-csi',
      { assumeRolePolicy: assumedBy('pods.eks.amazonaws.com', 'sts:TagSession') },
      this.inside,
    );
    const policyArn = awsPolicy('service-role/AmazonEBSCSIDriverPolicy');
    new RolePolicyAttachment('ebs-csi', { role: role.name, policyArn }, this.inside);
    const few = site.environment.highlyAvailable ? 3 : 2;
    const dns = { autoScaling: { enabled: true, minReplicas: few, maxReplicas: 5 * few } };
    this.addOn(site, cluster, 'coredns', dns, { dependsOn: group });
    this.addOn(
      site,
      cluster,
      'aws-ebs-csi-driver',
      undefined,
      { dependsOn: group },
      { podIdentityAssociations: [{ serviceAccount: 'ebs-csi-controller-sa', roleArn: role.arn }] },
    );
  }

  private nodeGroup(
    { environment, settings }: Site,
    cluster: Cluster,
    network: Network,
    keys: Keys,
    dependsOn: readonly Addon[],
  ): NodeGroup {
    const role = new Role('nodes', { assumeRolePolicy: assumedBy('ec2.amazonaws.com') }, this.inside);
    const policies = NODE_POLICIES.map(
      (name) => new RolePolicyAttachment(name, { role: role.name, policyArn: awsPolicy(name) }, this.inside),
    );
    const tags = { Name: `${environment.cluster}-system` };
    const template = new LaunchTemplate(
      'nodes',
      {
        blockDeviceMappings: [
          {
            deviceName: '/dev/xvda',
            ebs: {
              encrypted: 'true',
              kmsKeyId: keys.of.volumes.arn,
              volumeSize: 50,
              volumeType: 'gp3',
              deleteOnTermination: 'true',
            },
          },
        ],
        metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
        tagSpecifications: ['instance', 'volume'].map((resourceType) => ({ resourceType, tags })),
        updateDefaultVersion: true,
      },
      this.inside,
    );
    const { count, instanceType } = settings.systemNodes;
    return new NodeGroup(
      'nodes',
      {
        clusterName: cluster.eks.name,
        version: environment.kubernetes,
        amiType: 'AL2023_x86_64_STANDARD',
        instanceTypes: [instanceType],
        nodeRoleArn: role.arn,
        subnetIds: network.ids('pods'),
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        scalingConfig: { minSize: count, desiredSize: count, maxSize: count + 1 },
        updateConfig: { maxUnavailable: 1 },
        nodeRepairConfig: { enabled: true },
      },
      // a node that starts without its rights or a way out never joins
      { ...this.inside, dependsOn: [...policies, ...dependsOn, network] },
    );
  }

  private addOn(
    { environment }: Site,
    cluster: Cluster,
    addonName: EksAddOn,
    values?: object,
    options: { readonly dependsOn?: NodeGroup } = {},
    more: Pick<ConstructorParameters<typeof Addon>[1], 'podIdentityAssociations'> = {},
  ): Addon {
    return new Addon(
      addonName,
      {
        clusterName: cluster.eks.name,
        addonName,
        addonVersion: ADD_ON_VERSIONS[environment.kubernetes]![addonName],
        ...(values === undefined ? {} : { configurationValues: JSON.stringify(values) }),
        // what somebody changed by hand gives way to what is written here
        resolveConflictsOnCreate: 'OVERWRITE',
        resolveConflictsOnUpdate: 'OVERWRITE',
        ...more,
      },
      { ...this.inside, ...options },
    );
  }
}
