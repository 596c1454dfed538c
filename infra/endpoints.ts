import type { ComponentResourceOptions } from '@pulumi/pulumi';
import { VpcEndpoint } from '@pulumi/aws/ec2';
import type { Network } from './network';
import { Part } from './part';
import type { Site } from './part';
import { admitting } from './security-groups';

/** Free, and their addresses stay public ones: policies of pods that name the internet hold for them. */
const GATEWAYS = ['s3', 'dynamodb'] as const;

/**
 * What nodes and controllers ask all day: images, credentials of pods, secrets, logs. Pods that a network policy keeps to
 * the internet's addresses would not reach these, so a service goes here only if no such pod calls it.
 */
const INTERFACES = ['ecr.api', 'ecr.dkr', 'eks-auth', 'logs', 'secretsmanager', 'sts'] as const;

/** Ways to AWS itself that do not pass the internet. */
export class Endpoints extends Part {
  constructor({ environment }: Site, network: Network, options: ComponentResourceOptions) {
    super('endpoints', options);
    const vpcId = network.vpc.id;
    for (const service of GATEWAYS) {
      new VpcEndpoint(
        service,
        {
          vpcId,
          serviceName: `com.amazonaws.${environment.region}.${service}`,
          vpcEndpointType: 'Gateway',
          routeTableIds: network.routes.map(({ id }) => id),
        },
        this.inside,
      );
    }
    const group = admitting(
      'endpoints',
      { vpcId, description: 'Endpoints of AWS services', ranges: environment.network.pods, port: 443 },
      this.inside,
    );
    for (const service of INTERFACES) {
      new VpcEndpoint(
        service,
        {
          vpcId,
          serviceName: `com.amazonaws.${environment.region}.${service}`,
          vpcEndpointType: 'Interface',
          subnetIds: network.ids('pods'),
          securityGroupIds: [group.id],
          privateDnsEnabled: true,
        },
        this.inside,
      );
    }
  }
}
