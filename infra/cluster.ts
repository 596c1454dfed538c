import type { ComponentResourceOptions, Output, Resource } from '@pulumi/pulumi';
import { AccessEntry, AccessPolicyAssociation, Cluster as EksCluster } from '@pulumi/aws/eks';
import { Tag } from '@pulumi/aws/ec2';
import { Role, RolePolicy, RolePolicyAttachment } from '@pulumi/aws/iam';
import { SERVICES } from '../src/model/environment';
import type { Keys } from './keys';
import { logGroup } from './logs';
import type { Network } from './network';
import { Part } from './part';
import type { Site } from './part';
import { assumedBy, awsPolicy, policyDocument } from './policies';

/** The control plane: reached from inside the VPC only, and by those whom an access entry names. */
export class Cluster extends Part {
  readonly eks: EksCluster;
  /** What EKS puts on nodes and on its own addresses. */
  readonly securityGroup: Output<string>;

  constructor(site: Site, network: Network, keys: Keys, options: ComponentResourceOptions) {
    super('cluster', options);
    const { environment, settings } = site;
    const { role, rights } = this.controlPlaneRole(keys);
    const logs = logGroup(`/aws/eks/${environment.cluster}/cluster`, site, keys, this.inside);
    this.eks = new EksCluster(
      'cluster',
      {
        name: environment.cluster,
        version: environment.kubernetes,
        roleArn: role.arn,
        vpcConfig: {
          subnetIds: network.ids('apiServer'),
          endpointPrivateAccess: true,
          endpointPublicAccess: false,
        },
        // whoever runs this program gets no rights in the cluster by it
        accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
        kubernetesNetworkConfig: { serviceIpv4Cidr: SERVICES.cidr },
        // the add-ons, in releases of our choice, instead of what EKS would put there
        bootstrapSelfManagedAddons: false,
        encryptionConfig: { provider: { keyArn: keys.of.cluster.arn }, resources: ['secrets'] },
        enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
        deletionProtection: settings.keeps,
        // a version past its support stops the update rather than costing six times as much
        upgradePolicy: { supportType: 'STANDARD' },
        zonalShiftConfig: { enabled: environment.highlyAvailable },
      },
      { ...this.inside, dependsOn: [logs, ...rights], protect: settings.keeps },
    );
    this.securityGroup = this.eks.vpcConfig.clusterSecurityGroupId;
    new Tag(
      'discovery',
      { resourceId: this.securityGroup, key: 'karpenter.sh/discovery', value: environment.cluster },
      this.inside,
    );
    this.administrators(site);
  }

  /** With its rights, before which EKS must not begin. */
  private controlPlaneRole(keys: Keys): { readonly role: Role; readonly rights: readonly Resource[] } {
    const role = new Role('control-plane', { assumeRolePolicy: assumedBy('eks.amazonaws.com') }, this.inside);
    const policy = keys.of.cluster.arn.apply((arn) =>
      policyDocument({
        Effect: 'Allow',
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ListGrants', 'kms:DescribeKey'],
        Resource: arn,
      }),
    );
    const rights = [
      new RolePolicyAttachment(
        'control-plane',
        { role: role.name, policyArn: awsPolicy('AmazonEKSClusterPolicy') },
        this.inside,
      ),
      new RolePolicy('control-plane-key', { role: role.id, policy }, this.inside),
    ];
    return { role, rights };
  }

  private administrators({ environment, settings }: Site): void {
    const access = {
      clusterName: this.eks.name,
      principalArn: `arn:aws:iam::${environment.account}:role/${settings.administrators}`,
    };
    const entry = new AccessEntry('administrators', { ...access, type: 'STANDARD' }, this.inside);
    new AccessPolicyAssociation(
      'administrators',
      {
        ...access,
        policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
        accessScope: { type: 'cluster' },
      },
      { ...this.inside, dependsOn: entry },
    );
  }
}
