import type { CustomResourceOptions, Input } from '@pulumi/pulumi';
import { SecurityGroup } from '@pulumi/aws/ec2';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc';

/**
 * A security group that admits some ranges on one TCP port and nothing else. It opens nothing outwards: answers to what
 * came in need no rule.
 */
export function admitting(
  name: string,
  admitted: {
    readonly vpcId: Input<string>;
    readonly description: string;
    readonly ranges: readonly string[];
    readonly port: number;
  },
  inside: CustomResourceOptions,
): SecurityGroup {
  const { vpcId, description, ranges, port } = admitted;
  const group = new SecurityGroup(name, { vpcId, description, tags: { Name: name } }, inside);
  for (const range of ranges) {
    new SecurityGroupIngressRule(
      `${name}-${range}`,
      { securityGroupId: group.id, cidrIpv4: range, ipProtocol: 'tcp', fromPort: port, toPort: port },
      inside,
    );
  }
  return group;
}
